/*
 * store.h - what an ingest writes: rows gathered in batches, and for each
 * batch one transaction that also says how far the log has been read.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "appraise.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/record.h"
#include "logwalk.h"
#include "status.h"

#define SEEN_LEN 16 /* of what is kept of what was seen before */

struct sqlite3;
struct store;

/* One record.  Strings are those of store_name, or "". */
struct row {
	uint8_t leaf[HASH_LEN];
	uint8_t repeat[SEEN_LEN]; /* of dedup and content */
	uint8_t said[SEEN_LEN];   /* keyed: of box and text */
	uint8_t sender[SEEN_LEN]; /* keyed: of dedup */
	bool has_repeat, has_said;
	bool likely_repeat;
	bool doubted;    /* quarantine.h: spam is likelier */
	uint8_t status;  /* enum status */
	uint8_t channel; /* enum channel, or CHANNEL_COUNT: unknown */
	uint8_t publish; /* 1 report, 2 read */
	uint32_t week;   /* 0: unknown */
	const char *lang, *region, *who, *wish;
	struct appraisal found; /* its words are let go with the batch */
};

/*
 * db and c are borrowed until store_free.  whole: all batches are one
 * transaction, for a file that is thrown away if anything fails.  0 or -1.
 */
int store_new(struct sqlite3 *db, const struct conf *c, bool whole,
    struct store **out, struct err *e);
void store_free(struct store **s);
struct sqlite3 *store_db(struct store *s);

/* An id as a pointer that lasts; "" if it is not of the form of an id. */
const char *store_name(struct store *s, struct str id);

/* How far that log (box_log.shown) was read. 1, 0 if it never was, or -1. */
int store_place(
    struct store *s, const char *log, struct logwalk_place *out, struct err *e);

/* Where the next row of the batch is made; it counts when it is kept. */
struct row *store_row(struct store *s);
/* True when the batch is full now. */
bool store_keep(struct store *s);

/* What became of rows. */
struct store_done {
	uint64_t sums[STATUS_COUNT];
	uint64_t likely; /* of the counted: likely repeats */
	uint64_t
	    danger; /* of those whose words are kept: flagged for a person */
};

/* Up to where a log was read when a batch is written. */
struct store_upto {
	const char *log, *box;
	const struct logwalk_place *place;
	bool held; /* nothing may last yet: rows from before are to come */
};

/*
 * Writes the batch: all rows, of records of that log before the place, or
 * none.  A counted row that is held as spam is quarantined, one whose repeat was there
 * already becomes a duplicate, and one whose text others said in that week or
 * the week before is flagged.  Adds to done.  0 or -1.
 */
int store_commit(struct store *s, const struct store_upto *upto,
    struct store_done *done, struct err *e);

/* Forgets what does not last yet. */
void store_abandon(struct store *s);

/*
 * What needs its answer before its row is made: whether that repeat was there
 * already (1, 0 or -1), and from now on it is.
 */
int store_repeat(
    struct store *s, const uint8_t key[static SEEN_LEN], struct err *e);

/* Remembers a ref of parts that were read without the rest. 0 or -1. */
int
store_part(struct store *s, const uint8_t key[static SEEN_LEN], struct err *e);
/* Whether it is remembered. 1, 0 or -1. */
int store_part_known(
    struct store *s, const uint8_t key[static SEEN_LEN], struct err *e);

struct marks;
struct desk_place;
struct desk_event;

/* Records of a log that were deleted after their time. 0 or -1. */
int store_expired(struct store *s, const char *log, uint64_t n, struct err *e);
/* How many of a status the database knows; or -1 (then e is set). */
int64_t store_known(
    struct sqlite3 *db, const char *log, enum status status, struct err *e);

/*
 * Whether a message counts as one whose words are there.  1, 0 (also if it is
 * not known), or -1.
 */
int store_has_words(
    struct store *s, const uint8_t leaf[static HASH_LEN], struct err *e);

/* Records that a log swore to and lost when it was restored. 0 or -1. */
int store_lost(struct store *s, const char *log, uint64_t n, struct err *e);

/* What a log swore to up to that size; in the place of what was there. */
int store_checkpoints(struct store *s, const char *log, const struct marks *m,
    uint64_t size, struct err *e);

/* Forgets all events of desks; then adds one after the other. 0 or -1. */
int store_desk_begin(struct store *s, struct err *e);
int store_desk_event(struct store *s, const struct desk_place *at,
    const struct desk_event *ev, struct err *e);
/* Remembers that words were approved, or withheld. 0 or -1. */
int store_quote(struct store *s, const struct desk_event *ev, struct err *e);
/* Adds the counts of an expired event to the tally. 0 or -1. */
int
store_desk_counts(struct store *s, const struct desk_event *ev, struct err *e);

/*
 * Labels: first all messages are as the program found them, then each label
 * is added as it is read, and in the end those on which the desks agree are
 * applied.  All within a transaction.  0 or -1.
 */
int store_labels_begin(struct store *s, struct err *e);
int store_label(struct store *s, const struct desk_place *at,
    const struct desk_event *ev, struct err *e);
int store_labels_apply(struct store *s, struct err *e);

/* Begins a transaction, if none is begun. 0 or -1. */
int store_begin(struct store *s, struct err *e);

/* After the last batch. 0 or -1. */
int store_finish(struct store *s, struct err *e);

#endif
