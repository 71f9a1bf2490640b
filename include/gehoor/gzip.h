/*
 * gzip.h - pages compressed once and sent many times (RFC 1952).
 *
 * A page in which one short thing differs is two pieces, compressed
 * beforehand, with what differs between them as it is (a stored block, RFC
 * 1951 section 3.2.4): nothing is compressed while somebody waits, and what
 * differs does not show in the length.
 */
#ifndef GEHOOR_GZIP_H
#define GEHOOR_GZIP_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/* The CRC-32 of RFC 1952 section 8, of n bytes. */
uint32_t gzip_crc(const void *p, size_t n);

#define GZIP_BETWEEN_MAX 65535 /* bytes of a stored block */

struct gzip_piece {
	struct buf deflated;
	uint32_t crc; /* of the text */
	size_t len;   /* of the text */
};

/*
 * Compresses text as far as zlib can; last: nothing follows it.  0, or -1 for
 * no memory.  gzip_piece_free is legal after either.
 */
int gzip_piece(struct str text, bool last, struct gzip_piece *out);
void gzip_piece_free(struct gzip_piece *p);

/*
 * Adds one member: first (NULL: none), between (may be empty) and last.  No
 * name and no time are in it.  out->failed is set for no memory, or where
 * between is too long.
 */
void gzip_join(const struct gzip_piece *first, struct str between,
    const struct gzip_piece *last, struct buf *out);

#endif
