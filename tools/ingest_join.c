/*
 * ingest_join.c - the parts of a long text message become one message.
 *
 * One of them, the first that is there, is counted or held, by what all of
 * them say; the others are its continuations.  Their texts wait in memory
 * only, up to the end of the log.  A part of a message that an earlier run
 * has counted without it asks for a whole run.
 */
#include "ingest_parts.h"

bool
ingest_is_part(const struct record *r)
{
	return parts_is_part(&r->part) && r->thread.n == 0 && r->nanswers == 0;
}

/* Whether an earlier run has read parts of that ref. 1, 0 or -1. */
static int
is_known(struct ingest *in, struct str ref, unsigned of, struct err *e)
{
	uint8_t key[SEEN_LEN];

	if (ref.n == 0)
		return 0;
	ingest_part_key(in, ref, of, key);
	return store_part_known(in->store, key, e);
}

/* Whether it belongs to a message that is counted without it. 1, 0 or -1. */
static int
is_late(struct ingest *in, const struct record_part *p, struct err *e)
{
	int known;

	if (in->o.whole || in->o.alone)
		return 0;
	known = is_known(in, p->ref, p->of, e);
	return known != 0 ? known : is_known(in, p->before, p->of, e);
}

/* Whether it is a repeat, and is remembered from now on. 1, 0 or -1. */
static int
is_repeat(struct ingest *in, const struct row *row, struct err *e)
{
	return row->has_repeat ? store_repeat(in->store, row->repeat, e) : 0;
}

enum taken
ingest_part(
    struct ingest *in, const struct record *r, struct row *row, struct err *e)
{
	struct row mine = *row; /* other rows are made where this one is */
	const struct part part = { r->part, r->text, &mine };
	int repeat = is_repeat(in, row, e), late;

	mine.has_repeat = row->has_repeat = false;
	if (repeat == 1)
		row->status = STATUS_DUPLICATE;
	if (repeat != 0)
		return repeat == 1 ? TAKEN_ROW : TAKEN_FAILED;
	late = is_late(in, &r->part, e);
	if (late != 0)
		return late == 1 ? TAKEN_AGAIN : TAKEN_FAILED;
	return parts_add(in->parts, &part, e) == 0 ? TAKEN_PART : TAKEN_FAILED;
}

/* If one part is held, the message is. */
static enum status
status_of(const struct parts_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (((const struct row *)s->extra[i])->status ==
		    STATUS_QUARANTINED)
			return STATUS_QUARANTINED;
	return STATUS_COUNTED;
}

/* The row that stands for the message. */
static int
judge(struct ingest *in, const struct parts_set *s, struct row *row,
    struct err *e)
{
	row->status = (uint8_t)status_of(s);
	if (row->status == STATUS_COUNTED && row->channel == CHANNEL_SMS)
		ingest_said_key(in, s->text, s->complete, row);
	return classifier_add(in->classifier, s->text, &row->found) == 0
	    ? 0
	    : err_set(e, "no memory");
}

/* Remembers what a part that comes in a later run would be known by. */
static int
keep_refs(struct ingest *in, const struct parts_set *s, struct err *e)
{
	uint8_t key[SEEN_LEN];

	for (size_t i = 0; i < s->nrefs; i++) {
		ingest_part_key(in, s->refs[i], s->of, key);
		if (store_part(in->store, key, e) == -1)
			return -1;
	}
	return 0;
}

int
ingest_joined(const struct parts_set *s, void *arg, struct err *e)
{
	struct ingest *in = arg;

	for (size_t i = 0; i < s->n; i++) {
		struct row *row = store_row(in->store);

		*row = *(const struct row *)s->extra[i];
		if (i > 0)
			row->status = STATUS_CONTINUATION;
		else if (judge(in, s, row, e) == -1)
			return -1;
		if (ingest_keep(in, e) == -1)
			return -1;
	}
	return s->complete ? 0 : keep_refs(in, s, e);
}
