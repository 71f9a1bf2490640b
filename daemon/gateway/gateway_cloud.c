/*
 * gateway_cloud.c - further gateways on the Internet: Infobip, Sinch, Plivo,
 * 46elks.
 *
 * Sources: infobip.com "Receive inbound SMS messages"; developers.sinch.com
 * SMS "Webhooks"; Plivo "Request to message URL"; 46elks "Receive SMS".
 */
#include "gateway.h"

/* Several messages at a time: it hears success when all are safe. */
const struct gateway gateway_infobip = {
	.name = "infobip",
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.list = "results",
		.from = { "from", NULL },
		.to = { "to", NULL },
		.text = { "text", NULL },
		.id = { "messageId", NULL },
		.time = { "receivedAt", NULL },
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

const struct gateway gateway_sinch = {
	.name = "sinch",
	.post = true,
	.schemes = { &scheme_sinch, NULL },
	.names = {
		.from = { "from", NULL },
		.to = { "to", NULL },
		.text = { "body", NULL },
		.id = { "id", NULL },
		.time = { "received_at", NULL },
		.event = { "type", NULL },
		.event_is = "mo_text",
		.event_needed = true,
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

const struct gateway gateway_plivo = {
	.name = "plivo",
	.get = true,
	.post = true,
	.schemes = { &scheme_plivo_v3, &scheme_plivo_v2, &scheme_plivo_v1,
	    NULL },
	.names = {
		.from = { "From", NULL },
		.to = { "To", NULL },
		.text = { "Text", NULL },
		.id = { "MessageUUID", NULL },
		.complete = true,
	},
	.read = gateway_read_form,
	.answer = gateway_answer_plivo,
	.answer_type = gateway_type_plivo,
	.replies = true,
	.sample = gateway_sample_form,
};

/* Whatever the answer holds is sent to the phone. */
const struct gateway gateway_46elks = {
	.name = "46elks",
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "from", NULL },
		.to = { "to", NULL },
		.text = { "message", NULL },
		.id = { "id", NULL },
		.time = { "created", NULL },
	},
	.read = gateway_read_form,
	.answer = gateway_answer_text,
	.answer_type = gateway_type_text,
	.replies = true,
	.sample = gateway_sample_form,
};
