/*
 * gateway_vonage.c - Vonage's SMS API and Messages API.
 *
 * The SMS API does not join long texts: each part comes with an id of its
 * own, in any order, and is acknowledged by itself.  Sources: nexmo-developer
 * "Inbound SMS", vonage-php-sdk-core test/SMS/requests.
 */
#include <inttypes.h>
#include <stdio.h>

#include "gateway.h"

static const char *const names_ref[] = { "concat-ref", NULL };
static const char *const names_part[] = { "concat-part", NULL };
static const char *const names_total[] = { "concat-total", NULL };

static enum gateway_verdict
vonage_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const struct pairs *p = gateway_request_pairs(r);
	enum gateway_verdict verdict = gateway_read_form(g, r, out);

	if (verdict == GATEWAY_MESSAGE)
		sms_set_part(&out->items[0], pairs_get(p, names_ref),
		    pairs_get(p, names_part), pairs_get(p, names_total));
	return verdict;
}

/* The time is signed with the rest. */
static void
vonage_sample(const struct gateway *g, struct gateway_sample *s,
    const struct sample_text *t)
{
	char now[24];

	gateway_sample_form(g, s, t);
	snprintf(now, sizeof(now), "%" PRId64, t->now);
	sample_pair(&s->body, str_of("timestamp"), str_of(now));
}

const struct gateway gateway_vonage = {
	.name = "vonage",
	.get = true,
	.post = true,
	.schemes = { &scheme_vonage_md5hash, &scheme_vonage_md5,
	    &scheme_vonage_sha1, &scheme_vonage_sha256, &scheme_vonage_sha512,
	    NULL },
	.names = {
		.from = { "msisdn", NULL },
		.to = { "to", NULL },
		.text = { "text", NULL },
		.id = { "messageId", NULL },
		.time = { "message-timestamp", NULL },
	},
	.read = vonage_read,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = vonage_sample,
};

const struct gateway gateway_vonage_messages = {
	.name = "vonage-messages",
	.post = true,
	.schemes = { &scheme_vonage_jwt, NULL },
	.names = {
		.from = { "from", NULL },
		.to = { "to", NULL },
		.text = { "text", NULL },
		.id = { "message_uuid", NULL },
		.time = { "timestamp", NULL },
		.event = { "message_type", NULL },
		.event_is = "text",
		.event_needed = true,
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};
