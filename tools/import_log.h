/*
 * import_log.h - the log of what a desk brought in for a box.
 *
 * A file is one segment, written beside: it is there as a whole, or not at
 * all.  An empty segment behind it begins the weeks after which it is past
 * its time.
 */
#ifndef IMPORT_LOG_H
#define IMPORT_LOG_H

#include "command.h"
#include "gehoor/note.h"
#include "gehoor/record.h"
#include "gehoor/tagmap.h"

struct import_log;

struct import_log_of {
	const struct conf *conf; /* borrowed, as all here */
	const struct conf_box *box;
	const struct conf_desk *desk;
	const struct note_signer *signer;
};

/*
 * The tags of what is there, without touching anything.  0; 1: the log is
 * damaged, which was said; or -1.
 */
int import_log_known(const struct import_log_of *of, struct tagmap *out,
    const struct invocation *iv, struct err *e);

/* Opens it to add; nobody else writes it until the end. 0 or -1. */
int import_log_open(
    const struct import_log_of *of, struct import_log **out, struct err *e);

/* 1 if it is added, 0 if that tag is there already, or -1. */
int import_log_add(struct import_log *l, const struct record *r,
    const uint8_t tag[static TAG_LEN], struct err *e);

/*
 * All that was added is there, durably, and a checkpoint is signed if one is
 * due.  0, or -1 and nothing of it is there.
 */
int import_log_finish(struct import_log **l, struct err *e);

/*
 * Signs a checkpoint of a log to which nothing was added lately, if one is
 * due: records that none covers, and a week that has ended since.  1 signed,
 * 0, or -1.
 */
int import_log_swear(
    const struct import_log_of *of, const struct invocation *iv, struct err *e);

/* Nothing of it is there. NULL is legal. */
void import_log_drop(struct import_log **l);

#endif
