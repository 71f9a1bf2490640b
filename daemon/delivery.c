/*
 * delivery.c - one request of a gateway on its way to the disk.
 *
 * What a gateway gets as answer matters: one that does not hear success in
 * its own words delivers again, or sends an error to the phone.  A delivery is
 * acknowledged only when all of it is on disk, and a phone is answered once.
 */
#include "delivery.h"

#include <stdlib.h>

#include "answer.h"
#include "intake.h"
#include "limits.h"
#include "site.h"
#include "sms_reply.h"
#include "sms_sort.h"

struct delivery {
	struct exchange_hold *hold;
	const struct sms_line *line; /* only while hold->x is there */
	struct sms *message;         /* the one that may be answered, or NULL */
	struct sms_list messages;
	struct sms_identity identity; /* of that one */
	struct buf reply;
	size_t waiting; /* for the disk, and for the taking to end */
	bool failed;
};

/* One message of it at the disk. */
struct piece {
	struct journal_entry entry;
	struct delivery *delivery;
	struct code code;    /* for its answer, or asked about */
	struct code earlier; /* if it is a repeat of yesterday's */
};

void
delivery_success(struct exchange *x, const struct sms_line *l,
    const struct sms *m, struct str reply)
{
	struct buf b = BUF_INIT;

	l->gateway->answer(&b, m, reply);
	if (b.failed)
		route_error(x, 503);
	else
		answer_typed(x, 200, l->gateway->answer_type,
		    (struct str){ (const char *)b.data, b.len });
	buf_free(&b);
}

void
delivery_later(struct exchange *x)
{
	route_error(x, 503); /* with Retry-After */
}

static void
answer(struct delivery *d, struct exchange *x)
{
	static const struct sms nothing = { .of = 0 };
	const struct sms *m = d->message == NULL ? &nothing : d->message;
	struct str reply = { (const char *)d->reply.data, d->reply.len };

	if (d->failed || d->reply.failed) {
		delivery_later(x);
		return;
	}
	if (reply.n > 0 && !sms_reply_is_due(x, d->line, &d->identity))
		reply.n = 0;
	delivery_success(x, d->line, m, reply);
}

/* True if that was the last thing it waited for: it is gone then. */
static bool
finish(struct delivery *d)
{
	struct exchange *x = d->hold->x;

	if (--d->waiting > 0)
		return false;
	if (x != NULL)
		answer(d, x);
	exchange_hold_free(&d->hold);
	sms_list_free(&d->messages);
	buf_free(&d->reply);
	crypto_wipe(d, sizeof(*d));
	free(d);
	return true;
}

/*
 * Whether this message is the one that is answered, its line answers, and its
 * sender is a number, as far as the gateway says.
 */
static bool
may_reply(const struct delivery *d)
{
	const struct sms *m = d->message;

	return d->hold->x != NULL && m != NULL && d->line->gateway->replies &&
	    d->line->conf->reply &&
	    (m->from.n == 0 || sms_is_number(sms_get(m, &m->from)));
}

static void
piece_reply(struct piece *p)
{
	struct delivery *d = p->delivery;
	const struct journal_entry *en = &p->entry;

	if (!may_reply(d) || en->outcome == JOURNAL_FAILED)
		return;
	if (en->look)
		sms_reply_status(
		    d->hold->x, d->line, &p->code, &en->found, &d->reply);
	else
		sms_reply_received(d->hold->x, d->line,
		    en->was_earlier ? &p->earlier : &p->code, &d->reply);
}

static void
piece_cb(struct journal_entry *en)
{
	struct piece *p = en->arg;
	struct delivery *d = p->delivery;
	struct exchange *x = d->hold->x;

	piece_reply(p);
	d->failed |= en->outcome == JOURNAL_FAILED;
	buf_free(&en->json);
	crypto_wipe(p, sizeof(*p));
	free(p);
	if (finish(d) && x != NULL)
		exchange_done(x);
}

static struct piece *
piece_new(struct delivery *d, const struct code *code)
{
	struct piece *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->entry.done = piece_cb;
	p->entry.arg = p;
	p->delivery = d;
	p->code = *code;
	return p;
}

/* From here on the disk has it, or it failed. */
static void
piece_sent(struct delivery *d, struct piece *p, bool queued)
{
	if (queued) {
		d->waiting++;
		return;
	}
	d->failed = true;
	if (p != NULL)
		crypto_wipe(p, sizeof(*p));
	free(p);
}

