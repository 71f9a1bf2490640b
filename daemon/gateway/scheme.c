/*
 * scheme.c - what several schemes share, and those that sign nothing.
 */
#include "scheme.h"

#include <inttypes.h>
#include <stdio.h>

#include "gehoor/crypto.h"
#include "sample.h"

bool
scheme_is_fresh(int64_t moment, int64_t now, int64_t age)
{
	return moment > 0 && moment >= now - age &&
	    moment <= now + SCHEME_AHEAD;
}

void
scheme_add_url(struct buf *b, const struct scheme_key *k, struct str query)
{
	buf_addstr(b, k->url);
	if (query.n > 0) {
		buf_addc(b, '?');
		buf_addstr(b, query);
	}
}

struct str
scheme_signed(const struct buf *b)
{
	return (struct str){ (const char *)b->data, b->len };
}

struct mac
scheme_hmac(struct str secret, const struct str *strings, size_t n)
{
	struct mac m = { .n = 0 };
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_addstr(&b, strings[i]);
	if (!b.failed)
		m = mac_hmac(MAC_SHA256, secret, scheme_signed(&b));
	buf_free(&b);
	return m;
}

bool
scheme_is_listed(
    const struct mac *m, struct str list, char separator, const char *prefix)
{
	size_t skip = strlen(prefix);
	bool found = false;

	while (list.n > 0) {
		const char *end = memchr(list.p, separator, list.n);
		size_t n = end == NULL ? list.n : (size_t)(end - list.p);
		struct str one = str_trim((struct str){ list.p, n }, " ");

		if (one.n > skip && memcmp(one.p, prefix, skip) == 0)
			found |= mac_is_base64(
			    m, (struct str){ one.p + skip, one.n - skip });
		list.p += n + (end != NULL);
		list.n -= n + (end != NULL);
	}
	return found;
}

void
scheme_field_hex(
    struct gateway_sample *s, const char *name, const struct mac *m)
{
	struct buf b = BUF_INIT;

	mac_add_hex(&b, m);
	sample_field(s, name, scheme_signed(&b));
	buf_free(&b);
}

void
scheme_field_base64(
    struct gateway_sample *s, const char *name, const struct mac *m)
{
	struct buf b = BUF_INIT;

	mac_add_base64(&b, m);
	sample_field(s, name, scheme_signed(&b));
	buf_free(&b);
}

struct str
scheme_time(int64_t now, char out[static SCHEME_TIME_LEN])
{
	snprintf(out, SCHEME_TIME_LEN, "%" PRId64, now);
	return str_of(out);
}

void
scheme_add_sorted(struct buf *b, const struct pairs *p, bool distinct)
{
	size_t order[PAIRS_MAX], n = pairs_sorted(p, order);

	for (size_t i = 0; i < n; i++) {
		struct str name = pairs_name(p, order[i]);
		struct str value = pairs_value(p, order[i]);

		if (distinct && i > 0 &&
		    str_equal(name, pairs_name(p, order[i - 1])) &&
		    str_equal(value, pairs_value(p, order[i - 1])))
			continue;
		buf_addstr(b, name);
		buf_addstr(b, value);
	}
}

/* ---- a secret as a field: SMSSync -------------------------------------- */

static const char *const names_secret[] = { "secret", NULL };

static bool
is_secret(struct str given, struct str secret)
{
	return secret.n > 0 && given.n == secret.n &&
	    crypto_equal(given.p, secret.p, secret.n);
}

static enum scheme_verdict
field_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str given = pairs_get(gateway_request_pairs(r), names_secret);

	(void)now;
	return is_secret(given, k->secret) ? SCHEME_FINE : SCHEME_FORGED;
}

static void
field_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	(void)r;
	(void)now;
	sample_pair(&s->body, str_of("secret"), k->secret);
}

const struct scheme scheme_field = {
	.name = "shared-secret-field",
	.secret = true,
	.check = field_check,
	.sign = field_sign,
};

/* ---- Basic (RFC 7617) ---------------------------------------------------- */

/* Twilio asks without it first, and comes back after the challenge. */
static enum scheme_verdict
basic_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str given = http_request_field(r->head, "Authorization");
	struct buf expected = BUF_INIT;
	bool same;

	(void)now;
	if (given.p == NULL)
		return SCHEME_UNSIGNED;
	if (given.n < 6 || !http_name_is((struct str){ given.p, 6 }, "Basic "))
		return SCHEME_UNSIGNED;
	given.p += 6;
	given.n -= 6;
	crypto_base64(&expected, (const uint8_t *)k->secret.p, k->secret.n);
	same = !expected.failed && is_secret(given, scheme_signed(&expected));
	buf_free(&expected);
	return same ? SCHEME_FINE : SCHEME_UNSIGNED;
}

static void
basic_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct buf b = BUF_INIT;

	(void)r;
	(void)now;
	buf_adds(&b, "Basic ");
	crypto_base64(&b, (const uint8_t *)k->secret.p, k->secret.n);
	sample_field(s, "Authorization", scheme_signed(&b));
	buf_free(&b);
}

static bool
has_colon(struct str secret)
{
	return memchr(secret.p, ':', secret.n) != NULL;
}

const struct scheme scheme_basic = {
	.name = "basic",
	.secret = true,
	.unsigned_status = 401,
	.secret_fits = has_colon,
	.secret_form = "USER:PASSWORD",
	.check = basic_check,
	.sign = basic_sign,
};

/* ---- nothing is signed --------------------------------------------------- */

/* What there is to check, the route has checked: path, network, socket. */
static enum scheme_verdict
no_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	(void)r;
	(void)k;
	(void)now;
	return SCHEME_FINE;
}

/* It becomes a part of an address, so it has to look like one. */
static bool
is_path_secret(struct str secret)
{
	for (size_t i = 0; i < secret.n; i++) {
		char c = secret.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-' || c == '_'))
			return false;
	}
	return secret.n >= 16;
}

const struct scheme scheme_path = {
	.name = "path",
	.secret = true,
	.path = true,
	.secret_fits = is_path_secret,
	.secret_form = "16 or more letters, digits, \"-\" or \"_\"",
	.check = no_check,
};
const struct scheme scheme_none = { .name = "none", .check = no_check };
const struct scheme scheme_local = {
	.name = "local",
	.local = true,
	.check = no_check,
};
