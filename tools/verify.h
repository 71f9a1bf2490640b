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
};

/*
 * Goes through the whole log, also behind damage, and tells every finding.
 * 0, or -1 if the directory cannot be read.
 */
int verify_box(const char *dir, const char *box,
    const struct note_verifier *keys, size_t nkeys, finding_fn *finding,
    void *arg, struct verify_result *out, struct err *e);

#endif
