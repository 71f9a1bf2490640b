/*
 * scheme_bird.c - MessageBird's and Bird's signatures, in all generations.
 *
 * Two of them share the name of a field and sign different strings, so the
 * configuration says which it is.  Sources: messagebird/go-rest-api
 * signature/ and signature_jwt/, php-rest-api RequestValidator.php; Bird's
 * documentation "Verifying a webhook subscription"; Standard Webhooks.
 */
#include <inttypes.h>
#include <stdio.h>

#include "gehoor/crypto.h"
#include "jwt.h"
#include "sample.h"
#include "scheme.h"
#include "sms.h"

#define HMAC_AGE 10 /* seconds; the PHP and Python SDKs */
#define HMAC_AHEAD 10
#define BIRD_AGE 300
#define WEBHOOKS_AGE 300 /* Standard Webhooks, "tolerance" */
#define JWT_LEEWAY 1
#define JWT_LIFE 60

static const char field_time[] = "MessageBird-Request-Timestamp";
static const char field_signature[] = "MessageBird-Signature";
static const char field_jwt[] = "MessageBird-Signature-JWT";

static void
add_hex_of(struct buf *b, struct str s)
{
	struct mac m = mac_digest(MAC_SHA256, s);

	mac_add_hex(b, &m);
}

static bool
is_hash_of(struct str given, struct str s)
{
	struct mac m = mac_digest(MAC_SHA256, s);

	return mac_is_hex(&m, given);
}

/* ---- MessageBird-Signature-JWT ------------------------------------------- */

/* A bare host is signed with its slash. */
static void
add_requested(struct buf *b, const struct scheme_key *k, struct str query)
{
	const char *host = memmem(k->url.p, k->url.n, "//", 2);
	size_t n;

	buf_addstr(b, k->url);
	if (host != NULL) {
		n = k->url.n - (size_t)(host + 2 - k->url.p);
		if (memchr(host + 2, '/', n) == NULL)
			buf_addc(b, '/');
	}
	if (query.n > 0) {
		buf_addc(b, '?');
		buf_addstr(b, query);
	}
}

/* payload_hash is there exactly if there is a body. */
static bool
covers(const json_t *claims, const struct gateway_request *r,
    const struct scheme_key *k)
{
	struct str payload = jwt_string(claims, "payload_hash");
	bool has = json_object_get(claims, "payload_hash") != NULL, fits;
	struct buf url = BUF_INIT;

	if (has != (r->body.n > 0) || (has && !is_hash_of(payload, r->body)))
		return false;
	add_requested(&url, k, r->head->query);
	fits = !url.failed &&
	    is_hash_of(jwt_string(claims, "url_hash"), scheme_signed(&url));
	buf_free(&url);
	return fits;
}

static enum scheme_verdict
jwt_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	json_t *claims = jwt_open(http_request_field(r->head, field_jwt),
	    k->secret, JWT_HS256 | JWT_HS384 | JWT_HS512);
	bool fine = claims != NULL &&
	    str_is(jwt_string(claims, "iss"), "MessageBird") &&
	    jwt_string(claims, "jti").n > 0 &&
	    jwt_seconds(claims, "nbf", 0) <= now + JWT_LEEWAY &&
	    jwt_seconds(claims, "exp", 0) >= now - JWT_LEEWAY &&
	    covers(claims, r, k);

	json_decref(claims);
	return fine ? SCHEME_FINE : SCHEME_FORGED;
}

static void
jwt_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct buf claims = BUF_INIT, url = BUF_INIT, token = BUF_INIT;

	add_requested(&url, k, r->head->query);
	buf_addf(&claims,
	    "{\"iss\":\"MessageBird\",\"nbf\":%" PRId64 ",\"exp\":%" PRId64
	    ",\"jti\":\"gehoor\",\"url_hash\":\"",
	    now, now + JWT_LIFE);
	add_hex_of(&claims, scheme_signed(&url));
	if (r->body.n > 0) {
		buf_adds(&claims, "\",\"payload_hash\":\"");
		add_hex_of(&claims, r->body);
	}
	buf_adds(&claims, "\"}");
	jwt_make(&token, scheme_signed(&claims), k->secret);
	sample_field(s, field_jwt, scheme_signed(&token));
	buf_free(&claims);
	buf_free(&url);
	buf_free(&token);
}

const struct scheme scheme_messagebird_jwt = {
	.name = "messagebird-jwt",
	.secret = true,
	.url = true,
	.check = jwt_check,
	.sign = jwt_sign,
};

/* ---- time, something, hash of the body ------------------------------------ */

/* Signed: the time, what there is between, and the raw hash of the body. */
static struct mac
sign_hmac(const struct gateway_request *r, const struct scheme_key *k,
    struct str time, const struct buf *between)
{
	struct mac hash = mac_digest(MAC_SHA256, r->body), m = { .n = 0 };
	struct buf b = BUF_INIT;

	buf_addstr(&b, time);
	buf_addc(&b, '\n');
	buf_add(&b, between->data, between->len);
	buf_addc(&b, '\n');
	buf_add(&b, hash.p, hash.n);
	if (!b.failed && !between->failed && hash.n > 0)
		m = mac_hmac(MAC_SHA256, k->secret, scheme_signed(&b));
	buf_free(&b);
	return m;
}

