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
 * the body of those is sent to the phone.
 */
#include "gateway.h"
#include "pairs.h"

static const char *const names_from[] = { "from", "sender", "originator",
	NULL };
static const char *const names_to[] = { "to", "receiver", "recipient", NULL };
static const char *const names_text[] = { "text", "message", "body", NULL };
static const char *const names_id[] = { "id", NULL };
static const char *const names_time[] = { "ts", "time", NULL };
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

/* What the query says in both forms of the hook. */
static void
read_query(const struct pairs *q, struct sms *out)
{
	struct str time = pairs_get(q, names_time);

	sms_set(out, &out->from, pairs_get(q, names_from));
	sms_set(out, &out->to, pairs_get(q, names_to));
	sms_set(out, &out->id, pairs_get(q, names_id));
	sms_set(out, &out->time, time);
	out->sent = sms_moment(time);
}

static enum gateway_verdict
read_get(const struct pairs *q, struct sms *out)
{
	struct str text = pairs_get(q, names_text);

	if (text.p == NULL)
		return GATEWAY_BAD;
	sms_set_text(out,
	    kannel_charset(
		pairs_get(q, names_charset), pairs_get(q, names_coding)),
	    text);
	return GATEWAY_MESSAGE;
}

/* The text is the whole body; numbers and time are header fields. */
static enum gateway_verdict
read_post(const struct http_request *r, struct str body, struct sms *out)
{
	struct str type = http_request_field(r, "Content-Type");
	struct str time = http_request_field(r, "X-Kannel-Time");
	char charset[32];
	long n = http_parameter(type, "charset", charset, sizeof(charset));

	if (out->from.n == 0)
		sms_set(
		    out, &out->from, http_request_field(r, "X-Kannel-From"));
	if (out->to.n == 0)
		sms_set(out, &out->to, http_request_field(r, "X-Kannel-To"));
	if (out->time.n == 0) {
		sms_set(out, &out->time, time);
		out->sent = sms_moment(time);
	}
	sms_set_text(out,
	    kannel_charset((struct str){ charset, n < 0 ? 0 : (size_t)n },
		http_request_field(r, "X-Kannel-Coding")),
	    body);
	return GATEWAY_MESSAGE;
}

static enum gateway_verdict
kannel_read(const struct http_request *r, struct str body, struct str secret,
    int64_t now, struct sms *out)
{
	enum gateway_verdict verdict = GATEWAY_BAD;
	struct pairs q;

	(void)secret; /* compared with the path by the route */
	(void)now;
	if (pairs_parse(r->query, &q) == 0) {
		read_query(&q, out);
		verdict = r->method == HTTP_POST ? read_post(r, body, out)
						 : read_get(&q, out);
	}
	pairs_free(&q);
	return verdict;
}

const struct gateway gateway_kannel = {
	.name = "kannel",
	.get = true,
	.post = true,
	.path_secret = true,
	.replies = true,
	.read = kannel_read,
};
