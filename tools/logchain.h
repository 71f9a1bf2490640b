/*
 * logchain.h - what a segment's header must say, given the one before.
 */
#ifndef LOGCHAIN_H
#define LOGCHAIN_H

#include <stdbool.h>

#include "gehoor/leaves.h"
#include "gehoor/note.h"
#include "gehoor/segment.h"

struct logchain {
	bool known;      /* the segment before was read to its end */
	bool begun;      /* log_id is set */
	uint32_t number; /* of the segment that comes next */
	uint8_t log_id[LOG_ID_LEN];
	enum segment_before before;
	uint64_t before_offset;
};

void logchain_start(struct logchain *c);

/* A later start, at the segment with that number. */
void logchain_resume(struct logchain *c, uint32_t number);

/*
 * Judges a header by the box, the segment before and the tree so far (NULL:
 * not known).  0, or -1 with the first thing that is wrong.
 */
int logchain_check(const struct logchain *c, const char *box,
    const struct segment_header *h, const struct merkle *tree, struct err *e);

/*
 * The tree before a segment, from the file of leaves alone; false unless
 * that gives the root which the header states.
 */
bool logchain_tree(
    const struct segment_header *h, struct leaves *l, struct merkle *out);

void logchain_enter(struct logchain *c, const struct segment_header *h);
void
logchain_leave(struct logchain *c, enum segment_result result, uint64_t offset);
/* A segment that could not be entered at all. */
void logchain_skip(struct logchain *c);

/* Signatures by any of the keys. */
bool logchain_signed(const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct note_verifier *keys, size_t n);
bool logchain_end_signed(const uint8_t end[static SEGMENT_END_LEN],
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct note_verifier *keys, size_t n);

#endif