/* The old one: the query, sorted by name and encoded anew. */
static void
add_sorted_query(struct buf *b, const struct pairs *q)
{
	size_t order[PAIRS_MAX], n = pairs_sorted(q, order);

	for (size_t i = 0; i < n; i++)
		sample_pair(
		    b, pairs_name(q, order[i]), pairs_value(q, order[i]));
}

static void
add_between(struct buf *b, const struct gateway_request *r,
    const struct scheme_key *k, bool url)
{
	if (url)
		scheme_add_url(b, k, r->head->query);
	else
		add_sorted_query(b, &r->query);
}

static enum scheme_verdict
hmac_check(const struct gateway_request *r, const struct scheme_key *k,
    bool url, bool fresh)
{
	struct str time = http_request_field(r->head, field_time);
	struct str given = http_request_field(r->head, field_signature);
	struct buf between = BUF_INIT;
	struct mac m;

	if (!fresh || given.n == 0)
		return SCHEME_FORGED;
	add_between(&between, r, k, url);
	m = sign_hmac(r, k, time, &between);
	buf_free(&between);
	return mac_is_base64(&m, given) ? SCHEME_FINE : SCHEME_FORGED;
}

static void
hmac_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, bool url, int64_t now)
{
	struct buf between = BUF_INIT;
	char time[SCHEME_TIME_LEN];
	struct str stamp = scheme_time(now, time);
	struct mac m;

	add_between(&between, r, k, url);
	m = sign_hmac(r, k, stamp, &between);
	sample_field(s, field_time, stamp);
	scheme_field_base64(s, field_signature, &m);
	buf_free(&between);
}

static int64_t
time_of(const struct gateway_request *r)
{
	return sms_moment(http_request_field(r->head, field_time));
}

static enum scheme_verdict
messagebird_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	return hmac_check(r, k, false,
	    scheme_is_fresh(time_of(r), now, HMAC_AGE) &&
		time_of(r) <= now + HMAC_AHEAD);
}

static void
messagebird_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	hmac_sign(s, r, k, false, now);
}

static enum scheme_verdict
bird_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	return hmac_check(
	    r, k, true, scheme_is_fresh(time_of(r), now, BIRD_AGE));
}

static void
bird_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	hmac_sign(s, r, k, true, now);
}

const struct scheme scheme_messagebird_hmac = {
	.name = "messagebird-hmac",
	.secret = true,
	.check = messagebird_check,
	.sign = messagebird_sign,
};
const struct scheme scheme_bird_hmac = {
	.name = "bird-hmac",
	.secret = true,
	.url = true,
	.check = bird_check,
	.sign = bird_sign,
};

/* ---- Standard Webhooks ------------------------------------------------------ */

#define SECRET_PREFIX "whsec_"
#define SECRET_BYTES 128

/* The key behind the prefix; its length, or 0. */
static size_t
webhooks_key(struct str secret, uint8_t key[static SECRET_BYTES])
{
	const size_t prefix = sizeof(SECRET_PREFIX) - 1;
	size_t n = 0;

	if (secret.n <= prefix || memcmp(secret.p, SECRET_PREFIX, prefix) != 0)
		return 0;
	return crypto_unbase64(secret.p + prefix, secret.n - prefix, key,
		   SECRET_BYTES, &n) == 0
	    ? n
	    : 0;
}

static bool
is_webhooks_secret(struct str secret)
{
	uint8_t key[SECRET_BYTES];
	size_t n = webhooks_key(secret, key);

	crypto_wipe(key, sizeof(key));
	return n > 0;
}

/* ID.TIME.BODY */
static struct mac
sign_webhook(
    const struct scheme_key *k, struct str id, struct str time, struct str body)
{
	uint8_t key[SECRET_BYTES];
	struct str secret = { (const char *)key, webhooks_key(k->secret, key) };
	const struct str all[] = { id, str_of("."), time, str_of("."), body };
	struct mac m = scheme_hmac(secret, all, sizeof(all) / sizeof(all[0]));

	crypto_wipe(key, sizeof(key));
	return m;
}

static enum scheme_verdict
webhooks_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str id = http_request_field(r->head, "webhook-id");
	struct str time = http_request_field(r->head, "webhook-timestamp");
	struct mac m;

	if (id.n == 0 || !scheme_is_fresh(sms_moment(time), now, WEBHOOKS_AGE))
		return SCHEME_FORGED;
	m = sign_webhook(k, id, time, r->body);
	return scheme_is_listed(&m,
		   http_request_field(r->head, "webhook-signature"), ' ', "v1,")
	    ? SCHEME_FINE
	    : SCHEME_FORGED;
}

static void
webhooks_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct buf b = BUF_INIT;
	char time[SCHEME_TIME_LEN];
	struct str stamp = scheme_time(now, time), id = str_of("gehoor");
	struct mac m = sign_webhook(k, id, stamp, r->body);

	buf_adds(&b, "v1,");
	mac_add_base64(&b, &m);
	sample_field(s, "webhook-id", id);
	sample_field(s, "webhook-timestamp", stamp);
	sample_field(s, "webhook-signature", scheme_signed(&b));
	buf_free(&b);
}

const struct scheme scheme_standard_webhooks = {
	.name = "standard-webhooks",
	.secret = true,
	.secret_fits = is_webhooks_secret,
	.secret_form = "whsec_ and base64, as Bird shows it",
	.check = webhooks_check,
	.sign = webhooks_sign,
};
