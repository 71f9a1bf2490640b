/*
 * http_judge.h - what the tests of the request parser share: a request is
 * parsed at every length, as a verdict must not depend on how it was cut.
 */
#ifndef TESTS_UNIT_HTTP_JUDGE_H
#define TESTS_UNIT_HTTP_JUDGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/http_request.h"

#define H "Host: a.example\r\n"

static const struct http_limits limits = { 2048, 8192, 131072 };

/*
 * The verdict on n bytes, each prefix in memory that ends where it ends: 0
 * until the head is whole or the fault was seen, then always the same.
 */
static inline long
judge(const char *p, size_t n, struct http_request *r)
{
	long verdict = 0, got;

	for (size_t k = 0; k <= n; k++) {
		uint8_t *copy = malloc(k + (k == 0));
		struct http_request part;

		assert_non_null(copy);
		memcpy(copy, p, k);
		got = http_request_parse(copy, k, &limits, &part);
		free(copy);
		if (verdict == 0 && got > 0)
			assert_int_equal(got, k);
		else if (verdict != 0)
			assert_int_equal(got, verdict);
		verdict = got;
	}
	assert_int_equal(
	    http_request_parse((const uint8_t *)p, n, &limits, r), verdict);
	return verdict;
}

static inline long
verdict(const char *s)
{
	struct http_request r;

	return judge(s, strlen(s), &r);
}

static inline void
accepts(const char *s, struct http_request *r)
{
	assert_int_equal(judge(s, strlen(s), r), strlen(s));
}

/* What a fault is put into: head lines behind the request line. */
static inline long
with_fields(const char *fields)
{
	char s[4096];

	snprintf(s, sizeof(s), "GET / HTTP/1.1\r\n" H "%s\r\n", fields);
	return verdict(s);
}

static inline long
with_target(const char *method, const char *target)
{
	char s[4096];

	snprintf(s, sizeof(s), "%s %s HTTP/1.1\r\n" H "\r\n", method, target);
	return verdict(s);
}

#define ASSERT_STR(s, lit) \
	do { \
		assert_int_equal((s).n, strlen(lit)); \
		assert_memory_equal((s).p, lit, strlen(lit)); \
	} while (0)

#endif
