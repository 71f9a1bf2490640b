/*
 * record_read.h - the JSON of a sealed record, read back (record.h).
 */
#ifndef RECORD_READ_H
#define RECORD_READ_H

#include "gehoor/record.h"

/*
 * Fills out; its strings are borrowed from json or from store, which is
 * emptied first.  Fields we do not know are passed over, known ones must have
 * their shape.  0, or -1 with the reason (which never quotes the record).
 */
int record_read(
    struct str json, struct buf *store, struct record *out, struct err *e);

#endif
