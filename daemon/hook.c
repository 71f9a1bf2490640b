/*
 * hook.c - text messages as SMS gateways deliver them.
 *
 * What a gateway gets as answer matters: one that does not hear success in
 * its own words delivers again, or sends an error to the phone.  A message is
 * acknowledged only when it is on disk.
 */
#include <stdlib.h>

#include "answer.h"
#include "gehoor/clock.h"
#include "intake.h"
#include "keys.h"
#include "route.h"
#include "site.h"
#include "sms_line.h"
#include "words.h"

/* Seconds after which a gateway should deliver again. */
#define HOOK_RETRY 10

struct pending {
	struct journal_entry entry;
	struct exchange_hold *hold;
	struct buf reply;
};

/* The secret in the path, where the gateway signs nothing; its method. */
int
hook_admit(struct exchange *x, const struct route_match *m)
{
	const struct gateway *g = m->line->gateway;
	bool post = x->request->method == HTTP_POST;

	if (g->path_secret ? m->secret.n != m->line->nsecret ||
		    !crypto_equal(m->secret.p, m->line->secret, m->secret.n)
			   : m->secret.n > 0)
		return 403;
	return (post ? g->post : g->get) ? 0 : 405;
}

static enum route_verdict
success(struct exchange *x, struct str reply)
{
	answer_text(x, 200, reply);
	return ROUTE_NOW;
}

static enum route_verdict
later(struct exchange *x)
{
	route_error(x, 503);
	x->response.retry_after = HOOK_RETRY;
	return ROUTE_NOW;
}

static void
stored_cb(struct journal_entry *en)
{
	struct pending *p = en->arg;
	struct exchange *x = p->hold->x;

	if (x != NULL) {
		if (en->outcome == JOURNAL_FAILED)
			later(x);
		else
			success(x,
			    (struct str){
				(const char *)p->reply.data, p->reply.len });
		exchange_done(x);
	}
	exchange_hold_free(&p->hold);
	buf_free(&p->reply);
	buf_free(&en->json);
	free(p);
}

/* The language of the line; where it names none, the first. */
static long
line_language(const struct app *app, const struct sms_line *l)
{
	long lang = site_lang(app->site, str_of(l->conf->lang));

	return lang < 0 ? 0 : lang;
}

/* Thanks, the code, and whom to call; nothing where the line is silent. */
static void
make_reply(const struct exchange *x, const struct sms_line *l,
    const struct code *code, struct buf *out)
{
	char shown[CODE_SHOWN_LEN + 1];

	if (!l->gateway->replies || !l->conf->reply)
		return;
	code_show(code, shown);
	words_replace(out,
	    site_text(
		x->app->site, line_language(x->app, l), -1, TEXT_SMS_REPLY),
	    "code", shown);
	crypto_wipe(shown, sizeof(shown));
}

/*
 * The key of the day on which the message was sent, if we still have it, so
 * that a delivery repeated after midnight is known as one.
 */
static const uint8_t *
daily_key(struct keys *k, int64_t sent, int64_t now)
{
	const uint8_t *key = NULL;

	if (sent > 0 && sent <= now)
		key = keys_daily(k, keys_day(sent), now);
	return key != NULL ? key : keys_daily(k, keys_day(now), now);
}

/*
 * The code follows from line, message id and text: the same delivery again
 * is one record, the same id with another text is another.  Without an id
 * number and time stand in for it.
 */
static void
identify(struct app *app, const struct sms_line *l, const struct sms *m,
    int64_t now, struct identity *out)
{
	const struct str known[] = {
		str_of("sms"),
		str_of(l->conf->name),
		sms_get(m, &m->id),
		sms_get(m, &m->text),
		m->id.n > 0 ? str_of("") : sms_get(m, &m->from),
		m->id.n > 0 ? str_of("") : sms_get(m, &m->time),
	};
	const uint8_t *key = daily_key(app->keys, m->sent, now);

	if (key == NULL)
		identity_random(out);
	else
		identity_derive(
		    key, known, sizeof(known) / sizeof(known[0]), out);
}

static void
make_record(struct app *app, const struct sms_line *l, const struct sms *m,
    int64_t now, struct intake *in)
{
	struct record *r = &in->record;

	*r = (struct record){ 0 };
	r->box = str_of(l->conf->box);
	r->week = week_of(now);
	r->channel = CHANNEL_SMS;
	r->lang = str_of(app->conf->langs[line_language(app, l)].code);
	r->text = sms_get(m, &m->text);
	identify(app, l, m, now, &in->identity);
	r->dedup = str_of(in->identity.dedup);
	in->answer_to = in->identity.code;
}

static bool
queue(struct exchange *x, const struct sms_line *l, struct intake *in)
{
	struct pending *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return false;
	p->entry.done = stored_cb;
	p->entry.arg = p;
	make_reply(x, l, &in->identity.code, &p->reply);
	p->hold = exchange_hold(x);
	if (p->hold != NULL && intake_submit(x->app, in, &p->entry))
		return true;
	exchange_hold_free(&p->hold);
	buf_free(&p->reply);
	free(p);
	return false;
}

/* An empty message, or "STOP" and nothing else, is nothing to keep. */
static bool
is_nothing(const struct exchange *x, struct str text)
{
	const struct conf *c = x->app->conf;

	for (size_t i = 0; i < c->nlangs; i++)
		if (sms_is_word(text, c->langs[i].texts[TEXT_SMS_STOP]))
			return true;
	return intake_is_blank(text);
}

static enum route_verdict
take_message(struct exchange *x, const struct sms_line *l, const struct sms *m,
    int64_t now)
{
	long box = site_box(x->app->site, str_of(l->conf->box));
	struct intake in;
	bool queued;

	if (is_nothing(x, sms_get(m, &m->text)))
		return success(x, str_of(""));
	if (box < 0 || intake_admit(x->app, &x->app->conf->boxes[box]) > 0)
		return later(x);
	make_record(x->app, l, m, now, &in);
	queued = queue(x, l, &in);
	intake_wipe(&in);
	return queued ? ROUTE_LATER : later(x);
}

enum route_verdict
hook_handle(struct exchange *x, const struct route_match *match)
{
	const struct sms_line *l = match->line;
	int64_t now = clock_now();
	enum route_verdict verdict = ROUTE_NOW;
	struct sms m;

	sms_init(&m);
	switch (l->gateway->read(x->request, x->body,
	    (struct str){ l->secret, l->nsecret }, now, &m)) {
	case GATEWAY_MESSAGE:
		verdict =
		    m.store.failed ? later(x) : take_message(x, l, &m, now);
		break;
	case GATEWAY_IGNORE:
		success(x, str_of(""));
		break;
	case GATEWAY_FORGED:
		route_error(x, 403);
		break;
	case GATEWAY_BAD:
		route_error(x, 400);
		break;
	}
	sms_free(&m);
	return verdict;
}
