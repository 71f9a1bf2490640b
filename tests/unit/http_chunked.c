/*
 * http_chunked.c - tests of the chunked decoder.  Every case is decoded whole
 * and byte by byte, and both must agree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/http_request.h"

#define MAX 100

/*
 * Decodes step bytes at a time; *out holds what came, *used how much was
 * taken.
 */
static enum http_chunked_result
decode(
    const char *in, size_t n, size_t step, char *out, size_t *len, size_t *used)
{
	enum http_chunked_result result = HTTP_CHUNKED_MORE;
	struct http_chunked c = { 0 };

	*len = *used = 0;
	while (*used < n && result == HTTP_CHUNKED_MORE) {
		size_t part = n - *used < step ? n - *used : step, took;
		uint8_t *copy = malloc(part);

		assert_non_null(copy);
		memcpy(copy, in + *used, part);
		result = http_chunked_decode(&c, copy, &part, &took, MAX);
		memcpy(out + *len, copy, part);
		free(copy);
		*len += part;
		*used += took;
		assert_int_equal(c.total, *len);
	}
	return result;
}

static enum http_chunked_result
run(const char *in, size_t n, char *out, size_t *len, size_t *used)
{
	enum http_chunked_result whole, parts;
	char again[1024];
	size_t again_len, again_used;

	assert_true(n <= sizeof(again));
	whole = decode(in, n, n, out, len, used);
	for (size_t step = 1; step <= 7 && step <= n; step++) {
		parts = decode(in, n, step, again, &again_len, &again_used);
		assert_int_equal(parts, whole);
		assert_int_equal(again_len, *len);
		assert_memory_equal(again, out, *len);
		assert_int_equal(again_used, *used);
	}
	return whole;
}

static void
decodes(const char *in, const char *expected)
{
	char out[1024];
	size_t len, used;

	assert_int_equal(
	    run(in, strlen(in), out, &len, &used), HTTP_CHUNKED_END);
	assert_int_equal(used, strlen(in));
	assert_int_equal(len, strlen(expected));
	assert_memory_equal(out, expected, len);
}

static enum http_chunked_result
result_of(const char *in)
{
	char out[1024];
	size_t len, used;

	return run(in, strlen(in), out, &len, &used);
}

static void
rfc9112_7_1_chunks(void **state)
{
	(void)state;
	decodes("0\r\n\r\n", "");
	decodes("5\r\nhello\r\n0\r\n\r\n", "hello");
	decodes("5\r\nhello\r\n6\r\n\r\n\r\n\r\n\r\n000\r\n\r\n",
	    "hello\r\n\r\n\r\n");
	decodes("A\r\n0123456789\r\n00000000000000b\r\nabcdefghijk\r\n"
		"0\r\n\r\n",
	    "0123456789abcdefghijk");
}

static void
test_what_follows_is_left(void **state)
{
	const char *in = "1\r\nx\r\n0\r\n\r\nGET / HTTP/1.1\r\n";
	char out[64];
	size_t len, used;

	(void)state;
	assert_int_equal(
	    run(in, strlen(in), out, &len, &used), HTTP_CHUNKED_END);
	assert_int_equal(used, 11);
}

static void
test_every_prefix_needs_more(void **state)
{
	const char *in = "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n";
	char out[64];
	size_t len, used;

	(void)state;
	for (size_t n = 1; n < strlen(in); n++)
		assert_int_equal(
		    run(in, n, out, &len, &used), HTTP_CHUNKED_MORE);
	decodes(in, "hello");
}

