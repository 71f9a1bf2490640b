/*
 * erase.h - one record is made unreadable for ever: its keys and its bytes.
 * Every step can be done again.
 */
#ifndef ERASE_H
#define ERASE_H

#include "gehoor/act.h"
#include "gehoor/err.h"
#include "gehoor/unseal.h"

/* The log id in the header of a segment. 0 or -1. */
int erase_log_id(const char *dir, uint32_t segment,
    uint8_t out[static LOG_ID_LEN], struct err *e);

/*
 * Takes the key of a record out of DIR/NNNNNNNN.key.  0, also if it was out
 * already, or -1.
 */
int erase_key(const char *dir, const struct act *a,
    const struct reader_secret *r, struct err *e);

/*
 * The tag of a record, by which the answer to it is found; gone with the
 * frame.  1, 0 if the frame is erased already, or -1.
 */
int erase_tag(const char *dir, const struct act *a, uint8_t tag[static TAG_LEN],
    struct err *e);

/* Zeroes tag and body of the record in DIR/NNNNNNNN.seg. 0 or -1. */
int erase_frame(const char *dir, const struct act *a, struct err *e);

#endif