static void
make_record(const struct exchange *x, const struct sms_line *l,
    const struct sms *m, const struct sms_sorted *s,
    const struct sms_identity *id, int64_t now, struct intake *in)
{
	struct record *r = &in->record;

	*r = (struct record){ 0 };
	r->box = str_of(s->box);
	r->week = week_of(now);
	r->channel = CHANNEL_SMS;
	r->lang = str_of(
	    x->app->conf->langs[sms_line_language(x->app->site, l)].code);
	r->text = s->text;
	in->identity = id->today.identity;
	r->dedup = str_of(in->identity.dedup);
	in->answer_to = in->identity.code;
	if (m->part == 0)
		return;
	r->part.ref = str_of(id->today.ref);
	if (id->has_yesterday)
		r->part.before = str_of(id->yesterday.ref);
	r->part.n = m->part;
	r->part.of = m->of;
}

/* Queues a story. */
static void
store(struct delivery *d, struct exchange *x, const struct sms *m,
    const struct sms_sorted *s, const struct sms_identity *id, int64_t now)
{
	long box = site_box(x->app->site, str_of(s->box));
	struct piece *p = piece_new(d, &id->today.identity.code);
	struct intake in;
	bool queued = false;

	if (p != NULL && box >= 0 &&
	    intake_admit(x->app, &x->app->conf->boxes[box]) == 0) {
		make_record(x, d->line, m, s, id, now, &in);
		p->earlier = id->yesterday.identity.code;
		p->entry.has_earlier = id->has_yesterday;
		if (id->has_yesterday)
			code_tag(keys_pepper(x->app->keys), &p->earlier,
			    p->entry.earlier);
		queued = intake_submit(x->app, &in, &p->entry);
		intake_wipe(&in);
	}
	piece_sent(d, p, queued);
}

/* Queues a look at what became of a code. */
static void
look_up(struct delivery *d, struct exchange *x, const struct code *code)
{
	struct piece *p;

	/* Where nobody hears the answer, there is nothing to ask. */
	if (!may_reply(d))
		return;
	p = limits_take_code(x->app->limits, intake_now_ms()) > 0
	    ? NULL
	    : piece_new(d, code);
	if (p != NULL) {
		p->entry.look = true;
		code_tag(keys_pepper(x->app->keys), code, p->entry.tag);
	}
	piece_sent(
	    d, p, p != NULL && journal_submit(x->app->journal, &p->entry));
}

static void
take_one(
    struct delivery *d, struct exchange *x, const struct sms *m, int64_t now)
{
	struct sms_identity id;
	struct sms_sorted s;

	sms_sort(x->app->conf, d->line->conf, m, &s);
	sms_identify(x->app->keys, d->line->conf->name, m, now, &id);
	if (d->message != NULL && m == d->message)
		d->identity = id;
	switch (s.kind) {
	case SMS_STORY:
		store(d, x, m, &s, &id, now);
		break;
	case SMS_STATUS:
		look_up(d, x, &s.code);
		break;
	case SMS_STOP:
		sms_reply_stop(x, &id);
		break;
	case SMS_HELP:
	case SMS_KEYWORD:
		if (may_reply(d))
			sms_reply_fixed(x, d->line,
			    s.kind == SMS_HELP ? TEXT_SMS_UNKNOWN
					       : TEXT_SMS_EMPTY,
			    &d->reply);
		break;
	case SMS_NOTHING:
		break;
	}
	crypto_wipe(&id, sizeof(id));
	crypto_wipe(&s, sizeof(s));
}

/* The first part of a long text is the one whose code counts. */
static struct sms *
answered_one(const struct sms_list *l)
{
	return l->n == 1 && l->items[0].part <= 1 ? &l->items[0] : NULL;
}

static struct delivery *
delivery_new(
    struct exchange *x, const struct sms_line *l, struct sms_list *messages)
{
	struct delivery *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->hold = exchange_hold(x);
	if (d->hold == NULL) {
		free(d);
		return NULL;
	}
	d->line = l;
	d->messages = *messages;
	*messages = (struct sms_list){ .items = NULL };
	d->message = answered_one(&d->messages);
	d->waiting = 1;
	return d;
}

enum route_verdict
delivery_take(struct exchange *x, const struct sms_line *l,
    struct sms_list *messages, int64_t now)
{
	struct delivery *d = delivery_new(x, l, messages);

	if (d == NULL) {
		delivery_later(x);
		return ROUTE_NOW;
	}
	for (size_t i = 0; i < d->messages.n && !d->failed; i++)
		take_one(d, x, &d->messages.items[i], now);
	return finish(d) ? ROUTE_NOW : ROUTE_LATER;
}
