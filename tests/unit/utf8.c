/*
 * utf8.c - tests of the UTF-8 decoder and of cleaning.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/utf8.h"

#define FFFD "\xef\xbf\xbd"

/* Cleans a copy that ends where its memory ends. */
static void
cleans_bytes(const char *p, size_t n, const char *expected, size_t len)
{
	struct buf b = BUF_INIT;
	char *copy = malloc(n + (n == 0));

	assert_non_null(copy);
	memcpy(copy, p, n);
	utf8_clean(&b, copy, n);
	assert_int_equal(b.len, len);
	assert_true(len == 0 || memcmp(b.data, expected, len) == 0);
	assert_true(utf8_is_valid(b.data, b.len));
	free(copy);
	buf_free(&b);
}

static void
cleans(const char *s, const char *expected)
{
	cleans_bytes(s, strlen(s), expected, strlen(expected));
}

static void
test_plain_text_stays(void **state)
{
	(void)state;
	cleans("", "");
	cleans("Mijn verhaal\n\tis lang genoeg voor acht tegelijk.",
	    "Mijn verhaal\n\tis lang genoeg voor acht tegelijk.");
	cleans(
	    "één café, naïef, €, 👩‍👩‍👧, شكرا, \xc2\xa0",
	    "één café, naïef, €, 👩‍👩‍👧, شكرا, \xc2\xa0");
	cleans("\xef\xbf\xbf\xf4\x8f\xbf\xbf", "\xef\xbf\xbf\xf4\x8f\xbf\xbf");
}

static void
test_line_breaks(void **state)
{
	(void)state;
	cleans("a\r\nb\rc\nd", "a\nb\nc\nd");
	cleans("\r\r\n\n\r", "\n\n\n\n");
	cleans("12345678\r\n12345678\r", "12345678\n12345678\n");
}

/* One control character at every place of a long enough text. */
static void
test_controls_go(void **state)
{
	char in[20], out[20];

	(void)state;
	for (int c = 0; c < 0x80; c++) {
		if ((c >= 0x20 && c != 0x7f) || c == '\t' || c == '\n' ||
		    c == '\r')
			continue;
		for (size_t at = 0; at < sizeof(in); at++) {
			memset(in, 'x', sizeof(in));
			memset(out, 'x', sizeof(out));
			in[at] = (char)c;
			cleans_bytes(in, sizeof(in), out, sizeof(out) - 1);
		}
	}
	cleans("a\xc2\x80z\xc2\x9f", "az");
	cleans("12345678\xc2\x85", "12345678");
}

static void
test_byte_order_mark(void **state)
{
	(void)state;
	cleans("\xef\xbb\xbfx", "x");
	cleans("\xef\xbb\xbf", "");
	cleans("x\xef\xbb\xbf", "x\xef\xbb\xbf");
	cleans("\xef\xbb\xbf\xef\xbb\xbf", "");
	cleans(
	    "\x01\xef\xbb\xbf\x7f\xef\xbb\xbfx\xef\xbb\xbf", "x\xef\xbb\xbf");
	cleans("\n\xef\xbb\xbf", "\n\xef\xbb\xbf");
	cleans("\xef\xbb", FFFD);
}

