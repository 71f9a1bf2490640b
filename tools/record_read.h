/*
 * record_read.h - the JSON of a sealed record, read back (record.h).
 */
#ifndef RECORD_READ_H
#define RECORD_READ_H

#include "gehoor/record.h"

/* Holds the strings of one record, and then of the next. */
struct record_read_store {
	struct json_t *root; /* NULL: none so far */
};

/*
 * Fills out; its strings are borrowed from store, until the next call or
 * record_read_free.  Fields we do not know are passed over, known ones must
 * have their shape.  0, or -1 with the reason (which never quotes the record).
 */
int record_read(struct str json, struct record_read_store *store,
    struct record *out, struct err *e);
void record_read_free(struct record_read_store *store);

/*
 * For programs, once and before any thread: from now on memory that jansson
 * frees is wiped.
 */
void record_read_wipes(void);

#endif
