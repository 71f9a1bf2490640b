/*
 * jwt.c - signed tokens in the compact form of JWS, with HMAC only.
 */
#include "jwt.h"

#include "gehoor/crypto.h"

#include "../json_in.h"

/* Beyond this it is no time. */
#define JWT_SECONDS_MAX 1e12

static const struct {
	const char *name;
	enum mac_hash hash;
} algorithms_known[] = {
	{ "HS256", MAC_SHA256 },
	{ "HS384", MAC_SHA384 },
	{ "HS512", MAC_SHA512 },
};

/* What a part of the token is in JSON, or NULL. */
static json_t *
open_part(struct str part)
{
	uint8_t text[JWT_MAX];
	size_t n;

	if (part.n > JWT_MAX || unbase64url(part, text, sizeof(text), &n) != 0)
		return NULL;
	return json_in(text, n);
}

/* The algorithm that the header names, if it is one of these. */
static bool
find_hash(struct str header, unsigned algorithms, enum mac_hash *out)
{
	json_t *j = open_part(header);
	struct str name = json_in_string(j, "alg");
	bool found = false;

	for (size_t i = 0;
	     i < sizeof(algorithms_known) / sizeof(algorithms_known[0]); i++)
		if (str_is(name, algorithms_known[i].name) &&
		    (algorithms & 1u << algorithms_known[i].hash) != 0) {
			*out = algorithms_known[i].hash;
			found = true;
		}
	json_decref(j);
	return found;
}

static bool
is_signed(struct str signature, const struct mac *m)
{
	struct buf expected = BUF_INIT;
	bool same;

	base64url(&expected, (struct str){ (const char *)m->p, m->n });
	same = m->n > 0 && !expected.failed && expected.len == signature.n &&
	    crypto_equal(expected.data, signature.p, signature.n);
	buf_free(&expected);
	return same;
}

json_t *
jwt_open(struct str token, struct str secret, unsigned algorithms)
{
	const char *dot, *last;
	struct str header, signature;
	enum mac_hash hash = MAC_SHA256;
	struct mac m;
	json_t *claims;

	if (token.n == 0 || token.n > JWT_MAX ||
	    (dot = memchr(token.p, '.', token.n)) == NULL)
		return NULL;
	last = memrchr(token.p, '.', token.n);
	header = (struct str){ token.p, (size_t)(dot - token.p) };
	signature =
	    (struct str){ last + 1, token.n - (size_t)(last + 1 - token.p) };
	if (last == dot || !find_hash(header, algorithms, &hash))
		return NULL;
	m = mac_hmac(
	    hash, secret, (struct str){ token.p, (size_t)(last - token.p) });
	if (!is_signed(signature, &m))
		return NULL;
	claims = open_part((struct str){ dot + 1, (size_t)(last - dot - 1) });
	if (json_is_object(claims))
		return claims;
	json_decref(claims);
	return NULL;
}

void
jwt_make(struct buf *b, struct str claims, struct str secret)
{
	size_t at = b->len;
	struct mac m;

	base64url(b, str_of("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
	buf_addc(b, '.');
	base64url(b, claims);
	if (b->failed)
		return;
	m = mac_hmac(MAC_SHA256, secret,
	    (struct str){ (const char *)b->data + at, b->len - at });
	buf_addc(b, '.');
	base64url(b, (struct str){ (const char *)m.p, m.n });
}

struct str
jwt_string(const json_t *claims, const char *name)
{
	return json_in_string(claims, name);
}

json_int_t
jwt_seconds(const json_t *claims, const char *name, json_int_t missing)
{
	const json_t *v = json_object_get(claims, name);

	if (json_is_real(v) && json_real_value(v) > 0 &&
	    json_real_value(v) < JWT_SECONDS_MAX)
		return (json_int_t)json_real_value(v);
	return json_is_integer(v) ? json_integer_value(v) : missing;
}
