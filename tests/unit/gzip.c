/*
 * gzip.c - tests of pages compressed beforehand: what zlib unpacks is what
 * went in, whatever stands between the pieces.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "gehoor/gzip.h"

#define GZIP_FRAME (15 + 16) /* zlib: expect the frame of gzip */

static struct str
str_made(char c, size_t n)
{
	char *p = malloc(n + 1);

	assert_non_null(p);
	memset(p, c, n + 1);
	return (struct str){ p, n };
}

/* Unpacks one member and nothing behind it. */
static size_t
unpack(const struct buf *b, char *to, size_t room)
{
	z_stream z = { 0 };

	assert_int_equal(inflateInit2(&z, GZIP_FRAME), Z_OK);
	z.next_in = b->data;
	z.avail_in = (uInt)b->len;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)room;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.avail_in, 0);
	assert_int_equal(inflateEnd(&z), Z_OK);
	return z.total_out;
}

static void
check(struct str first, struct str between, struct str last)
{
	size_t n = first.n + between.n + last.n;
	char *want = malloc(n + 1), *got = malloc(n + 1);
	struct gzip_piece pieces[2];
	struct buf b = BUF_INIT;

	assert_true(want != NULL && got != NULL);
	memcpy(want, first.p, first.n);
	memcpy(want + first.n, between.p, between.n);
	memcpy(want + first.n + between.n, last.p, last.n);
	assert_int_equal(gzip_piece(first, false, &pieces[0]), 0);
	assert_int_equal(gzip_piece(last, true, &pieces[1]), 0);
	gzip_join(&pieces[0], between, &pieces[1], &b);
	assert_false(b.failed);
	assert_int_equal(unpack(&b, got, n + 1), n);
	assert_memory_equal(got, want, n);
	gzip_piece_free(&pieces[0]);
	gzip_piece_free(&pieces[1]);
	buf_free(&b);
	free(want);
	free(got);
}

static void
test_joined(void **state)
{
	static const char page[] = "<p>Vertel het ons</p><p>Vertel het</p>";
	const struct str text = { page, sizeof(page) - 1 };
	static const size_t sizes[] = { 0, 1, 48, 1000, GZIP_BETWEEN_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct str between = str_made('t', sizes[i]);

		check(text, between, text);
		check((struct str){ "", 0 }, between, text);
		check(text, between, (struct str){ "", 0 });
		free((char *)(uintptr_t)between.p);
	}
}

/* What compresses badly, and what is larger than the window of deflate. */
static void
test_any_bytes(void **state)
{
	struct str large = str_made('a', 300000);
	char *p = (char *)(uintptr_t)large.p;
	uint32_t seed = 7;

	(void)state;
	check(large, (struct str){ "x", 1 }, large);
	for (size_t i = 0; i < large.n; i++) {
		seed = seed * 1103515245 + 12345;
		p[i] = (char)(seed >> 24);
	}
	check(large, (struct str){ "x", 1 }, large);
	free(p);
}

/* The length does not tell what stands between, only how much. */
static void
test_between_is_stored(void **state)
{
	const char *const tokens[] = { "aaaaaaaaaaaaaaaa", "q7Zp0-xY3kLm_9Rt" };
	struct gzip_piece pieces[2];
	size_t lens[2];

	(void)state;
	gzip_piece(str_of("<p>aaaaaaaaaaaaaaaa"), false, &pieces[0]);
	gzip_piece(str_of("aaaaaaaaaaaaaaaa</p>"), true, &pieces[1]);
	for (size_t i = 0; i < 2; i++) {
		struct buf b = BUF_INIT;

		gzip_join(&pieces[0], str_of(tokens[i]), &pieces[1], &b);
		lens[i] = b.len;
		buf_free(&b);
	}
	assert_int_equal(lens[0], lens[1]);
	gzip_piece_free(&pieces[0]);
	gzip_piece_free(&pieces[1]);
}

static void
test_too_long_between(void **state)
{
	struct str between = str_made('t', GZIP_BETWEEN_MAX + 1);
	struct gzip_piece last;
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(gzip_piece(str_of("x"), true, &last), 0);
	gzip_join(NULL, between, &last, &b);
	assert_true(b.failed);
	gzip_piece_free(&last);
	buf_free(&b);
	free((char *)(uintptr_t)between.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_joined),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_between_is_stored),
		cmocka_unit_test(test_too_long_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
