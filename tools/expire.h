/*
 * expire.h - whole segments of a log that are past their time.
 */
#ifndef EXPIRE_H
#define EXPIRE_H

#include "gehoor/act_file.h"
#include "gehoor/week.h"

/* From the first segment there is to the last one that is past its time. */
struct expire_range {
	uint32_t last;          /* segment */
	uint64_t first, size;   /* records from, and up to */
	uint8_t root[HASH_LEN]; /* of the tree of that size */
	uint8_t log_id[LOG_ID_LEN];
	char box[BOX_NAME_MAX + 1];
	uint8_t *leaves; /* of these records; owned by the caller (free) */
};

/*
 * Looks which segments are past their time: every message in a segment was
 * written before the next one was opened, and that is more than so many weeks
 * ago.  The newest segment never is.  1, 0 if there is none, or -1.
 */
int expire_due(const char *dir, struct week now, int retention_weeks,
    struct expire_range *out, struct err *e);

/* Adds the signed entry to DIR/expired, if it is not there. 0 or -1. */
int expire_sign(const char *dir, const struct expire_range *r,
    const struct note_signer *desk, const struct act_keys *keys, struct err *e);

/* The last segment that a desk signed for. 1, 0 if none, or -1. */
int expire_signed(const char *dir, const struct act_keys *keys, uint32_t *last,
    struct err *e);

/* How many records are gone, or to be, by what a desk signed for. 0 or -1. */
int expire_signed_size(const char *dir, const struct act_keys *keys,
    uint64_t *size, struct err *e);

/*
 * Removes the answers to the messages up to that segment from the state, shreds
 * the key files and removes the segments; the hashes stay. 0 or -1.
 */
int
expire_delete(const char *dir, const char *state, uint32_t last, struct err *e);

#endif
