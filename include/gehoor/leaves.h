/*
 * leaves.h - the file "leaves" of a log: the leaf hash of every record in
 * index order, 32 bytes each, with nothing around them.
 *
 * It is written after the records are durable and never synced: what a crash
 * takes away (a cut entry, entries of zero bytes) is left out on opening and
 * computed again from the segments.  For records that were erased or whose
 * segment is gone it is the only source, and the roots in the signed headers
 * show whether it is right.
 */
#ifndef GEHOOR_LEAVES_H
#define GEHOOR_LEAVES_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/err.h"
#include "gehoor/merkle.h"

struct leaves;

/*
 * Opens DIR/leaves.  For writing it is made if missing; for reading a missing
 * file is one without entries. 0 or -1.
 */
int
leaves_open(const char *dir, bool writing, struct leaves **out, struct err *e);

/* Entries, those not yet flushed included. */
uint64_t leaves_count(const struct leaves *l);

/* Entry of the index, cheap in rising order. 0, or -1 (none, I/O error). */
int leaves_get(struct leaves *l, uint64_t index, uint8_t leaf[static HASH_LEN],
    struct err *e);

/* Adds an entry behind the last one; it is kept until it could be written. */
int leaves_add(
    struct leaves *l, const uint8_t leaf[static HASH_LEN], struct err *e);

/*
 * Writes what was added and sets the file's time to that second.  0, or -1
 * (then a later call tries again).
 */
int leaves_flush(struct leaves *l, int64_t file_time, struct err *e);

void leaves_close(struct leaves **l);

#endif
