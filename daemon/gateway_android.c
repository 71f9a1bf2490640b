/*
 * gateway_android.c - the webhook of the app "SMS Gateway for Android"
 * (capcom6), which turns a phone with a SIM card into a gateway.
 *
 * POST of a JSON object {event, id, payload{message, sender, recipient,
 * receivedAt, ...}}.  X-Signature is the hex HMAC-SHA256 of the raw body and
 * X-Timestamp behind it; every retry is signed anew, so the age of a
 * signature is the difference of two clocks.  The id is stable over retries.
 */
#include "gateway.h"
#include "hmac.h"
#include "json_in.h"

/* Five minutes between the phone's clock and ours, either way. */
#define ANDROID_WINDOW 300

static bool
is_signed(const struct http_request *r, struct str body, struct str secret,
    int64_t now)
{
	struct str stamp = http_request_field(r, "X-Timestamp");
	int64_t at = sms_moment(stamp);

	if (at < now - ANDROID_WINDOW || at > now + ANDROID_WINDOW)
		return false;
	return hmac_sha256_hex_is(
	    http_request_field(r, "X-Signature"), secret, body, stamp);
}

/* Strings only: what is missing or null stays empty. */
static enum gateway_verdict
read_event(const json_t *j, struct sms *out)
{
	const json_t *payload = json_object_get(j, "payload");
	struct str sender = json_in_string(payload, "sender");
	struct str time = json_in_string(payload, "receivedAt");

	if (!str_is(json_in_string(j, "event"), "sms:received"))
		return GATEWAY_IGNORE;
	if (!json_is_string(json_object_get(payload, "message")))
		return GATEWAY_BAD;
	if (sender.n == 0) /* all there was before February 2026 */
		sender = json_in_string(payload, "phoneNumber");
	sms_set(out, &out->from, sender);
	sms_set(out, &out->to, json_in_string(payload, "recipient"));
	sms_set_text(out, CHARSET_UTF8, json_in_string(payload, "message"));
	sms_set(out, &out->id, json_in_string(j, "id"));
	sms_set(out, &out->time, time);
	out->sent = sms_moment(time);
	return GATEWAY_MESSAGE;
}

static enum gateway_verdict
android_read(const struct http_request *r, struct str body, struct str secret,
    int64_t now, struct sms *out)
{
	enum gateway_verdict verdict = GATEWAY_BAD;
	json_t *j;

	if (!is_signed(r, body, secret, now))
		return GATEWAY_FORGED;
	j = json_in((const uint8_t *)body.p, body.n);
	if (json_is_object(j))
		verdict = read_event(j, out);
	json_decref(j);
	return verdict;
}

const struct gateway gateway_android = {
	.name = "android-sms-gateway",
	.post = true,
	.read = android_read,
};
