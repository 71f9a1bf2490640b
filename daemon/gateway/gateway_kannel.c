/*
 * gateway_kannel.c - the hook of Kannel's smsbox (group sms-service).
 *
 *	get-url = "https://.../sms/LINE/SECRET?from=%q&to=%P&text=%b
 *	    &coding=%c&charset=%C&id=%I&ts=%T"
 *	post-url = "https://.../sms/LINE/SECRET?id=%I&ts=%T"
 *
 * The operator chooses the names, so the usual ones are all known.  Kannel
 * signs nothing: the secret is in the path.  Its values are octets, in UCS-2
 * with NUL among them.  Only 200 and 202 count as success, and what stands in
 * the body of those is sent to the phone.  Source: gw/smsbox.c, gw/urltrans.c
 * and the user guide of Kannel.
 */
#include "gateway.h"

static const char *const names_coding[] = { "coding", NULL };
static const char *const names_charset[] = { "charset", NULL };

/* The charset by name; without one that is known, by data coding. */
static enum charset
kannel_charset(struct str name, struct str coding)
{
	enum charset c = charset_of(name);

	if (c != CHARSET_UNKNOWN)
		return c;
	if (str_is(coding, "2"))
		return CHARSET_UTF16BE;
	return str_is(coding, "1") ? CHARSET_LATIN1 : CHARSET_UNKNOWN;
}

static enum gateway_verdict
read_get(struct sms *m, const struct gateway *g, const struct pairs *q)
{
	struct str text = pairs_get(q, g->names.text);

	if (text.p == NULL)
		return GATEWAY_BAD;
	sms_set_text(m,
	    kannel_charset(
		pairs_get(q, names_charset), pairs_get(q, names_coding)),
	    text);
	return GATEWAY_MESSAGE;
}

/* Sets it from a field of the head if the query did not. */
static void
or_field(struct sms *m, struct sms_field *field, const struct http_request *r,
    const char *name)
{
	if (field->n == 0)
		sms_set(m, field, http_request_field(r, name));
}

/* The text is the whole body; numbers and time are header fields. */
static enum gateway_verdict
read_post(struct sms *m, const struct gateway_request *r)
{
	struct str type = http_request_field(r->head, "Content-Type");
	char charset[32];
	long n = http_parameter(type, "charset", charset, sizeof(charset));

	if (http_media_type_is(type, "text/xml"))
		return GATEWAY_BAD; /* post-xml is another hook */
	if (http_media_type_is(type, "application/x-www-form-urlencoded"))
		return GATEWAY_BAD; /* a form is none of Kannel's */
	or_field(m, &m->from, r->head, "X-Kannel-From");
	or_field(m, &m->to, r->head, "X-Kannel-To");
	or_field(m, &m->time, r->head, "X-Kannel-Time");
	sms_set_text(m,
	    kannel_charset((struct str){ charset, n < 0 ? 0 : (size_t)n },
		http_request_field(r->head, "X-Kannel-Coding")),
	    r->body);
	return GATEWAY_MESSAGE;
}

static enum gateway_verdict
kannel_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	struct sms *m = gateway_read_names(g, &r->query, out);

	if (m == NULL)
		return GATEWAY_IGNORE;
	return r->head->method == HTTP_POST ? read_post(m, r)
					    : read_get(m, g, &r->query);
}

const struct gateway gateway_kannel = {
	.name = "kannel",
	.get = true,
	.post = true,
	.schemes = { &scheme_path, NULL },
	.names = {
		.from = { "from", "sender", "originator", NULL },
		.to = { "to", "receiver", "recipient", NULL },
		.text = { "text", "message", "body", NULL },
		.id = { "id", NULL },
		.time = { "ts", "time", NULL },
	},
	.read = kannel_read,
	.answer = gateway_answer_text,
	.answer_type = gateway_type_text,
	.replies = true,
	.sample = gateway_sample_query,
};
