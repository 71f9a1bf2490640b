/*
 * marks.h - the checkpoints that a log is held to: its own, and those that
 * others kept.
 */
#ifndef MARKS_H
#define MARKS_H

#include "finding.h"
#include "gehoor/checkpoint.h"
#include "walk_acts.h"

struct mark {
	struct checkpoint checkpoint;
	char *path;
	unsigned generation; /* of the log, from 1 */
};

struct marks {
	struct mark *items; /* by size once sorted */
	size_t n;
	size_t next; /* the one that the tree comes to next */
};

#define MARKS_INIT \
	{ \
		NULL, 0, 0 \
	}

/* Whose checkpoints count for a log: N of its origin N/BOX, and the keys. */
struct marks_of {
	const char *name;
	const char *box;
	const struct note_verifier *keys;
	size_t nkeys;
};

/*
 * Reads a file.  1 if it is a checkpoint of that log, 0 if it is one of
 * another, -1 if it is none, or not signed as it should be.
 */
int marks_add(struct marks *m, const char *path, const struct marks_of *of,
    struct err *e);

/* All checkpoints in the directory of the log; a bad one is a finding. */
int marks_add_own(struct marks *m, const char *dir, const struct marks_of *of,
    finding_fn *finding, void *arg, struct err *e);

void marks_sort(struct marks *m);

/* Takes out, and notes, those that swear to what a restoring lost. */
void marks_excuse(struct marks *m, const struct walk_acts *acts,
    finding_fn *finding, void *arg);
void marks_free(struct marks *m);

/* The tree has grown: compares it with those of its size. */
void marks_agree(
    struct marks *m, const struct merkle *tree, finding_fn *finding, void *arg);

/* The tree has come to its end: what is left swears to more than there is. */
void marks_left(
    struct marks *m, const struct merkle *tree, finding_fn *finding, void *arg);

#endif
