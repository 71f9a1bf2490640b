/*
 * ingest_beside.c - what stands beside the messages of a log: what was
 * deleted, what was sworn to, what the desks did.
 */
#include "ingest_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "desk_read.h"
#include "verify.h"
#include "walk_acts.h"

/* Remembers from where on the log is there. */
static int
keep_begun(struct ingest *in, const uint8_t *log_id, uint64_t first)
{
	struct begun *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return -1;
	memcpy(b->log_id, log_id, LOG_ID_LEN);
	b->first = first;
	b->next = in->begun;
	in->begun = b;
	return 0;
}

/* The act by which most of the log was deleted, or NULL. */
static const struct act *
largest_expired(const struct walk_acts *acts)
{
	const struct act *best = NULL;

	for (size_t i = 0; i < acts->expired.n; i++)
		if (best == NULL || acts->expired.acts[i].size > best->size)
			best = &acts->expired.acts[i];
	return best;
}

/* How many of the records that were read before are erased by now. */
static uint64_t
count_erased(const struct logwalk *walk)
{
	const struct act_list *l = &logwalk_acts(walk)->erased;
	uint64_t first = logwalk_first(walk), n = 0;
	struct logwalk_place at;

	logwalk_place(walk, &at);
	/* They are in order; one that was signed for twice counts once. */
	for (size_t i = 0; i < l->n; i++)
		n += l->acts[i].index >= first &&
		    l->acts[i].index < at.tree.size &&
		    (i == 0 || l->acts[i - 1].index != l->acts[i].index);
	return n;
}

/* What is gone since it was read, a database that only grows still has. */
static int
tell_gone(struct ingest *in, const struct logwalk *walk, const struct act *a,
    struct err *e)
{
	struct sqlite3 *db = store_db(in->store);
	int64_t erased = store_known(db, in->shown, STATUS_ERASED, e);
	int64_t expired = store_known(db, in->shown, STATUS_EXPIRED, e);

	if (erased == -1 || expired == -1)
		return -1;
	if ((uint64_t)erased < count_erased(walk))
		ingest_tell(in, FINDING_NOTE,
		    "messages were erased since; gehoor ingest --rebuild "
		    "takes them out of the database");
	if (a != NULL && (uint64_t)expired < a->size)
		ingest_tell(in, FINDING_NOTE,
		    "messages were deleted after their time since; gehoor "
		    "ingest --rebuild takes them out of the database");
	return 0;
}

/* What was deleted after its time counts as that. */
int
ingest_beginning(struct ingest *in, const struct logwalk *walk, struct err *e)
{
	const struct act_list *erased = &logwalk_acts(walk)->erased;
	const struct act_list *expired = &logwalk_acts(walk)->expired;
	const struct act *a = largest_expired(logwalk_acts(walk));

	for (size_t i = 0; i < erased->n; i++)
		buf_add(&in->erased, erased->acts[i].leaf, HASH_LEN);
	if (in->erased.failed)
		return err_set(e, "no memory");
	if (!in->o.whole)
		return tell_gone(in, walk, a, e);
	if (a == NULL || logwalk_first(walk) == 0)
		return 0;
	in->result->done.sums[STATUS_EXPIRED] += logwalk_first(walk);
	/* A log that was restored has had several ids. */
	for (size_t i = 0; i < expired->n; i++)
		if (keep_begun(
			in, expired->acts[i].log_id, logwalk_first(walk)) == -1)
			return err_set(e, "no memory");
	return store_begin(in->store, e) == -1
	    ? -1
	    : store_expired(in->store, in->shown, logwalk_first(walk), e);
}

int
ingest_marks(struct ingest *in, const struct box_log *log, struct err *e)
{
	char name[NOTE_NAME_MAX + 1];
	const struct log_signers by =
	    box_log_signers(log, in->o.log_keys, in->o.nlog_keys);
	const struct verify_options v = {
		.dir = log->dir, .keys = by.keys, .nkeys = by.n
	};
	const struct marks_of of = { name, log->name, by.keys, by.n };

	verify_signer(&v, name);
	if (marks_add_own(&in->marks, log->dir, &of, ingest_finding, in, e) ==
	    -1)
		return -1;
	marks_sort(&in->marks);
	return 0;
}

