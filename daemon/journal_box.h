/*
 * journal_box.h - one box as the writer thread sees it: its log and its tags.
 *
 * Used by the writer thread, or by another while the writer rests.
 */
#ifndef JOURNAL_BOX_H
#define JOURNAL_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/boxlog.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/week.h"
#include "journal.h"
#include "gehoor/tagmap.h"

struct journal_box {
	char *name;
	char *dir; /* STATE/log/NAME */
	struct reader *readers;
	size_t nreaders;
	const struct note_signer *signer; /* borrowed */
	struct note_verifier *keys;       /* of before, whose word counts */
	size_t nkeys;
	uint64_t max_bytes; /* of a segment */
	int max_weeks;
	struct boxlog *log;  /* NULL: to be opened again, or gone */
	struct tagmap *tags; /* what is durable, and this batch */
	uint64_t next;       /* index of the next record */
	int64_t tried;       /* second of the last opening */
	int64_t refused;     /* second in which a checkpoint was last refused */
	bool gone;           /* no longer in the configuration */
	bool touched;        /* the batch at hand has additions */
	struct week restored;   /* does not change once the log was opened */
	struct tile_tree *tree; /* of the last checkpoint */
	struct journal_published *fresh;     /* under the journal's lock */
	struct journal_published *published; /* event loop only */
};

/* Makes a box from its configuration, not opened yet.  Never NULL. */
struct journal_box *journal_box_new(const struct conf *c,
    const struct conf_box *cb, const struct note_signer *signer);
void journal_box_free(struct journal_box **b);

/* Scans the log, gathers the tags and begins a segment.  0 or -1. */
int journal_box_open(struct journal_box *b, struct week now, struct err *e);

/* Gives up the segment; what it holds is found by the next opening. */
void journal_box_fail(struct journal_box *b);

/* Ends the segment in order.  0, or -1: no end frame. */
int journal_box_close(struct journal_box *b, struct err *e);

/*
 * Packs and seals one entry into the batch and sets its outcome as it will
 * be if the commit succeeds; wipes its words.
 */
void journal_box_add(
    struct journal_box *b, struct journal_entry *en, struct buf *plain);

/* Looks for a tag; false if it is not there. */
bool journal_box_look(struct journal_box *b, const uint8_t tag[static TAG_LEN],
    struct journal_found *out);

/* Makes the batch durable.  On anything but BOXLOG_OK the log is given up. */
enum boxlog_result journal_box_commit(struct journal_box *b, struct err *e);

/* Begins a new segment if size (or, with aged, age too) calls for it. */
void journal_box_rotate(struct journal_box *b, struct week now, bool aged);

/*
 * Signs a checkpoint if one is due, in that monotonic second.  True if there
 * is a new one.
 */
bool journal_box_checkpoint(
    struct journal_box *b, struct week now, int every_weeks, int64_t second);

/*
 * The newest checkpoint with its tree; NULL if there is none, or it cannot be
 * had now (which is said).  journal_published_free ends it.
 */
struct journal_published *journal_box_publish(struct journal_box *b);
void journal_published_free(struct journal_published **p);

bool journal_box_same_readers(
    const struct journal_box *b, const struct conf_box *cb);

/* Takes other readers, with a new segment.  0, or -1 and the old ones stay. */
int journal_box_readers(struct journal_box *b, const struct reader *readers,
    size_t n, struct week now, struct err *e);

#endif
