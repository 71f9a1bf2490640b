/*
 * gateway_android.c - apps that make a phone with a SIM card a gateway: SMS
 * Gateway for Android (capcom6), httpSMS, SMSSync.
 *
 * Sources: android-sms-gateway docs-web "Webhooks" and its source; httpsms
 * api/pkg/events; ushahidi/SMSSync website-src and SyncScheme.java.
 */
#include "gateway.h"
#include "gehoor/json_write.h"

/* The id is stable over retries. phoneNumber was all there was before 2026. */
const struct gateway gateway_android = {
	.name = "android-sms-gateway",
	.post = true,
	.schemes = { &scheme_capcom6, NULL },
	.names = {
		.from = { "payload.sender", "payload.phoneNumber", NULL },
		.to = { "payload.recipient", NULL },
		.text = { "payload.message", NULL },
		.id = { "id", NULL },
		.time = { "payload.receivedAt", NULL },
		.event = { "event", NULL },
		.event_is = "sms:received",
		.event_needed = true,
	},
	.read = gateway_read_json,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

/* What is encrypted end to end cannot be read here: that must show. */
static enum gateway_verdict
httpsms_read(const struct gateway *g, const struct gateway_request *r,
    struct sms_list *out)
{
	const json_t *data = json_object_get(r->json, "data");

	if (json_is_true(json_object_get(data, "encrypted")))
		return GATEWAY_BAD;
	return gateway_read_json(g, r, out);
}

const struct gateway gateway_httpsms = {
	.name = "httpsms",
	.post = true,
	.schemes = { &scheme_httpsms, NULL },
	.names = {
		.from = { "data.contact", NULL },
		.to = { "data.owner", NULL },
		.text = { "data.content", NULL },
		.id = { "data.message_id", NULL },
		.time = { "data.timestamp", NULL },
		.event = { "type", NULL },
		.event_is = "message.phone.received",
		.event_needed = true,
	},
	.read = httpsms_read,
	.answer = gateway_answer_none,
	.answer_type = gateway_type_text,
	.sample = gateway_sample_json,
};

/* The app keeps a message that does not get this, and sends it again. */
static void
smssync_answer(struct buf *b, const struct sms *m, struct str reply)
{
	json_open(b, '{');
	json_key(b, "payload");
	json_open(b, '{');
	json_member_bool(b, "success", true);
	if (reply.n == 0) {
		json_key(b, "error");
		buf_adds(b, "null");
	} else {
		json_member(b, "task", str_of("send"));
		json_key(b, "messages");
		json_open(b, '[');
		json_open(b, '{');
		json_member(b, "to", sms_get(m, &m->from)); /* a number */
		json_member(b, "message", reply);
		json_member(b, "uuid", sms_get(m, &m->id));
		json_close(b, '}');
		json_close(b, ']');
	}
	json_close(b, '}');
	json_close(b, '}');
}

/* It also asks by GET whether there is something to send: no text. */
const struct gateway gateway_smssync = {
	.name = "smssync",
	.get = true,
	.post = true,
	.schemes = { &scheme_field, NULL },
	.names = {
		.from = { "from", NULL },
		.to = { "sent_to", NULL },
		.text = { "message", NULL },
		.id = { "message_id", NULL },
		.time = { "sent_timestamp", NULL },
	},
	.read = gateway_read_form,
	.answer = smssync_answer,
	.answer_type = gateway_type_json,
	.replies = true,
	.sample = gateway_sample_form,
};
