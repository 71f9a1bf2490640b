/*
 * leaves.h - the file of leaf hashes beside the segments of a box.
 */
#ifndef LEAVES_H
#define LEAVES_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/err.h"
#include "gehoor/merkle.h"

struct leaves;

/*
 * Opens DIR/leaves and notes its length, which must happen before the
 * segments are listed: a daemon that runs writes these hashes last.  A file
 * that is missing counts as empty.  0 or -1.
 */
int leaves_open(const char *dir, struct leaves **out, struct err *e);
void leaves_close(struct leaves **l);

const char *leaves_path(const struct leaves *l);
uint64_t leaves_count(const struct leaves *l);	/* whole hashes */
unsigned leaves_torn(const struct leaves *l);	/* bytes after them */

/* The hash of a record; false if it is not there.  Cheap in rising order. */
bool leaves_get(struct leaves *l, uint64_t index,
    uint8_t leaf[static HASH_LEN]);

#endif
