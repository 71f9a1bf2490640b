/*
 * gateway_twilio.c - Twilio's webhook for messages that come in.
 *
 * POST (or GET) of a form; it joins long texts itself.  A report of delivery
 * has no Body.  Source: Twilio documentation "Twilio's request to your
 * incoming message Webhook URL".
 */
#include "gateway.h"

const struct gateway gateway_twilio = {
	.name = "twilio",
	.get = true,
	.post = true,
	.schemes = { &scheme_twilio, NULL },
	.names = {
		.from = { "From", NULL },
		.to = { "To", NULL },
		.text = { "Body", NULL },
		.id = { "MessageSid", "SmsMessageSid", "SmsSid", NULL },
		.complete = true,
	},
	.read = gateway_read_form,
	.answer = gateway_answer_twiml,
	.answer_type = gateway_type_xml,
	.replies = true,
	.sample = gateway_sample_form,
};
