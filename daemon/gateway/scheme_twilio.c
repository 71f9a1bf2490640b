/*
 * scheme_twilio.c - the signatures that cover URL and sorted parameters:
 * X-Twilio-Signature and Plivo's oldest, which is made alike.
 *
 * Sources: twilio-node src/webhooks, twilio-python request_validator.py with
 * their tests; plivo-python plivo/utils.
 */
#include "gehoor/crypto.h"
#include "sample.h"
#include "scheme.h"

static const char *const names_hash[] = { "bodySHA256", NULL };

/* URLs as Twilio may have signed them: it is not of one mind about ports. */
enum port { PORT_AS_GIVEN, PORT_LEFT_OUT, PORT_STANDARD, PORTS };

/* Where the authority of an http URL begins and ends, and its port or end. */
struct authority {
	size_t begin, port, end;
};

static struct authority
find_authority(struct str url)
{
	const char *slashes = memmem(url.p, url.n, "//", 2);
	struct authority a = { .begin = url.n };

	if (slashes != NULL)
		a.begin = (size_t)(slashes - url.p) + 2;
	for (a.end = a.begin; a.end < url.n && url.p[a.end] != '/'; a.end++)
		continue;
	for (a.port = a.end; a.port > a.begin && url.p[a.port - 1] >= '0' &&
	     url.p[a.port - 1] <= '9';
	     a.port--)
		continue;
	if (a.port > a.begin && url.p[a.port - 1] == ':')
		a.port--;
	else
		a.port = a.end;
	return a;
}

static void
add_url(struct buf *b, struct str url, enum port port)
{
	struct authority a = find_authority(url);
	size_t cut = port == PORT_LEFT_OUT ? a.port : a.end;

	buf_add(b, url.p, cut);
	if (port == PORT_STANDARD && a.port == a.end)
		buf_adds(b,
		    url.n > 6 && memcmp(url.p, "https:", 6) == 0 ? ":443"
								 : ":80");
	buf_add(b, url.p + a.end, url.n - a.end);
}

/* An apostrophe may have been signed as it is or as %27. */
static void
add_query(struct buf *b, struct str query, bool other)
{
	if (query.n > 0)
		buf_addc(b, '?');
	for (size_t i = 0; i < query.n; i++) {
		if (other && query.p[i] == '\'') {
			buf_adds(b, "%27");
		} else if (other && query.n - i >= 3 &&
		    memcmp(query.p + i, "%27", 3) == 0) {
			buf_addc(b, '\'');
			i += 2;
		} else {
			buf_addc(b, query.p[i]);
		}
	}
}

static struct mac
sign_url(const struct gateway_request *r, const struct scheme_key *k,
    enum port port, bool other)
{
	struct buf b = BUF_INIT;
	struct mac m = { .n = 0 };

	add_url(&b, k->url, port);
	add_query(&b, r->head->query, other);
	if (pairs_get(&r->query, names_hash).p == NULL && r->body.n > 0)
		scheme_add_sorted(&b, &r->form, true);
	if (!b.failed && !r->form.dropped)
		m = mac_hmac(MAC_SHA1, k->secret, scheme_signed(&b));
	buf_free(&b);
	return m;
}

static bool
has_apostrophe(struct str query)
{
	return memchr(query.p, '\'', query.n) != NULL ||
	    memmem(query.p, query.n, "%27", 3) != NULL;
}

/* A JSON body is covered by a hash in the query. */
static bool
hash_fits(const struct gateway_request *r)
{
	struct str given = pairs_get(&r->query, names_hash);
	struct mac m;

	if (given.p == NULL)
		return true;
	m = mac_digest(MAC_SHA256, r->body);
	return mac_is_hex(&m, given);
}

static enum scheme_verdict
check(const struct gateway_request *r, const struct scheme_key *k,
    const char *field)
{
	struct str given = http_request_field(r->head, field);
	bool quoted = r->head->query.n > 0 && has_apostrophe(r->head->query);

	if (given.n == 0 || !hash_fits(r))
		return SCHEME_FORGED;
	for (int i = 0; i < PORTS * (quoted ? 2 : 1); i++) {
		struct mac m =
		    sign_url(r, k, (enum port)(i % PORTS), i >= PORTS);

		if (mac_is_base64(&m, given))
			return SCHEME_FINE;
	}
	return SCHEME_FORGED;
}

static void
sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, const char *field)
{
	struct mac m = sign_url(r, k, PORT_AS_GIVEN, false);

	scheme_field_base64(s, field, &m);
}

static const char twilio_field[] = "X-Twilio-Signature";
static const char plivo_field[] = "X-Plivo-Signature";

static enum scheme_verdict
twilio_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	(void)now;
	return check(r, k, twilio_field);
}

static void
twilio_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	(void)now;
	sign(s, r, k, twilio_field);
}

static enum scheme_verdict
plivo_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	(void)now;
	return check(r, k, plivo_field);
}

static void
plivo_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	(void)now;
	sign(s, r, k, plivo_field);
}

const struct scheme scheme_twilio = {
	.name = "twilio-sha1",
	.secret = true,
	.url = true,
	.check = twilio_check,
	.sign = twilio_sign,
};
const struct scheme scheme_plivo_v1 = {
	.name = "plivo-v1",
	.secret = true,
	.url = true,
	.check = plivo_check,
	.sign = plivo_sign,
};
