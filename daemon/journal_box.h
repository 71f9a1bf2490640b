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
#include "tagmap.h"

struct journal_box {
	char *name;
	char *dir; /* STATE/log/NAME */
	struct reader *readers;
	size_t nreaders;
	const uint8_t *sign_sk; /* borrowed */
	uint64_t max_bytes;     /* of a segment */
	int max_weeks;
	struct boxlog *log;  /* NULL: to be opened again, or gone */
	struct tagmap *tags; /* what is durable, and this batch */
	int64_t tried;       /* second of the last opening */
	bool gone;           /* no longer in the configuration */
	bool touched;        /* the batch at hand has additions */
};

/* Makes a box from its configuration, not opened yet.  Never NULL. */
struct journal_box *journal_box_new(
    const struct conf *c, const struct conf_box *cb, const uint8_t *sign_sk);
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

/* Makes the batch durable.  On anything but BOXLOG_OK the log is given up. */
enum boxlog_result journal_box_commit(struct journal_box *b, struct err *e);

/* Begins a new segment if size (or, with aged, age too) calls for it. */
void journal_box_rotate(struct journal_box *b, struct week now, bool aged);

bool journal_box_same_readers(
    const struct journal_box *b, const struct conf_box *cb);

/* Takes other readers, with a new segment.  0, or -1 and the old ones stay. */
int journal_box_readers(struct journal_box *b, const struct reader *readers,
    size_t n, struct week now, struct err *e);

#endif
