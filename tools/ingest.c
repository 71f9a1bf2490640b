/*
 * ingest.c - a log becomes rows: verify, unseal, parse, appraise, store.
 *
 * What becomes of a record is decided here: a repeat of keyed content, held in
 * quarantine, a continuation, or counted; by the record alone, unless it is a
 * part of a long text message (ingest_join.c).  The same log gives the same
 * rows, in one run or in many.
 */
#include "ingest_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "basis.h"
#include "gehoor/crypto.h"
#include "quarantine.h"
#include "walk_acts.h"

#define MAX_TOLD 20 /* unreadable records named for each box */

void
ingest_free(struct ingest **in)
{
	struct begun *b;

	if (*in == NULL)
		return;
	opener_free(&(*in)->opener);
	classifier_free(&(*in)->classifier);
	store_free(&(*in)->store);
	record_read_free(&(*in)->strings);
	buf_free(&(*in)->content);
	buf_free(&(*in)->text);
	buf_free(&(*in)->erased);
	parts_free(&(*in)->parts);
	crypto_wipe((*in)->said_key, sizeof((*in)->said_key));
	while ((b = (*in)->begun) != NULL) {
		(*in)->begun = b->next;
		free(b);
	}
	free(*in);
	*in = NULL;
}

int
ingest_new(const struct ingest_options *o, struct ingest **out, struct err *e)
{
	struct ingest *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return err_set(e, "no memory");
	in->o = *o;
	in->opener = opener_new(o->key);
	in->parts = parts_new(sizeof(struct row), ingest_joined, in);
	ingest_derive_key(in);
	if (in->opener == NULL || in->parts == NULL)
		err_set(e, "no memory");
	else if (classifier_new(o->conf, o->timing, &in->classifier, e) == 0 &&
	    store_new(o->db, o->conf, o->whole, &in->store, e) == 0) {
		stopwatch_start(&in->watch, o->timing);
		progress_start(&in->progress, o->quiet);
		*out = in;
		return 0;
	}
	ingest_free(&in);
	return -1;
}

int
ingest_finish(struct ingest *in, struct err *e)
{
	int ret = ingest_desks(in, e);

	if (ret == 0 && in->o.whole)
		ret = basis_write(in->o.db, in->o.conf, e);
	if (ret == 0)
		ret = store_finish(in->store, e);

	stopwatch_lap(&in->watch, STAGE_INSERT);
	in->watch.spent[STAGE_CLASSIFY] = classifier_spent(in->classifier);
	return ret;
}

const struct stopwatch *
ingest_stopwatch(const struct ingest *in)
{
	return &in->watch;
}

void
ingest_tell(struct ingest *in, enum finding_level level, const char *what)
{
	if (level == FINDING_DAMAGE)
		in->result->damaged = true;
	progress_clear(&in->progress);
	in->o.tell(in->shown, level, what, in->o.arg);
}

/* An open segment and leaves that are owed are the daily state of a log. */
void
ingest_finding(const struct finding *f, void *arg)
{
	struct ingest *in = arg;

	if (f->level == FINDING_DAMAGE ||
	    (f->kind != FINDING_OPEN && f->kind != FINDING_LEAVES))
		ingest_tell(in, f->level, f->what);
}

static enum status
status_of(const struct record *r)
{
	if (quarantine_holds(r))
		return STATUS_QUARANTINED;
	return r->thread.n > 0 ? STATUS_CONTINUATION : STATUS_COUNTED;
}

/* Whether people write their own words there. */
static bool
is_open_question(const struct conf_box *box, struct str id)
{
	size_t i;

	for (i = 0; box != NULL && i < box->nquestions; i++)
		if (str_is(id, box->questions[i].id))
			return box->questions[i].type == QUESTION_TEXT;
	return false;
}

static void
add_text(struct buf *b, struct str text)
{
	if (b->len > 0 && text.n > 0)
		buf_adds(b, "\n\n");
	buf_addstr(b, text);
}

/* The text, and what was written as an answer; found by the time of commit. */
static int
appraise_record(struct ingest *in, const struct record *r, struct row *row)
{
	const struct conf_box *box = conf_box_find(in->o.conf, r->box);
	size_t i;

	buf_clear(&in->text);
	add_text(&in->text, r->text);
	for (i = 0; i < r->nanswers; i++)
		if (is_open_question(box, r->answers[i].id))
			add_text(&in->text, r->answers[i].value);
	return in->text.failed
	    ? -1
	    : classifier_add(in->classifier,
		  (struct str){ (const char *)in->text.data, in->text.len },
		  &row->found);
}

