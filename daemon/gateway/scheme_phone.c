/*
 * scheme_phone.c - the signatures of the apps that make a phone a gateway.
 *
 * Sources: capcom6/android-sms-gateway PayloadSingingPlugin.kt;
 * NdoleStudio/httpsms api/pkg/services/webhook_service.go.
 */
#include <inttypes.h>

#include "jwt.h"
#include "sample.h"
#include "scheme.h"
#include "sms.h"

/* Every retry is signed anew: the age is the difference of two clocks. */
#define ANDROID_AGE 300
#define HTTPSMS_LIFE 600
#define HTTPSMS_LEEWAY 60

/* ---- SMS Gateway for Android: the body and the time behind it ------------ */

static struct mac
sign_android(const struct scheme_key *k, struct str body, struct str time)
{
	const struct str all[] = { body, time };

	return scheme_hmac(k->secret, all, sizeof(all) / sizeof(all[0]));
}

static enum scheme_verdict
android_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str time = http_request_field(r->head, "X-Timestamp");
	struct mac m;

	if (!scheme_is_fresh(sms_moment(time), now, ANDROID_AGE))
		return SCHEME_FORGED;
	m = sign_android(k, r->body, time);
	return mac_is_hex(&m, http_request_field(r->head, "X-Signature"))
	    ? SCHEME_FINE
	    : SCHEME_FORGED;
}

static void
android_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	char time[SCHEME_TIME_LEN];
	struct str stamp = scheme_time(now, time);
	struct mac m = sign_android(k, r->body, stamp);

	scheme_field_hex(s, "X-Signature", &m);
	sample_field(s, "X-Timestamp", stamp);
}

const struct scheme scheme_capcom6 = {
	.name = "capcom6-hmac",
	.secret = true,
	.check = android_check,
	.sign = android_sign,
};

/* ---- httpSMS: a token that names the URL and not the body ------------------ */

static bool
names_url(const json_t *claims, struct str url)
{
	const json_t *aud = json_object_get(claims, "aud"), *one;
	size_t i;

	if (json_is_string(aud))
		return str_equal(jwt_string(claims, "aud"), url);
	json_array_foreach(aud, i, one)
	{
		if (json_is_string(one) &&
		    str_equal((struct str){ json_string_value(one),
				  json_string_length(one) },
			url))
			return true;
	}
	return false;
}

static enum scheme_verdict
httpsms_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str token = http_request_field(r->head, "Authorization");
	json_t *claims;
	bool fine;

	if (token.n < 7 || !http_name_is((struct str){ token.p, 7 }, "Bearer "))
		return SCHEME_FORGED;
	claims = jwt_open(
	    (struct str){ token.p + 7, token.n - 7 }, k->secret, JWT_HS256);
	fine = claims != NULL &&
	    str_is(jwt_string(claims, "iss"), "api.httpsms.com") &&
	    jwt_seconds(claims, "nbf", 0) <= now + HTTPSMS_LEEWAY &&
	    jwt_seconds(claims, "exp", 0) >= now - HTTPSMS_LEEWAY &&
	    names_url(claims, k->url);
	json_decref(claims);
	return fine ? SCHEME_FINE : SCHEME_FORGED;
}

static void
httpsms_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	struct buf claims = BUF_INIT, token = BUF_INIT;

	(void)r;
	buf_addf(&claims,
	    "{\"iss\":\"api.httpsms.com\",\"nbf\":%" PRId64 ",\"exp\":%" PRId64
	    ",\"aud\":[\"",
	    now, now + HTTPSMS_LIFE);
	buf_addstr(&claims, k->url); /* has no quotation mark (conf_rule.c) */
	buf_adds(&claims, "\"]}");
	buf_adds(&token, "Bearer ");
	jwt_make(&token, scheme_signed(&claims), k->secret);
	sample_field(s, "Authorization", scheme_signed(&token));
	buf_free(&claims);
	buf_free(&token);
}

const struct scheme scheme_httpsms = {
	.name = "httpsms-jwt",
	.secret = true,
	.url = true,
	.check = httpsms_check,
	.sign = httpsms_sign,
};
