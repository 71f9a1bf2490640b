/*
 * segment_reader.h - goes through one segment file frame by frame.
 *
 * Needs no secret.  Memory is bounded by the largest frame, whatever the
 * file says.
 */
#ifndef GEHOOR_SEGMENT_READER_H
#define GEHOOR_SEGMENT_READER_H

#include "gehoor/segment.h"

struct segment_reader;

/*
 * Opens the file and reads its header.  On SEGMENT_OK *out is owned by the
 * caller.  SEGMENT_TORN: shorter than a header.
 */
enum segment_result segment_reader_open(
    const char *path, struct segment_reader **out, struct err *e);

/* The same over bytes in memory (borrowed until closed), for fuzzing. */
enum segment_result segment_reader_open_bytes(
    const uint8_t *p, size_t n, struct segment_reader **out, struct err *e);

const struct segment_header *
segment_reader_header(const struct segment_reader *r);
/* The header's 256 bytes as they are in the file. */
const uint8_t *segment_reader_header_bytes(const struct segment_reader *r);

/*
 * Next frame.  On SEGMENT_OK: *f, and *raw points at the whole frame (fixed
 * part and body, SEGMENT_FRAME_LEN + f->body_len bytes), borrowed until the
 * next call.  Checks index order and CRCs.  On SEGMENT_END the end frame is
 * in *end_raw of segment_reader_end.  Every other result is final.
 */
enum segment_result segment_reader_next(struct segment_reader *r,
    struct frame *f, const uint8_t **raw, struct err *e);

/* The end frame's body, after SEGMENT_END; else NULL. */
const uint8_t *segment_reader_end(const struct segment_reader *r);

/* Where the last whole frame (or the header) ended. */
uint64_t segment_reader_offset(const struct segment_reader *r);

/*
 * Goes on at a place and index known from an earlier reading (incremental
 * ingest); offset must be where a frame ends. */
enum segment_result segment_reader_seek(struct segment_reader *r,
    uint64_t offset, uint64_t next_index, struct err *e);

void segment_reader_close(struct segment_reader **r);

#endif