static void
row_from_record(struct ingest *in, const struct record *r, struct row *row)
{
	row->status = (uint8_t)status_of(r);
	row->doubted = quarantine_doubts(r);
	row->channel = (uint8_t)r->channel;
	row->publish = (uint8_t)(r->publish_report | r->publish_read << 1);
	row->week = (uint32_t)week_number(r->week);
	row->lang = store_name(in->store, r->lang);
	row->region = store_name(in->store, r->region);
	row->who = store_name(in->store, r->who);
	row->wish = store_name(in->store, r->wish);
	if (r->dedup.n > 0)
		ingest_repeat_key(in, r, row);
	if (r->channel == CHANNEL_SMS)
		ingest_sender_key(in, r, row);
}

static void
tell_unreadable(struct ingest *in, uint64_t index, const char *why)
{
	struct err what;

	if (++in->unreadable > MAX_TOLD)
		return;
	err_set(&what, "record %" PRIu64 " is unreadable: %s", index, why);
	ingest_tell(in, FINDING_DAMAGE, what.msg);
}

/* Once for each segment that this key does not open. */
static void
tell_closed(
    struct ingest *in, const struct logwalk *w, uint64_t index, const char *why)
{
	struct err what;

	if (in->told == logwalk_header(w)->number)
		return;
	in->told = logwalk_header(w)->number;
	err_set(&what,
	    in->o.skip_closed ? "from record %" PRIu64 ": %s: unreadable"
			      : "from record %" PRIu64
				": %s: the wrong key; use the secret of a "
				"reader of this box (-k FILE), or "
				"--skip-closed to go on without",
	    index, why);
	ingest_tell(in, FINDING_NOTE, what.msg);
}

/* -1 if it is not a record of this box after all. */
static int
read_opened(
    struct ingest *in, struct str json, struct record *out, struct err *why)
{
	if (record_read(json, &in->strings, out, why) == -1)
		return -1;
	return str_is(out->box, in->box) ? 0
					 : err_set(why, "it names another box");
}

/* A message that is one record. */
static enum taken
take_whole(
    struct ingest *in, const struct record *r, struct row *row, struct err *e)
{
	if (appraise_record(in, r, row) != 0) {
		err_set(e, "no memory");
		return TAKEN_FAILED;
	}
	if (row->status == STATUS_COUNTED && r->channel == CHANNEL_SMS)
		ingest_said_key(in, r->text, true, row);
	return TAKEN_ROW;
}

static enum taken
take_opened(struct ingest *in, struct str json, uint64_t index, struct row *row,
    struct err *e)
{
	struct record record;
	enum taken taken;
	struct err why;

	if (read_opened(in, json, &record, &why) == -1) {
		tell_unreadable(in, index, why.msg);
		return TAKEN_ROW;
	}
	row_from_record(in, &record, row);
	stopwatch_lap(&in->watch, STAGE_PARSE);
	taken = ingest_is_part(&record) ? ingest_part(in, &record, row, e)
					: take_whole(in, &record, row, e);
	stopwatch_lap(&in->watch, STAGE_WAIT);
	return taken;
}

/* Fills the row. */
static enum taken
take_record(struct ingest *in, const struct logwalk_record *r, struct row *row,
    struct err *e)
{
	enum opener_result result;
	struct str json;
	struct err why;

	*row = (struct row){ .channel = CHANNEL_COUNT,
		.status = STATUS_UNREADABLE,
		.lang = "",
		.region = "",
		.who = "",
		.wish = "" };
	memcpy(row->leaf, r->leaf, HASH_LEN);
	stopwatch_lap(&in->watch, STAGE_VERIFY);
	result = opener_open(in->opener, in->walk, r, &json, &why);
	stopwatch_lap(&in->watch, STAGE_UNSEAL);
	if (result == OPENER_OPENED)
		return take_opened(in, json, r->frame->index, row, e);
	if (result == OPENER_ERASED)
		row->status = STATUS_ERASED;
	else if (result == OPENER_SHREDDED)
		row->status = STATUS_EXPIRED;
	else if (result == OPENER_UNREADABLE)
		tell_unreadable(in, r->frame->index, why.msg);
	else
		tell_closed(in, in->walk, r->frame->index, why.msg);
	return result != OPENER_NOT_OURS || in->o.skip_closed ? TAKEN_ROW
							      : TAKEN_CLOSED;
}

