/*
 * gateway_messagebird.c - MessageBird's Flow Builder, and Bird's two
 * generations of webhooks.
 *
 * Flow Builder posts a form in which names may be repeated (the last counts)
 * and differ in case; what comes from a short code has names of its own.
 * Sources: messagebirdguides; nyaruka/courier handlers/messagebird; Bird
 * "Receiving messages", bird-sdk-python.
 */
#include "gateway.h"

const struct gateway gateway_messagebird = {
	.name = "messagebird",
	.get = true,
	.post = true,
	.schemes = { &scheme_messagebird_jwt, &scheme_messagebird_hmac, NULL },
	.names = {
		.from = { "originator", "sender", NULL },
		.to = { "shortcode", "recipient", "receiver", NULL },
		.text = { "message", "body", "payload", NULL },
		.id = { "mid", "id", "message_id", NULL },
		.time = { "receive_datetime", "createdDatetime", NULL },
	},
	.read = gateway_read_form,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_form,
};

/* The envelope is not documented whole, so the message may be at the top. */
const struct gateway gateway_bird_notifications = {
	.name = "bird-notifications",
	.post = true,
	.schemes = { &scheme_bird_hmac, NULL },
	.names = {
		.from = { "payload.sender.contact.identifierValue",
		    "sender.contact.identifierValue", NULL },
		.to = { "payload.receiver.connector.id",
		    "receiver.connector.id", NULL },
		.text = { "payload.body.text.text", "body.text.text", NULL },
		.id = { "payload.id", "id", NULL },
		.time = { "payload.createdAt", "createdAt", NULL },
		.event = { "payload.direction", "direction", NULL },
		.event_is = "incoming",
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

const struct gateway gateway_bird = {
	.name = "bird",
	.post = true,
	.schemes = { &scheme_standard_webhooks, NULL },
	.names = {
		.from = { "data.from", NULL },
		.to = { "data.to", NULL },
		.text = { "data.text", NULL },
		.id = { "data.sms_id", NULL },
		.time = { "timestamp", NULL },
		.event = { "type", NULL },
		.event_is = "sms.received",
		.event_needed = true,
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};
