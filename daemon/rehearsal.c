/*
 * rehearsal.c - a line tried out over the admin socket.
 */
#include "rehearsal.h"

#include <stdio.h>

#include "answer.h"
#include "delivery.h"
#include "gehoor/clock.h"
#include "gehoor/json_write.h"
#include "journal.h"
#include "route.h"
#include "site.h"
#include "sms_identity.h"
#include "sms_reply.h"
#include "sms_sort.h"

static const struct sample_text sample = {
	.from = "+31600000000",
	.to = "+31970000000000",
	.text = "Dit is een proef van gehoor.",
	.id = "gehoor-proef",
};

static const char *const kinds[] = {
	[SMS_STORY] = "story",
	[SMS_NOTHING] = "empty",
	[SMS_KEYWORD] = "keyword only",
	[SMS_STOP] = "stop",
	[SMS_STATUS] = "status",
	[SMS_HELP] = "unknown code",
};

static void
add_part(struct buf *b, const struct sms *m, const struct sms_identity *id)
{
	json_key(b, "part");
	json_open(b, '{');
	json_member(b, "ref", str_of(id->today.ref));
	json_member_int(b, "n", m->part);
	json_member_int(b, "of", m->of);
	json_close(b, '}');
}

static void
add_message(const struct exchange *x, const struct sms_line *l,
    const struct sms *m, int64_t now)
{
	struct buf *b = &x->rehearsal->told;
	struct sms_identity id;
	struct sms_sorted s;

	sms_sort(x->app->conf, l->conf, m, &s);
	sms_identify(x->app->keys, l->conf->name, m, now, &id);
	json_open(b, '{');
	json_member(b, "from", sms_get(m, &m->from));
	json_member(b, "to", sms_get(m, &m->to));
	json_member(b, "text", s.text);
	json_member(b, "id", sms_get(m, &m->id));
	json_member(b, "kind", str_of(kinds[s.kind]));
	json_member(b, "box", str_of(s.box));
	if (m->part > 0)
		add_part(b, m, &id);
	json_close(b, '}');
	crypto_wipe(&id, sizeof(id));
	crypto_wipe(&s, sizeof(s));
}

/* The answer to one story, with a code that leads nowhere. */
static void
make_reply(const struct exchange *x, const struct sms_line *l, struct buf *out)
{
	struct identity any;

	if (!l->gateway->replies || !l->conf->reply)
		return;
	identity_random(&any);
	sms_reply_received(x, l, &any.code, out);
}

enum route_verdict
rehearsal_take(struct exchange *x, const struct sms_line *l,
    enum gateway_verdict verdict, const struct sms_list *messages, int64_t now)
{
	static const char *const verdicts[] = {
		[GATEWAY_MESSAGE] = "accepted",
		[GATEWAY_IGNORE] = "ignored",
		[GATEWAY_BAD] = "not-understood",
	};
	static const struct sms nothing = { .of = 0 };
	struct buf *b = &x->rehearsal->told, reply = BUF_INIT;

	json_member(b, "verdict", str_of(verdicts[verdict]));
	json_key(b, "messages");
	json_open(b, '[');
	for (size_t i = 0; i < messages->n; i++)
		add_message(x, l, &messages->items[i], now);
	json_close(b, ']');
	if (verdict == GATEWAY_MESSAGE && messages->n == 1)
		make_reply(x, l, &reply);
	if (verdict == GATEWAY_BAD)
		route_error(x, 400);
	else
		delivery_success(x, l,
		    messages->n == 1 ? &messages->items[0] : &nothing,
		    (struct str){ (const char *)reply.data, reply.len });
	buf_free(&reply);
	return ROUTE_NOW;
}

/* /sms/LINE, and the secret where the line has one there. */
static void
add_path(struct buf *b, const struct sms_line *l)
{
	buf_adds(b, "/sms/");
	buf_adds(b, l->conf->name);
	if (!l->scheme->path)
		return;
	buf_addc(b, '/');
	buf_add(b, l->secret, l->nsecret);
}