static void
rfc9112_7_1_1_extensions(void **state)
{
	char in[600];

	(void)state;
	decodes("1;a;b=c;d=\"e f;\\\" \\\\\"\r\nx\r\n0;z;y=1;x=2\r\n\r\n", "x");
	assert_int_equal(result_of("1 ;a\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1; a\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1;\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1;a=\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1;a=\"b\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1;a=\"b\"c\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("1;a\nx\r\n"), HTTP_CHUNKED_BAD);
	for (int over = 0; over < 2; over++) {
		int n = snprintf(in, sizeof(in), "0;%0*d\r\n\r\n",
		    HTTP_CHUNK_EXT_MAX - 1 + over, 0);

		assert_true(n > 0);
		assert_int_equal(
		    result_of(in), over ? HTTP_CHUNKED_BAD : HTTP_CHUNKED_END);
	}
}

static void
rfc9112_7_1_2_trailers(void **state)
{
	struct http_chunked c = { 0 };
	enum http_chunked_result result = HTTP_CHUNKED_MORE;
	uint8_t line[] = "0\r\n";
	size_t n = 3, used;

	(void)state;
	decodes("1\r\nx\r\n0\r\nA: b\r\nC:\r\n\r\n", "x");
	assert_int_equal(result_of("0\r\n a: b\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\na : b\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\na\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\n: b\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\na: b\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\na: b\x01\r\n"), HTTP_CHUNKED_BAD);
	http_chunked_decode(&c, line, &n, &used, MAX);
	for (int i = 0; i < 10000 && result == HTTP_CHUNKED_MORE; i++) {
		uint8_t trailer[] = "A: b\r\n";

		n = 6;
		result = http_chunked_decode(&c, trailer, &n, &used, MAX);
	}
	assert_int_equal(result, HTTP_CHUNKED_BAD);
}

static void
rfc9110_6_5_1_forbidden_trailers(void **state)
{
	(void)state;
	assert_int_equal(
	    result_of("0\r\nContent-Length: 5\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(
	    result_of("0\r\nA: b\r\ntransfer-ENCODING:\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\nhost: a\r\n"), HTTP_CHUNKED_BAD);
	assert_int_equal(result_of("0\r\nConnection: a\r\n"), HTTP_CHUNKED_BAD);
	decodes("0\r\nContent-Lengths: 5\r\nContent-Lengt: 5\r\n"
		"X-Host: a\r\nhos: a\r\nC: d\r\nh: i\r\n\r\n",
	    "");
}

static void
rfc9112_7_1_bad_sizes(void **state)
{
	static const char *const bad[] = { "\r\n", "g\r\n", "-1\r\n", "+1\r\n",
		" 1\r\n", "1 \r\n", "0x1\r\n", "1\n", "1\r\r", ";a\r\n",
		"00000000000000001\r\n", "1\r\nxy", "1\r\nx\n", "1\r\nx\rx",
		"0\r\n\n", "0\r\n\rx", "\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(result_of(bad[i]), HTTP_CHUNKED_BAD);
}

static void
test_too_long(void **state)
{
	char in[600];

	(void)state;
	assert_int_equal(result_of("65\r\n"), HTTP_CHUNKED_TOO_LONG);
	assert_int_equal(
	    result_of("ffffffffffffffff\r\n"), HTTP_CHUNKED_TOO_LONG);
	assert_int_equal(
	    result_of("fffffffffffffffff\r\n"), HTTP_CHUNKED_TOO_LONG);
	snprintf(in, sizeof(in), "64\r\n%0100d\r\n0\r\n\r\n", 0);
	assert_int_equal(result_of(in), HTTP_CHUNKED_END);
	snprintf(in, sizeof(in), "64\r\n%0100d\r\n1\r\n", 0);
	assert_int_equal(result_of(in), HTTP_CHUNKED_TOO_LONG);
}

/* A verdict stays, and nothing is taken after it. */
static void
test_verdicts_stay(void **state)
{
	static const char *const ends[] = { "0\r\n\r\n", "x", "ff" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct http_chunked c = { 0 };
		enum http_chunked_result first;
		uint8_t bytes[8];
		size_t n = strlen(ends[i]), used;

		memcpy(bytes, ends[i], n);
		first = http_chunked_decode(&c, bytes, &n, &used, MAX);
		assert_int_not_equal(first, HTTP_CHUNKED_MORE);
		n = sizeof(bytes);
		assert_int_equal(
		    http_chunked_decode(&c, bytes, &n, &used, MAX), first);
		assert_int_equal(n, 0);
		assert_int_equal(used, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc9112_7_1_chunks),
		cmocka_unit_test(test_what_follows_is_left),
		cmocka_unit_test(test_every_prefix_needs_more),
		cmocka_unit_test(rfc9112_7_1_1_extensions),
		cmocka_unit_test(rfc9112_7_1_2_trailers),
		cmocka_unit_test(rfc9110_6_5_1_forbidden_trailers),
		cmocka_unit_test(rfc9112_7_1_bad_sizes),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_verdicts_stay),
	};

	return cmocka_run_group_tests_name("http_chunked", tests, NULL, NULL);
}
