/*
 * boxlog.h - the log of one box: a directory of segments, keys and leaves.
 *
 * The writing side.  Opening goes through all segments (frames, chain, tree,
 * leaves), so that a start and a recovery are the same thing, and then always
 * begins a new segment.  No clock, no threads: the caller passes the week and
 * lets one thread at a time use a boxlog.
 */
#ifndef GEHOOR_BOXLOG_H
#define GEHOOR_BOXLOG_H

#include "gehoor/buf.h"
#include "gehoor/checkpoint.h"
#include "gehoor/seal.h"
#include "gehoor/segment.h"

struct boxlog;

struct boxlog_options {
	const char *dir; /* STATE/log/BOX, made if missing */
	const char *box;
	const struct reader *readers; /* borrowed until boxlog_open returns */
	size_t nreaders;
	const struct note_signer *signer; /* borrowed until close */
	/* Whose headers and checkpoints count too (keys of before). */
	const struct note_verifier *keys; /* borrowed until boxlog_open */
	size_t nkeys;                     /* returns */
	struct week week;                 /* now */
	uint64_t max_bytes; /* rotate a segment beyond this size */
	int max_weeks;      /* rotate after this many weeks */
	/*
	 * The segment is written beside, as NNNNNNNN.seg.new, and is there
	 * once boxlog_close returns 0: all of it or, after boxlog_drop or a
	 * crash, nothing.  Such a log is neither rotated nor checkpointed, and
	 * its leaves and covered records are those of before.
	 */
	bool aside;
};

/*
 * Scans the log, calls seen for every record's tag in index order, creates
 * the next segment and its key file and makes both durable (file and
 * directory).  0 or -1; on failure nothing was begun.  A torn tail is not
 * an error: *note (may be NULL) then says what was found, for the log; it
 * is empty if there is nothing to say.  A lock on the directory keeps a second
 * writer out until boxlog_close.
 */
typedef void
boxlog_seen_fn(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg);
int boxlog_open(const struct boxlog_options *o, boxlog_seen_fn *seen, void *arg,
    struct boxlog **out, struct err *note, struct err *e);

/*
 * Seals a record into the batch being gathered.  plain is a padded plaintext
 * from record_pack.  0, or -1 and the batch is as before.
 */
int boxlog_add(struct boxlog *b, const uint8_t tag[static TAG_LEN],
    const uint8_t *plain, size_t n, struct err *e);

/*
 * Writes the batch and makes it durable with one fdatasync, then appends the
 * leaves.  BOXLOG_WRITE: not all bytes could be written; the segment is spent
 * and must be closed (boxlog_close) and opened again; what was added must be
 * treated as not stored unless a new scan finds it.  BOXLOG_SYNC: the sync
 * failed; nothing about the disk can be trusted, end the process.
 */
enum boxlog_result { BOXLOG_OK, BOXLOG_WRITE, BOXLOG_SYNC };
enum boxlog_result boxlog_commit(struct boxlog *b, struct err *e);

/*
 * Ends the segment and begins a new one if its size or its age in weeks
 * calls for it.  0, or -1 (then as BOXLOG_WRITE).
 */
int boxlog_rotate(struct boxlog *b, struct week now, struct err *e);

/* Takes other readers: ends the segment and begins a new one. 0 or -1. */
int boxlog_readers(struct boxlog *b, const struct reader *readers,
    size_t nreaders, struct week now, struct err *e);

/*
 * Signs a checkpoint of what is durable if one is due: the week that has
 * just ended is every_weeks or more after that of the newest one (after the
 * week before the log was begun, if there is none).  Checkpoints of weeks more
 * than eight ahead, from a clock that was wrong, do not count.  A tree that
 * has not grown since gets none, since it would be the same.  The files are
 * "checkpoint-2026-W47", named after the week that has ended, which stays,
 * and "checkpoint", the newest.
 *
 * 1: signed; 0: none is due; -1: it could not be written, or the newest one
 * is not what was published (then nothing is signed).  The log stays usable.
 */
int boxlog_checkpoint(
    struct boxlog *b, struct week now, int every_weeks, struct err *e);

/* The newest checkpoint as a signed note; NULL: there is none yet. */
const struct buf *
boxlog_published(const struct boxlog *b, struct checkpoint *out);

/* The week of the first checkpoint that covers the record; false: none yet. */
bool boxlog_covered(const struct boxlog *b, uint64_t index, struct week *out);

/* The week in which the log was last restored; false: it never was. */
bool boxlog_restored(const struct boxlog *b, struct week *out);

/* The leaf hash of a durable record. 0 or -1. */
int boxlog_leaf(struct boxlog *b, uint64_t index, uint8_t leaf[static HASH_LEN],
    struct err *e);

const char *boxlog_origin(const struct boxlog *b);
const uint8_t *boxlog_log_id(const struct boxlog *b);

uint64_t boxlog_size(const struct boxlog *b);  /* durable records */
uint64_t boxlog_bytes(const struct boxlog *b); /* of the open segment */

/*
 * Writes the end frame if the segment is healthy, sets the file's time to the
 * start of the week it was opened in, wipes and frees.  0 or -1 (what was
 * written aside is then gone).
 */
int boxlog_close(struct boxlog **b, struct err *e);

/* Forgets what was written aside: the log is as it was.  NULL is legal. */
void boxlog_drop(struct boxlog **b);

/*
 * Lists the segment numbers in dir in rising order (caller frees *numbers).
 * A file that does not belong there (not NNNNNNNN.seg, .key, their .new and
 * .old, leaves, erased or a checkpoint) is put into foreign (its name, first one
 * found, unprintable bytes as ?; empty if there is none), which has
 * BOXLOG_FOREIGN_LEN bytes or is NULL.  0 or -1.
 */
#define BOXLOG_FOREIGN_LEN 64
int boxlog_list(const char *dir, uint32_t **numbers, size_t *count,
    char *foreign, struct err *e);

/* Whether a file of that name belongs in the directory of a log. */
bool boxlog_belongs(const char *name);

/* Behind the name of a segment or key file: being written; being wiped. */
#define BOXLOG_NEW ".new"
#define BOXLOG_OLD ".old"

/* Whether it has bytes from before an erasure that did not come to its end. */
bool boxlog_is_old(const char *name);

#endif
