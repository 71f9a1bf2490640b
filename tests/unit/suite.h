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

#endif
