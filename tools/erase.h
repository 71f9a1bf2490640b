/*
 * erase.h - one record is made unreadable for ever: its keys, its bytes, and
 * the answer to it.  Every step can be done again.
 */
#ifndef ERASE_H
#define ERASE_H

#include "gehoor/act.h"
#include "gehoor/err.h"
#include "gehoor/unseal.h"

/*
 * Takes the key of a record out of DIR/NNNNNNNN.key; the old file's bytes are
 * overwritten when the new one is in place.  0, also if it was out already,
 * or -1.
 */
int erase_key(const char *dir, const struct act *a,
    const struct reader_secret *r, struct err *e);

/*
 * Zeroes tag and body of the record in DIR/NNNNNNNN.seg: the file is written
 * anew beside, renamed, and the bytes of the old one are overwritten.  tag
 * gets what was there (all zero if it was erased already).  0 or -1.
 */
int erase_frame(const char *dir, const struct act *a,
    uint8_t tag[static TAG_LEN], struct err *e);

#endif
