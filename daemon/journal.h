/*
 * journal.h - the queue to the one writer thread, and back.
 *
 * The event loop submits entries; the writer takes all that wait, shuffles
 * them, packs and seals each, writes and syncs once per box, and hands the
 * batch back through an eventfd.  Only after that does anyone hear "received".
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/code.h"
#include "gehoor/conf.h"
#include "gehoor/checkpoint.h"
#include "gehoor/err.h"
#include "gehoor/segment.h"
#include "gehoor/week.h"

struct app;
struct journal;
struct tile_tree;

enum journal_outcome {
	JOURNAL_STORED, /* durable */
	JOURNAL_REPEAT, /* a record with this tag was there already */
	JOURNAL_FAILED  /* not stored: answer 503 */
};

/* What a tag led to. */
struct journal_found {
	bool found;
	size_t box;     /* journal_box */
	uint64_t index; /* not for anybody's eyes before a checkpoint */
	uint8_t leaf[HASH_LEN];
	uint8_t log_id[LOG_ID_LEN];
	char origin[NOTE_NAME_MAX + 1];
	struct week covered; /* of its first checkpoint; year 0: none yet */
};

struct journal_entry;
typedef void journal_done_fn(struct journal_entry *en);

struct journal_entry {
	struct journal_entry *next; /* journal's */
	size_t weight;              /* journal's: bytes of json at first */
	size_t box;                 /* journal_box */
	uint8_t tag[TAG_LEN];
	/* A tag it may have been stored under yesterday: then a repeat. */
	uint8_t earlier[TAG_LEN];
	bool has_earlier;
	bool was_earlier; /* outcome: it was */
	struct buf json;  /* of the record; wiped by the writer */
	bool look;        /* no record: only looks for the tag, in all boxes */
	enum journal_outcome outcome;
	struct journal_found found; /* of a look that is JOURNAL_STORED */
	journal_done_fn *done;      /* in the event loop; frees the entry */
	void *arg;
};

/*
 * Opens the logs of all boxes (boxlog_open: recovery, a new segment each) and
 * starts the writer.  0 or -1; then nothing runs and no end frame is owed.
 */
int journal_open(struct app *app, struct journal **out, struct err *e);

/* The box's number, or -1; and the other way round. */
long journal_box(const struct journal *j, struct str name);
const char *journal_box_name(const struct journal *j, size_t box);

/*
 * Queues an entry.  False if the queue is full or closing: the caller keeps
 * the entry and answers 503 with Retry-After.
 */
bool journal_submit(struct journal *j, struct journal_entry *en);

/*
 * The last checkpoint of a box and all that it takes to serve and to prove
 * it; NULL if there is none yet.  Event loop only; valid until the loop turns.
 */
struct journal_published {
	struct checkpoint checkpoint;
	struct buf note;
	struct tile_tree *tree;
};
const struct journal_published *
journal_published(const struct journal *j, size_t box);

/* The week of the newest restoring from a backup; false: there was none. */
bool journal_restored(const struct journal *j, struct week *out);

/* Entries waiting or being written; the queue's cap. */
size_t journal_waiting(const struct journal *j);

/* Whether the last write was fine (for /healthz). */
bool journal_healthy(const struct journal *j);

/*
 * What to call, in the event loop, after a sync has failed and all who waited
 * were told: nothing more will be stored, the program must end.
 */
void journal_on_death(struct journal *j, void (*fn)(void *), void *arg);

/*
 * Takes boxes, readers and limits of a new configuration (SIGHUP): new boxes
 * are opened, changed readers begin a new segment, boxes that are gone are
 * ended.  0 or -1 and all is as before.
 */
int journal_reload(struct journal *j, const struct conf *c, struct err *e);

/*
 * Orderly stop: everything queued is written and its done called, end frames
 * are written, the thread is joined.  0 or -1 (an end frame is missing).
 */
int journal_close(struct journal **j, struct err *e);

#endif
