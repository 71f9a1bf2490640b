/*
 * scan.c - tests of the spans of all kinds together, and of their replacing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "gehoor/scan.h"
#include "scan_marked.h"

/* Where two kinds meet the stronger one wins, and the rest is kept. */
static void
test_together(void **state)
{
	static const char text[] =
	    "Ik heet Jan Kerkstraat 5, 1234 AB. Mail jan@example.nl of "
	    "bel 06-12345678; bsn 123456782, NL91 ABNA 0417 1643 00.";
	static const struct {
		enum scan_kind kind;
		const char *what;
	} expected[] = {
		{ SCAN_ADDRESS, "Jan Kerkstraat 5" },
		{ SCAN_POSTCODE, "1234 AB" },
		{ SCAN_MAIL, "jan@example.nl" },
		{ SCAN_PHONE, "06-12345678" },
		{ SCAN_BSN, "123456782" },
		{ SCAN_IBAN, "NL91 ABNA 0417 1643 00" },
	};
	struct scan_span got[SPANS_MAX];
	size_t n = scan_text(str_of(text), NULL, got, SPANS_MAX);

	(void)state;
	show("found", str_of(text), got, n == COUNT(expected) ? 0 : n);
	assert_int_equal(n, COUNT(expected));
	for (size_t i = 0; i < n; i++) {
		struct str s = { text + got[i].start,
			got[i].end - got[i].start };

		assert_int_equal(got[i].kind, expected[i].kind);
		assert_true(str_is(s, expected[i].what));
	}
	n = scan_text(str_of("groetjes Jan jan@example.nl"), NULL, got, 9);
	assert_int_equal(n, 1);
	assert_int_equal(got[0].kind, SCAN_MAIL);
	n = scan_text(str_of("in de Kerkstraat 3456 AB"), NULL, got, 9);
	assert_int_equal(n, 2);
	assert_int_equal(got[0].kind, SCAN_ADDRESS);
	assert_int_equal(got[0].start, 6);
	assert_int_equal(got[0].end, 16);
	assert_int_equal(got[1].kind, SCAN_POSTCODE);
}

static void
test_allowed(void **state)
{
	static const char *const numbers[] = { "0101234567", "+31 20 7654321",
		"0049 30 123456" };
	const struct scan_allow allow = { numbers, COUNT(numbers) };
	struct scan_span got[9];
	static const char *const theirs[] = { "010-1234567", "+31101234567",
		"0031 (0)10 123 45 67", "tel 31101234567", "020 765 43 21",
		"+49 30 123456" };

	(void)state;
	for (size_t i = 0; i < COUNT(theirs); i++) {
		struct str t = str_of(theirs[i]);

		assert_int_equal(scan_text(t, &allow, got, 9), 0);
		assert_int_equal(scan_text(t, NULL, got, 9), 1);
	}
	assert_int_equal(scan_text(str_of("010-1234568"), &allow, got, 9), 1);
}

/* A smaller room gets the beginning of what a larger one gets. */
static void
test_max(void **state)
{
	static const char text[] = "1234 AB 1235 AB 1236 AB 1237 AB";
	struct scan_span all[9], some[9];

	(void)state;
	assert_int_equal(scan_text(str_of(text), NULL, all, 9), 4);
	for (size_t max = 0; max < 5; max++) {
		memset(some, 0xff, sizeof(some));
		memset(&all[8], 0xff, sizeof(all[8]));
		assert_int_equal(scan_text(str_of(text), NULL, some, max), max);
		for (size_t i = 0; i < max; i++)
			assert_int_equal(some[i].start, all[i].start);
		assert_int_equal(some[max].start, all[8].start);
	}
	assert_int_equal(scan_text((struct str){ NULL, 0 }, NULL, some, 9), 0);
}

static void
replaces(const char *text, const char *const *words, const char *expected)
{
	struct scan_span got[9];
	struct buf b = BUF_INIT;
	size_t n = scan_text(str_of(text), NULL, got, 9);

	assert_int_equal(scan_replace(str_of(text), got, n, words, &b), 0);
	assert_string_equal(b.len == 0 ? "" : buf_cstr(&b), expected);
	buf_free(&b);
}

static void
test_replace(void **state)
{
	static const char *const words[SCAN_NKINDS] = {
		[SCAN_PHONE] = "telefoonnummer",
	};

	(void)state;
	replaces("", words, "");
	replaces("niets", words, "niets");
	replaces("0612345678", words, "[telefoonnummer]");
	replaces("bel 0612345678, 06-87654321!", words,
	    "bel [telefoonnummer], [telefoonnummer]!");
	replaces(
	    "mevrouw Jansen, Kerkstraat 5", words, "mevrouw [naam], [adres]");
}

static void
test_replace_refuses(void **state)
{
	static const char *const words[SCAN_NKINDS];
	struct str t = str_of("abcdef");
	struct scan_span s[2] = { { 1, 3, SCAN_MAIL }, { 2, 4, SCAN_MAIL } };
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(scan_replace(t, s, 2, words, &b), -1);
	s[1] = (struct scan_span){ 0, 1, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 2, words, &b), -1);
	s[0] = (struct scan_span){ 4, 7, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	s[0] = (struct scan_span){ 4, 4, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	s[0] = (struct scan_span){ 4, 5, SCAN_NKINDS };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	assert_int_equal(b.len, 0);
	b.max = 4;
	s[0] = (struct scan_span){ 4, 5, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	buf_free(&b);
}

/* What would take minutes if it were quadratic. */
static void
test_is_linear(void **state)
{
	static const char *const parts[] = { "a", "1", "1 ", "06 ", "+", "a.",
		"a@", "a at ", "Jan van ", "nul ", "J.", "a'", "groetjes a ",
		"punt a ", "Kerkstraat ", "1.", "mevrouw ", "\xe2\x82", "nl1" };
	static char text[1 << 18];
	static struct scan_span got[SPANS_MAX];

	(void)state;
	for (size_t k = 0; k < COUNT(parts); k++) {
		size_t n = strlen(parts[k]);
		clock_t from = clock();

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = parts[k][i % n];
		scan_text(
		    (struct str){ text, sizeof(text) }, NULL, got, SPANS_MAX);
		assert_true(clock() - from < 20 * CLOCKS_PER_SEC);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_allowed),
		cmocka_unit_test(test_max),
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_replace_refuses),
		cmocka_unit_test(test_is_linear),
	};

	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
