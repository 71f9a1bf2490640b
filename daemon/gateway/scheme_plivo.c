/*
 * scheme_plivo.c - Plivo's signatures V2 and V3.  V2 covers neither query nor
 * body.
 *
 * Source: plivo-python plivo/utils and tests/resources/test_signature.py.
 */
#include "sample.h"
#include "scheme.h"

static struct mac
sign_v2(const struct scheme_key *k, struct str nonce)
{
	const struct str all[] = { k->url, nonce };

	return scheme_hmac(k->secret, all, sizeof(all) / sizeof(all[0]));
}

/* name=value&name=value, sorted, as it is decoded. */
static void
add_query(struct buf *b, const struct pairs *q)
{
	size_t order[PAIRS_MAX], n = pairs_sorted(q, order);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(b, '&');
		buf_addstr(b, pairs_name(q, order[i]));
		buf_addc(b, '=');
		buf_addstr(b, pairs_value(q, order[i]));
	}
}

static struct mac
sign_v3(const struct gateway_request *r, const struct scheme_key *k,
    struct str nonce)
{
	struct buf b = BUF_INIT;
	struct mac m = { .n = 0 };
	bool form = r->head->method == HTTP_POST && r->form.n > 0;

	buf_addstr(&b, k->url);
	if (r->query.n > 0 || form)
		buf_addc(&b, '?');
	add_query(&b, &r->query);
	if (form) {
		if (r->query.n > 0)
			buf_addc(&b, '.');
		scheme_add_sorted(&b, &r->form, false);
	}
	buf_addc(&b, '.');
	buf_addstr(&b, nonce);
	if (!b.failed && !r->form.dropped && !r->query.dropped)
		m = mac_hmac(MAC_SHA256, k->secret, scheme_signed(&b));
	buf_free(&b);
	return m;
}

static enum scheme_verdict
v2_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str nonce =
	    http_request_field(r->head, "X-Plivo-Signature-V2-Nonce");
	struct mac m = sign_v2(k, nonce);

	(void)now;
	return nonce.n > 0 &&
		mac_is_base64(
		    &m, http_request_field(r->head, "X-Plivo-Signature-V2"))
	    ? SCHEME_FINE
	    : SCHEME_FORGED;
}

static enum scheme_verdict
v3_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str nonce =
	    http_request_field(r->head, "X-Plivo-Signature-V3-Nonce");
	struct mac m = sign_v3(r, k, nonce);

	(void)now;
	return nonce.n > 0 &&
		scheme_is_listed(&m,
		    http_request_field(r->head, "X-Plivo-Signature-V3"), ',',
		    "")
	    ? SCHEME_FINE
	    : SCHEME_FORGED;
}

static void
add_signature(struct gateway_sample *s, const struct mac *m, const char *field,
    const char *field_of_nonce)
{
	scheme_field_base64(s, field, m);
	sample_field(s, field_of_nonce, str_of("1"));
}

static void
v2_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct mac m = sign_v2(k, str_of("1"));

	(void)r;
	(void)now;
	add_signature(
	    s, &m, "X-Plivo-Signature-V2", "X-Plivo-Signature-V2-Nonce");
}

static void
v3_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct mac m = sign_v3(r, k, str_of("1"));

	(void)now;
	add_signature(
	    s, &m, "X-Plivo-Signature-V3", "X-Plivo-Signature-V3-Nonce");
}

const struct scheme scheme_plivo_v2 = {
	.name = "plivo-v2",
	.secret = true,
	.url = true,
	.check = v2_check,
	.sign = v2_sign,
};
const struct scheme scheme_plivo_v3 = {
	.name = "plivo-v3",
	.secret = true,
	.url = true,
	.check = v3_check,
	.sign = v3_sign,
};
