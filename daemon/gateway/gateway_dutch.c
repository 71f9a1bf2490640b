/*
 * gateway_dutch.c - gateways of the Netherlands: CM.com, Spryng, TargetSMS.
 *
 * None of them signs, so far as is known.  CM and Spryng give no id and send
 * again for a month or a day until they hear exactly 200: content and time
 * then tell a repeat.  Sources: developers.cm.com "Incoming Messages";
 * spryng.nl "MO Gateway"; a TargetSMS guide.
 */
#include "gateway.h"

/* The older form of the Gateway app is flat. */
const struct gateway gateway_cm = {
	.name = "cm",
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "from.number", "from", NULL },
		.to = { "to.number", "to", NULL },
		.text = { "message.text", "body", NULL },
		.time = { "timeUtc", NULL },
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

static const char *const names_keyword[] = { "KEYWORD", NULL };

/* The first word and the rest come apart. */
static enum gateway_verdict
spryng_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const struct pairs *p = gateway_request_pairs(r);
	struct str word = pairs_get(p, names_keyword);
	struct str rest = pairs_get(p, g->names.text);
	struct sms *m = gateway_read_names(g, p, out);
	struct buf text = BUF_INIT;

	if (m == NULL || (word.p == NULL && rest.p == NULL))
		return r->head->method == HTTP_POST && p->n > 0 ? GATEWAY_IGNORE
								: GATEWAY_BAD;
	buf_addstr(&text, word);
	if (word.n > 0 && rest.n > 0)
		buf_addc(&text, ' ');
	buf_addstr(&text, rest);
	sms_set_text(m, CHARSET_UNKNOWN,
	    (struct str){ (const char *)text.data, text.len });
	m->store.failed |= text.failed;
	buf_free(&text);
	return GATEWAY_MESSAGE;
}

const struct gateway gateway_spryng = {
	.name = "spryng",
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "MSISDN", NULL },
		.to = { "SHORTCODE", NULL },
		.text = { "PARM", NULL },
		.time = { "TIMESTAMP", NULL },
	},
	.read = spryng_read,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_form,
};

/* SendTo is who sent it. */
const struct gateway gateway_targetsms = {
	.name = "targetsms",
	.get = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "SendTo", NULL },
		.to = { "ShortCode", NULL },
		.text = { "Message", NULL },
		.id = { "MO_MessageId", NULL },
	},
	.read = gateway_read_form,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_query,
};