/* Those up to where the log was read now, and what a restoring lost. */
int
ingest_keep_marks(struct ingest *in, const struct logwalk *walk, struct err *e)
{
	const struct act_list *restored = &logwalk_acts(walk)->restored;
	struct logwalk_place place;
	uint64_t lost = 0;

	for (size_t i = 0; i < restored->n; i++)
		lost += walk_acts_lost(&restored->acts[i]);
	logwalk_place(walk, &place);
	return store_lost(in->store, in->shown, lost, e) == -1
	    ? -1
	    : store_checkpoints(
		  in->store, in->shown, &in->marks, place.tree.size, e);
}

/* Whether that part of a log is deleted, as the event says. */
static bool
is_deleted(const struct ingest *in, const struct desk_event *ev)
{
	const struct begun *b = in->begun;

	while (b != NULL && memcmp(b->log_id, ev->log_id, LOG_ID_LEN) != 0)
		b = b->next;
	return b != NULL && ev->size <= b->first;
}

/* The counts of what was deleted come from the first desk that says so. */
struct deleted {
	struct ingest *in;
	uint8_t log_id[LOG_ID_LEN];
	uint64_t up_to;
};

static bool
is_signed_for(const struct ingest *in, const uint8_t leaf[static HASH_LEN])
{
	for (size_t i = 0; i < in->erased.len; i += HASH_LEN)
		if (memcmp(in->erased.data + i, leaf, HASH_LEN) == 0)
			return true;
	return false;
}

/*
 * A desk erased it, and the log does not know: a copy from before was pulled
 * over the log, or the erasing was interrupted.
 */
static int
check_erased(struct ingest *in, const struct desk_place *at,
    const struct desk_event *ev, struct err *e)
{
	struct err what;
	int there;

	if (is_signed_for(in, ev->leaf))
		return 0;
	there = store_has_words(in->store, ev->leaf, e);
	if (there != 1)
		return there;
	err_set(&what,
	    "%s erased message %" PRIu64 " of %.*s, but it is there and "
	    "erased does not name it: run gehoor erase for it once more, and "
	    "push erased and the key files to the server before anything is "
	    "pulled from it again",
	    at->desk, ev->index, (int)ev->box.n, ev->box.p);
	in->o.tell("desk", FINDING_DAMAGE, what.msg, in->o.arg);
	return 0;
}

static int
take_event(const struct desk_place *at, const struct desk_event *ev, void *arg,
    struct err *e)
{
	struct deleted *d = arg;

	if (store_desk_event(d->in->store, at, ev, e) == -1 ||
	    (ev->act == DESK_ERASED && check_erased(d->in, at, ev, e) == -1) ||
	    (ev->act == DESK_LABELLED &&
		store_label(d->in->store, at, ev, e) == -1) ||
	    ((ev->act == DESK_QUOTED || ev->act == DESK_WITHHELD) &&
		store_quote(d->in->store, ev, e) == -1))
		return -1;
	if (ev->act != DESK_EXPIRED || !d->in->o.whole ||
	    !is_deleted(d->in, ev))
		return 0;
	if (memcmp(d->log_id, ev->log_id, LOG_ID_LEN) == 0 &&
	    ev->first < d->up_to)
		return 0;
	memcpy(d->log_id, ev->log_id, LOG_ID_LEN);
	d->up_to = ev->size;
	return store_desk_counts(d->in->store, ev, e);
}

static void
take_desk_finding(const struct finding *f, void *arg)
{
	struct deleted *d = arg;

	if (f->level == FINDING_DAMAGE ||
	    (f->kind != FINDING_OPEN && f->kind != FINDING_LEAVES))
		d->in->o.tell("desk", f->level, f->what, d->in->o.arg);
}

/* What the desks did, anew each time: it is little. */
int
ingest_desks(struct ingest *in, struct err *e)
{
	struct deleted d = { .in = in };
	const struct desk_read_options o = { in->o.conf, in->o.desks,
		in->o.ndesks, in->o.key, take_desk_finding, take_event, &d };

	return store_begin(in->store, e) == 0 &&
		store_desk_begin(in->store, e) == 0 &&
		store_labels_begin(in->store, e) == 0 &&
		desk_read_all(&o, e) == 0 &&
		store_labels_apply(in->store, e) == 0
	    ? 0
	    : -1;
}
