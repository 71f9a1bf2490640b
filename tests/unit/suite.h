/*
 * suite.h - published test data, read whole; a test is skipped without it.
 */
#ifndef SUITE_H
#define SUITE_H

#include <stdio.h>

#include "gehoor/buf.h"

/* The whole file, or skips the test. Include after cmocka.h. */
static inline struct buf
slurp(const char *path)
{
	struct buf b = BUF_INIT;
	FILE *f = fopen(path, "rb");
	uint8_t part[4096];
	size_t n;

	if (f == NULL)
		skip();
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	assert_false(b.failed);
	return b;
}

/* Adds the bytes of hexadecimal digits, whatever stands between them. */
static inline void
add_hex(struct buf *b, const char *hex, size_t n)
{
	unsigned byte = 1;

	for (size_t i = 0; i < n; i++) {
		int digit = hex[i] >= '0' && hex[i] <= '9' ? hex[i] - '0'
		    : (hex[i] | 32) >= 'a' && (hex[i] | 32) <= 'f'
		    ? (hex[i] | 32) - 'a' + 10
		    : -1;

		if (digit < 0)
			continue;
		byte = byte << 4 | (unsigned)digit;
		if (byte > 0xff) {
			buf_addc(b, (char)byte);
			byte = 1;
		}
	}
}

#endif