/* Nothing lasts while parts of a message wait for the rest of it. */
static int
commit(struct ingest *in, const struct logwalk_place *place, struct err *e)
{
	const struct store_upto upto = { in->shown, in->box, place,
		!parts_is_empty(in->parts) };
	int ret;

	if (classifier_wait(in->classifier) == -1) {
		store_abandon(in->store);
		return err_set(e, "no memory");
	}
	stopwatch_lap(&in->watch, STAGE_WAIT);
	ret = store_commit(in->store, &upto, &in->result->done, e);
	stopwatch_lap(&in->watch, STAGE_INSERT);
	return ret;
}

int
ingest_keep(struct ingest *in, struct err *e)
{
	struct logwalk_place place;

	if (!store_keep(in->store))
		return 0;
	logwalk_place(in->walk, &place);
	return commit(in, &place, e);
}

/* Takes records as long as it can go on; why it stopped. */
static enum taken
take_records(struct ingest *in, struct err *e)
{
	struct logwalk_record record;
	enum taken taken = TAKEN_ROW;

	while (taken <= TAKEN_PART && logwalk_next(in->walk, &record)) {
		if (logwalk_tree(in->walk) != NULL)
			marks_agree(&in->marks, logwalk_tree(in->walk),
			    ingest_finding, in);
		taken = take_record(in, &record, store_row(in->store), e);
		if (taken == TAKEN_ROW && ingest_keep(in, e) == -1)
			taken = TAKEN_FAILED;
		if (taken <= TAKEN_PART)
			in->result->read++;
		progress_tell(&in->progress, in->shown, in->result->read);
	}
	return taken;
}

/* All records that there are, batch by batch. */
static int
take_all(struct ingest *in, struct err *e)
{
	struct logwalk_place place;
	enum taken taken;

	if (ingest_beginning(in, in->walk, e) == -1)
		return -1;
	taken = take_records(in, e);
	in->result->closed = taken == TAKEN_CLOSED;
	in->result->again = taken == TAKEN_AGAIN;
	if (taken == TAKEN_FAILED || in->result->again) {
		parts_drop(in->parts);
		classifier_wait(in->classifier); /* its rows are let go */
		store_abandon(in->store);
		return in->result->again ? 0 : -1;
	}
	if (parts_flush(in->parts, e) == -1)
		return -1;
	/* A segment is closed from its first record on. */
	if (in->result->closed)
		logwalk_entered(in->walk, &place);
	else
		logwalk_place(in->walk, &place);
	return commit(in, &place, e);
}

static void
tell_more(struct ingest *in)
{
	struct err what;

	if (in->unreadable <= MAX_TOLD)
		return;
	err_set(&what, "and %" PRIu64 " more records are unreadable",
	    in->unreadable - MAX_TOLD);
	ingest_tell(in, FINDING_DAMAGE, what.msg);
}

int
ingest_box(struct ingest *in, const struct box_log *log,
    struct ingest_result *out, struct err *e)
{
	struct logwalk_place from;
	const struct log_signers by =
	    box_log_signers(log, in->o.log_keys, in->o.nlog_keys);
	struct logwalk_options o = { log->dir, log->name, by.keys, by.n, NULL,
		false, ingest_finding, in, in->o.desks, in->o.ndesks };
	int known, ret;

	memset(out, 0, sizeof(*out));
	in->box = log->name;
	in->shown = log->shown;
	in->result = out;
	in->unreadable = 0;
	in->told = 0;
	known = store_place(in->store, log->shown, &from, e);
	if (known == -1)
		return -1;
	o.from = known == 1 ? &from : NULL;
	if (logwalk_open(&o, &in->walk, e) == -1)
		return -1;
	opener_reset(in->opener);
	ret = ingest_marks(in, log, e);
	if (ret == 0) {
		marks_excuse(
		    &in->marks, logwalk_acts(in->walk), ingest_finding, in);
		ret = take_all(in, e);
	}
	if (ret == 0 && !out->again)
		ret = ingest_keep_marks(in, in->walk, e);
	tell_more(in);
	marks_free(&in->marks);
	logwalk_close(&in->walk);
	progress_clear(&in->progress);
	return ret;
}