/* Unicode 15, section 3.9, tables 3-8 to 3-11. */
static void
test_maximal_subparts(void **state)
{
	(void)state;
	cleans("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41",
	    FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
	cleans("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41",
	    FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
	cleans("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42",
	    FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B");
	cleans("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", FFFD FFFD FFFD FFFD "A");
}

/* Table 3-7, written as ranges, against every sequence of up to 3 bytes. */
static bool
table_3_7(const uint8_t *p, size_t n)
{
	static const uint8_t rows[][7] = {
		{ 1, 0x00, 0x7f, 0, 0, 0, 0 },
		{ 2, 0xc2, 0xdf, 0x80, 0xbf, 0, 0 },
		{ 3, 0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf },
		{ 3, 0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf },
		{ 3, 0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf },
		{ 3, 0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf },
	};
	size_t row, k;

	if (n == 0)
		return true;
	for (row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
		if (rows[row][0] > n)
			continue;
		for (k = 0; k < rows[row][0]; k++)
			if (p[k] < rows[row][1 + 2 * k] ||
			    p[k] > rows[row][2 + 2 * k])
				break;
		if (k == rows[row][0])
			return table_3_7(p + k, n - k);
	}
	return false;
}

static void
test_every_three_bytes(void **state)
{
	(void)state;
	for (uint32_t v = 0; v < 1u << 24; v++) {
		uint8_t p[3] = { (uint8_t)(v >> 16), (uint8_t)(v >> 8),
			(uint8_t)v };

		if (utf8_is_valid(p, 3) != table_3_7(p, 3))
			fail_msg("%06x", v);
	}
}

static void
test_four_bytes(void **state)
{
	(void)state;
	assert_true(utf8_is_valid("\xf0\x90\x80\x80", 4));
	assert_true(utf8_is_valid("\xf4\x8f\xbf\xbf", 4));
	assert_true(utf8_is_valid("\xf1\x80\x80\x80", 4));
	assert_false(utf8_is_valid("\xf0\x8f\xbf\xbf", 4));
	assert_false(utf8_is_valid("\xf4\x90\x80\x80", 4));
	assert_false(utf8_is_valid("\xf5\x80\x80\x80", 4));
	assert_false(utf8_is_valid("\xf1\x80\x80", 3));
	assert_false(utf8_is_valid("\xf1\x80\x80\xc0", 4));
	assert_true(utf8_is_valid("", 0));
	assert_false(utf8_is_valid("123456789\x80", 10));
}

static void
test_count_and_prefix(void **state)
{
	static const char text[] = "aé€😀b";

	(void)state;
	assert_int_equal(utf8_count(text, strlen(text)), 5);
	assert_int_equal(utf8_count("", 0), 0);
	assert_int_equal(utf8_prefix(text, strlen(text), 0), 0);
	assert_int_equal(utf8_prefix(text, strlen(text), 1), 1);
	assert_int_equal(utf8_prefix(text, strlen(text), 2), 3);
	assert_int_equal(utf8_prefix(text, strlen(text), 3), 6);
	assert_int_equal(utf8_prefix(text, strlen(text), 4), 10);
	assert_int_equal(utf8_prefix(text, strlen(text), 5), 11);
	assert_int_equal(utf8_prefix(text, strlen(text), 99), 11);
}

static void
test_fold(void **state)
{
	static const char text[] = "Café ÉÉN ﬁjn Straße";
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(utf8_fold(&b, text, strlen(text)), 0);
	assert_string_equal(buf_cstr(&b), "cafe een fijn strasse");
	assert_int_equal(utf8_fold(&b, "", 0), 0);
	assert_int_equal(utf8_fold(&b, "\xff", 1), -1);
	buf_free(&b);
}

/* Cleaning what is clean changes nothing, whatever came first. */
static void
test_cleaning_twice_is_cleaning_once(void **state)
{
	static const char alphabet[] = "a\r\n\xc2\x85\xef\xbb\xbf\xe2\x82\xac";

	(void)state;
	srand(1);
	for (int round = 0; round < 20000; round++) {
		struct buf once = BUF_INIT, twice = BUF_INIT;
		char in[24];

		for (size_t i = 0; i < sizeof(in); i++)
			in[i] =
			    alphabet[(size_t)rand() % (sizeof(alphabet) - 1)];
		utf8_clean(&once, in, sizeof(in));
		assert_false(once.failed);
		utf8_clean(&twice, once.data, once.len);
		assert_int_equal(once.len, twice.len);
		assert_true(once.len == 0 ||
		    memcmp(once.data, twice.data, once.len) == 0);
		buf_free(&once);
		buf_free(&twice);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_text_stays),
		cmocka_unit_test(test_line_breaks),
		cmocka_unit_test(test_controls_go),
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_maximal_subparts),
		cmocka_unit_test(test_every_three_bytes),
		cmocka_unit_test(test_four_bytes),
		cmocka_unit_test(test_count_and_prefix),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_cleaning_twice_is_cleaning_once),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
