/*
 * boxlog_parts.h - what the files boxlog*.c share and nobody else includes.
 */
#ifndef BOXLOG_PARTS_H
#define BOXLOG_PARTS_H

#include "durable.h"
#include "gehoor/boxlog.h"
#include "gehoor/leaves.h"

/* What was found in a log: where the next segment goes on. */
struct boxlog_found {
	uint32_t number; /* of the last segment; 0: none */
	uint8_t log_id[LOG_ID_LEN];
	enum segment_before before; /* how it ended */
	uint64_t before_offset;
	struct merkle tree;
};

/* boxlog_scan.c: goes through all segments; completes the leaves. */
int boxlog_scan(const struct boxlog_options *o, struct leaves *l,
    boxlog_seen_fn *seen, void *arg, struct boxlog_found *out, struct err *note,
    struct err *e);

/* boxlog_files.c: makes the directory, and locks it for one writer. */
int boxlog_directory(const char *dir, struct err *e); /* the fd, or -1 */

/*
 * Makes the key file and the segment of that number, both durable.  Returns
 * the segment open for appending, or -1 and neither is there.
 */
int boxlog_create(int dirfd, uint32_t number, const struct buf *key_file,
    const uint8_t header[static SEGMENT_HEADER_LEN], int64_t file_time,
    struct err *e);

#endif
