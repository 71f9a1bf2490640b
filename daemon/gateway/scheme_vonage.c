/*
 * scheme_vonage.c - Vonage's signatures: of the SMS API as parameter "sig",
 * of the Messages API as a token.
 *
 * Sources: nexmo-developer "Signing messages", vonage-php-sdk-core
 * src/Client/Signature.php with its tests; "Signed webhooks" of the Messages
 * API.  The time is when the message was signed and Vonage sends again for a
 * day, so a signature may be that old; what is repeated is known as a repeat.
 */
#include <inttypes.h>

#include "jwt.h"
#include "sample.h"
#include "scheme.h"
#include "sms.h"

#define VONAGE_AGE ((int64_t)25 * 3600)

static const char *const names_sig[] = { "sig", NULL };
static const char *const names_time[] = { "timestamp", NULL };

/* "&" and "=" in a value are signed as "_". */
static void
add_value(struct buf *b, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		buf_addc(b,
		    value.p[i] == '&' || value.p[i] == '=' ? '_' : value.p[i]);
}

/* A name with one of these could stand for two parameters. */
static bool
names_are_plain(const struct pairs *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct str name = pairs_name(p, i);

		if (memchr(name.p, '&', name.n) != NULL ||
		    memchr(name.p, '=', name.n) != NULL)
			return false;
	}
	return true;
}

/* &name=value of all but sig, by name. */
static void
add_parameters(struct buf *b, const struct pairs *p)
{
	size_t order[PAIRS_MAX], n = pairs_sorted(p, order);

	for (size_t i = 0; i < n; i++) {
		struct str name = pairs_name(p, order[i]);

		if (http_name_is(name, "sig"))
			continue;
		buf_addc(b, '&');
		buf_addstr(b, name);
		buf_addc(b, '=');
		add_value(b, pairs_value(p, order[i]));
	}
}

/* md5hash is MD5 of all with the secret behind; the others are HMAC. */
static struct mac
sign(const struct pairs *p, const struct scheme_key *k, bool keyed,
    enum mac_hash hash)
{
	struct mac m = { .n = 0 };
	struct buf b = BUF_INIT;

	add_parameters(&b, p);
	if (!keyed)
		buf_addstr(&b, k->secret);
	if (!b.failed && !p->dropped && k->secret.n > 0)
		m = keyed ? mac_hmac(hash, k->secret, scheme_signed(&b))
			  : mac_digest(hash, scheme_signed(&b));
	buf_free(&b);
	return m;
}

static enum scheme_verdict
check(const struct gateway_request *r, const struct scheme_key *k, int64_t now,
    bool keyed, enum mac_hash hash)
{
	const struct pairs *p = gateway_request_pairs(r);
	struct mac m = sign(p, k, keyed, hash);

	if (!mac_is_hex(&m, pairs_get(p, names_sig)) || !names_are_plain(p) ||
	    !scheme_is_fresh(
		sms_moment(pairs_get(p, names_time)), now, VONAGE_AGE))
		return SCHEME_FORGED;
	return SCHEME_FINE;
}

static void
add_sig(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, bool keyed, enum mac_hash hash)
{
	struct mac m = sign(gateway_request_pairs(r), k, keyed, hash);
	struct buf b = BUF_INIT;

	mac_add_hex(&b, &m);
	sample_pair(&s->body, str_of("sig"), scheme_signed(&b));
	buf_free(&b);
}

/* One scheme for each algorithm that can be set in Vonage's dashboard. */
#define VONAGE_SCHEME(id, keyed, hash) \
	static enum scheme_verdict id##_check(const struct gateway_request *r, \
	    const struct scheme_key *k, int64_t now) \
	{ \
		return check(r, k, now, keyed, hash); \
	} \
	static void id##_sign(struct gateway_sample *s, \
	    const struct gateway_request *r, const struct scheme_key *k, \
	    int64_t now) \
	{ \
		(void)now; \
		add_sig(s, r, k, keyed, hash); \
	} \
	const struct scheme scheme_vonage_##id = { \
		.name = "vonage-" #id, \
		.secret = true, \
		.check = id##_check, \
		.sign = id##_sign, \
	}

VONAGE_SCHEME(md5hash, false, MAC_MD5);
VONAGE_SCHEME(md5, true, MAC_MD5);
VONAGE_SCHEME(sha1, true, MAC_SHA1);
VONAGE_SCHEME(sha256, true, MAC_SHA256);
VONAGE_SCHEME(sha512, true, MAC_SHA512);

/* ---- Messages API ----------------------------------------------------------- */

static bool
covers(const json_t *claims, struct str body)
{
	struct mac m = mac_digest(MAC_SHA256, body);

	return mac_is_hex(&m, jwt_string(claims, "payload_hash"));
}

/* One that is not signed at all is sent again, signed, after a 5xx. */
static enum scheme_verdict
jwt_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str token = http_request_field(r->head, "Authorization");
	json_t *claims;
	bool fine;

	if (token.p == NULL)
		return SCHEME_UNSIGNED;
	if (token.n < 7 || !http_name_is((struct str){ token.p, 7 }, "Bearer "))
		return SCHEME_FORGED;
	claims = jwt_open(
	    (struct str){ token.p + 7, token.n - 7 }, k->secret, JWT_HS256);
	fine = claims != NULL && str_is(jwt_string(claims, "iss"), "Vonage") &&
	    scheme_is_fresh(jwt_seconds(claims, "iat", 0), now, VONAGE_AGE) &&
	    covers(claims, r->body);
	json_decref(claims);
	return fine ? SCHEME_FINE : SCHEME_FORGED;
}

static void
jwt_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct mac m = mac_digest(MAC_SHA256, r->body);
	struct buf claims = BUF_INIT, token = BUF_INIT;

	buf_addf(&claims,
	    "{\"iss\":\"Vonage\",\"jti\":\"gehoor\",\"iat\":%" PRId64
	    ",\"payload_hash\":\"",
	    now);
	mac_add_hex(&claims, &m);
	buf_adds(&claims, "\"}");
	buf_adds(&token, "Bearer ");
	jwt_make(&token, scheme_signed(&claims), k->secret);
	sample_field(s, "Authorization", scheme_signed(&token));
	buf_free(&claims);
	buf_free(&token);
}

const struct scheme scheme_vonage_jwt = {
	.name = "vonage-jwt",
	.secret = true,
	.unsigned_status = 503,
	.check = jwt_check,
	.sign = jwt_sign,
};
