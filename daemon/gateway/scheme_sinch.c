/*
 * scheme_sinch.c - Sinch's signature: BODY.NONCE.TIME.
 *
 * Source: sinch-sdk-python authentication_validation.py and its tests.  It is
 * not told whether what is sent again, for almost a day, is signed again.
 */
#include "sample.h"
#include "scheme.h"
#include "sms.h"

#define SINCH_AGE ((int64_t)25 * 3600)

static const char field_signature[] = "x-sinch-webhook-signature";
static const char field_nonce[] = "x-sinch-webhook-signature-nonce";
static const char field_time[] = "x-sinch-webhook-signature-timestamp";

static struct mac
sign(const struct scheme_key *k, struct str body, struct str nonce,
    struct str time)
{
	const struct str all[] = { body, str_of("."), nonce, str_of("."),
		time };

	return scheme_hmac(k->secret, all, sizeof(all) / sizeof(all[0]));
}

static enum scheme_verdict
sinch_check(
    const struct gateway_request *r, const struct scheme_key *k, int64_t now)
{
	struct str nonce = http_request_field(r->head, field_nonce);
	struct str time = http_request_field(r->head, field_time);
	struct mac m;

	if (nonce.n == 0 || !scheme_is_fresh(sms_moment(time), now, SINCH_AGE))
		return SCHEME_FORGED;
	m = sign(k, r->body, nonce, time);
	return mac_is_base64(&m, http_request_field(r->head, field_signature))
	    ? SCHEME_FINE
	    : SCHEME_FORGED;
}

static void
sinch_sign(struct gateway_sample *s, const struct gateway_request *r,
    const struct scheme_key *k, int64_t now)
{
	char time[SCHEME_TIME_LEN];
	struct str stamp = scheme_time(now, time), nonce = str_of("gehoor");
	struct mac m = sign(k, r->body, nonce, stamp);

	scheme_field_base64(s, field_signature, &m);
	sample_field(s, field_nonce, nonce);
	sample_field(s, field_time, stamp);
}

const struct scheme scheme_sinch = {
	.name = "sinch-hmac",
	.secret = true,
	.check = sinch_check,
	.sign = sinch_sign,
};
