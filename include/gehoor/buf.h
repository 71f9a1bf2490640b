/*
 * buf.h - a growing byte buffer that forgets.
 *
 * Memory is wiped whenever it is given back, also when the buffer grows, so
 * that no story stays behind in the heap.  Failure is sticky: after a failed
 * addition (no memory, or beyond max) the buffer keeps what it had, ignores
 * further additions and has failed set; check it once, at the end.
 */
#ifndef GEHOOR_BUF_H
#define GEHOOR_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"

struct buf {
	uint8_t *data; /* owned; NULL while empty */
	size_t len;
	size_t cap;
	size_t max; /* cap on len; 0 is no cap */
	bool failed;
};

#define BUF_INIT \
	{ \
		NULL, 0, 0, 0, false \
	}

/* Adds n bytes, or a string, or a formatted string, or one byte. */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addstr(struct buf *b, struct str s);
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_addc(struct buf *b, char c);

/* Adds n zero bytes. */
void buf_addz(struct buf *b, size_t n);

/*
 * Makes room for n more bytes and returns where they go (the caller fills
 * them and adds to len), or NULL after setting failed.
 */
uint8_t *buf_room(struct buf *b, size_t n);

/* The content as a NUL-terminated string (the NUL is not in len), or NULL. */
const char *buf_cstr(struct buf *b);

/* Empties the buffer, wiping what it held, and keeps the memory and max. */
void buf_clear(struct buf *b);

/* Wipes and frees; b can be used again as if just made.  Legal on BUF_INIT. */
void buf_free(struct buf *b);

#endif
