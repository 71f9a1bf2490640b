/*
 * assert_str.h - a borrowed string is what was expected.
 */
#ifndef ASSERT_STR_H
#define ASSERT_STR_H

#include "gehoor/bytes.h"

/* Include after cmocka.h. */
static inline void
assert_str(struct str s, const char *expected)
{
	assert_non_null(s.p);
	assert_int_equal(s.n, strlen(expected));
	assert_memory_equal(s.p, expected, s.n);
}

#endif