static void
sign(struct gateway_sample *s, const struct sms_line *l, struct str path,
    int64_t now)
{
	const struct scheme_key key = { { l->secret, l->nsecret },
		str_of(l->conf->url) };
	const struct http_limits limits = { SIZE_MAX, SIZE_MAX, SIZE_MAX };
	struct buf bytes = BUF_INIT;
	struct http_request head;
	struct gateway_request r;
	long n;

	sample_write(s, path, "localhost", &bytes);
	n = bytes.failed
	    ? -1
	    : http_request_parse(bytes.data, bytes.len, &limits, &head);
	if (n > 0 &&
	    gateway_request_open(&r, &head,
		(struct str){ (const char *)bytes.data + n,
		    bytes.len - (size_t)n }) == 0) {
		l->scheme->sign(s, &r, &key, now);
		gateway_request_close(&r);
	} else {
		s->body.failed = true;
	}
	buf_free(&bytes);
}

/* The sample as it would come over the wire. */
static void
make_sample(
    const struct sms_line *l, const char *host, int64_t now, struct buf *out)
{
	struct gateway_sample s = {
		.query = BUF_INIT, .fields = BUF_INIT, .body = BUF_INIT
	};
	struct sample_text text = sample;
	struct buf path = BUF_INIT;

	text.now = now;
	add_path(&path, l);
	l->gateway->sample(l->gateway, &s, &text);
	if (l->scheme->sign != NULL)
		sign(&s, l, (struct str){ (const char *)path.data, path.len },
		    now);
	sample_write(
	    &s, (struct str){ (const char *)path.data, path.len }, host, out);
	out->failed |= path.failed;
	buf_free(&path);
	sample_free(&s);
}

/* Plays it through the real route. */
static void
play(const struct exchange *x, struct rehearsal *h, const struct buf *bytes)
{
	const struct http_limits limits = { SIZE_MAX, SIZE_MAX,
		(uint64_t)x->app->conf->max_body };
	struct exchange inner = { .app = x->app, .rehearsal = h };
	struct http_request head;
	long n = http_request_parse(bytes->data, bytes->len, &limits, &head);

	if (n <= 0) {
		inner.response.status = n == 0 ? 400 : (int)-n;
	} else {
		inner.request = &head;
		inner.body = (struct str){ (const char *)bytes->data + n,
			bytes->len - (size_t)n };
		if (route_admit(&inner) == 0)
			(void)route_handle(&inner);
	}
	if (h->told.len == 1) /* it did not come so far */
		json_member(&h->told, "verdict",
		    str_of(inner.response.status == 400 ? "not-understood"
							: "refused"));
	json_member_int(&h->told, "status", inner.response.status);
	json_member(&h->told, "answer",
	    (struct str){ (const char *)inner.response.body.data,
		inner.response.body.len });
	buf_free(&inner.response.body);
}

/* A name of ours, so that the sample is not for somebody else. */
static const char *
own_host(const struct conf *c)
{
	return c->hosts.n > 0 ? c->hosts.items[0] : "localhost";
}

void
rehearsal_run(struct exchange *x, struct str line)
{
	const struct sms_line *l = site_line(x->app->site, line);
	struct rehearsal h = { .told = BUF_INIT };
	struct buf bytes = BUF_INIT;

	if (l == NULL) {
		answer_text(x, 404, str_of("there is no such line\n"));
		return;
	}
	if (x->body.n > 0)
		buf_addstr(&bytes, x->body);
	else
		make_sample(l, own_host(x->app->conf), clock_now(), &bytes);
	json_open(&h.told, '{');
	if (!bytes.failed)
		play(x, &h, &bytes);
	json_member(&h.told, "gateway", str_of(l->gateway->name));
	json_member(&h.told, "scheme", str_of(l->scheme->name));
	json_member_bool(&h.told, "healthy", journal_healthy(x->app->journal));
	json_close(&h.told, '}');
	if (bytes.failed || h.told.failed)
		answer_text(x, 503, str_of("no memory\n"));
	else
		answer_typed(x, 200, "application/json",
		    (struct str){ (const char *)h.told.data, h.told.len });
	buf_free(&h.told);
	buf_free(&bytes);
}
