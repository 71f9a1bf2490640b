/*
 * labels.h - what people at the desks said messages are about: those on which
 * the desks agree.
 */
#ifndef LABELS_H
#define LABELS_H

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "labelled.h"

struct sqlite3;

/*
 * Hands the redacted text of every such message to fn, with all its themes
 * (labelled.h), in the order of leaves.  0; or -1, also where fn returned -1.
 */
int labels_read(struct sqlite3 *db, const struct conf *c, labelled_fn *fn,
    void *arg, struct err *e);

#endif
