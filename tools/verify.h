/*
 * verify.h - checks the log of a box as far as that goes without a secret.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "finding.h"
#include "gehoor/note.h"
#include "logwalk.h"

struct verify_result {
	struct logwalk_count count;
	struct logwalk_place place; /* the end: size and root of the tree */
	unsigned notes, damages;
	unsigned checkpoints; /* that the log agrees with, or not */
	unsigned kept;        /* of those kept elsewhere */
	bool first_kept;      /* the first of those is of this log */
	uint64_t covered;     /* records in the largest of them */
	uint64_t lost;        /* sworn to before a restoring, and gone */
};

/* All borrowed. */
struct verify_options {
	const char *dir;
	const char *box;
	const struct note_verifier *keys; /* who signs the log */
	size_t nkeys;
	const struct act_desk *desks; /* whose acts count */
	size_t ndesks;
	const char *const *checkpoints; /* files kept elsewhere */
	size_t ncheckpoints;
	finding_fn *finding;
	void *arg;
};

/*
 * Goes through the whole log, also behind damage, and tells every finding.
 * Checkpoints of other logs among those kept elsewhere are passed over.  0,
 * or -1 if the directory cannot be read.
 */
int verify_box(
    const struct verify_options *o, struct verify_result *out, struct err *e);

/*
 * The origin that the log had at its beginning, N/BOX, to name it to people.
 * 0, or -1: that is no name.
 */
int verify_origin(const struct verify_options *o,
    char origin[static NOTE_NAME_MAX + 1], struct err *e);

/*
 * The name N of the origins N/BOX of that log: that of the key which signed
 * its newest segment; "" if there is none.
 */
void verify_signer(
    const struct verify_options *o, char name[static NOTE_NAME_MAX + 1]);

#endif
