/*
 * import_keys.h - by what a row is known again when its file is imported
 * twice.
 *
 * The tag of its record is a hash, under a secret of the desk, of all that
 * the record says, of the row's own id, and of how many such rows the file
 * had before it: two people may have said the same.
 */
#ifndef IMPORT_KEYS_H
#define IMPORT_KEYS_H

#include "gehoor/code.h"
#include "gehoor/err.h"
#include "gehoor/note.h"
#include "import_row.h"

struct import_keys;

/* The secret follows from the desk's key.  NULL: no memory. */
struct import_keys *import_keys_new(const struct note_signer *desk);
void import_keys_free(struct import_keys **k);

/* From the first row of a file again. 0 or -1. */
int import_keys_restart(struct import_keys *k, struct err *e);

/* The tag of the next row; rows come in order. 0 or -1. */
int import_keys_next(struct import_keys *k, const struct import_row *row,
    uint8_t tag[static TAG_LEN], struct err *e);

#endif
