/*
 * suite_utf8.c - the UTF-8 decoder and cleaner against data that others
 * published (../shared/suites/utf8; skipped where that is not there).
 *
 * utf8.skip.ref.txt does not apply: it is what is left when broken bytes are
 * skipped, where we put U+FFFD.  Kuhn's test asks for one U+FFFD for all bytes
 * of an incomplete sequence; Unicode since asks for one for each maximal
 * subpart (3.9, D93b), and in most of his, five and six bytes long or overlong,
 * that is every byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/utf8.h"
#include "suite.h"

#define SUITE "../shared/suites/utf8/"
#define UTF8_CASES 222
#define KUHN_MISTAKES 375 /* as other decoders count them */
#define FFFD "\xef\xbf\xbd"

/* The first becomes what is left of the second, which is well-formed. */
static void
assert_becomes(const struct buf *in, const struct buf *expected)
{
	struct buf out = BUF_INIT, clean = BUF_INIT;

	assert_true(utf8_is_valid(expected->data, expected->len));
	utf8_clean(&out, in->data, in->len);
	utf8_clean(&clean, expected->data, expected->len);
	assert_int_equal(out.len, clean.len);
	assert_true(out.len == 0 || memcmp(out.data, clean.data, out.len) == 0);
	buf_free(&out);
	buf_free(&clean);
}

/* Adds the hexadecimal bytes up to the next colon; returns what follows. */
static const char *
take_hex(struct buf *b, const char *p, const char *end)
{
	const char *colon = memchr(p, ':', (size_t)(end - p));

	if (colon == NULL)
		colon = end;
	if (strncmp(p, "nothing", 7) != 0)
		add_hex(b, p, (size_t)(colon - p));
	return colon == end ? end : colon + 1;
}

/* NUM:valid:BYTES, NUM:valid hex:HEX, NUM:invalid hex:HEX:SKIPPED:REPLACED. */
static bool
take_case(const char *line, const char *end)
{
	struct buf in = BUF_INIT, expected = BUF_INIT, skipped = BUF_INIT;
	const char *kind = memchr(line, ':', (size_t)(end - line));
	bool valid;

	if (*line < '0' || *line > '9' || kind == NULL)
		return false;
	kind += 1 + strspn(kind + 1, " ");
	valid = strncmp(kind, "valid", 5) == 0;
	if (strncmp(kind, "valid:", 6) == 0)
		buf_add(&in, kind + 6, (size_t)(end - kind - 6));
	else if (valid)
		take_hex(&in, kind + strlen("valid hex:"), end);
	else {
		line = take_hex(&in, kind + strlen("invalid hex:"), end);
		line = take_hex(&skipped, line, end);
		take_hex(&expected, line, end);
	}
	if (valid)
		buf_add(&expected, in.data, in.len);
	assert_true(in.len > 0 || valid);
	assert_int_equal(utf8_is_valid(in.data, in.len), valid);
	assert_becomes(&in, &expected);
	buf_free(&in);
	buf_free(&expected);
	buf_free(&skipped);
	return true;
}

static void
utf8_cases(void **state)
{
	struct buf file = slurp(SUITE "utf8tests.txt");
	const char *line = buf_cstr(&file);
	size_t cases = 0, n;

	(void)state;
	for (; *line != '\0'; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		cases += take_case(line, line + n);
	}
	assert_int_equal(cases, UTF8_CASES);
	buf_free(&file);
}

/* The same cases as bytes, and what they become. */
static void
utf8_replaced(void **state)
{
	struct buf in = slurp(SUITE "utf8tests.bin");
	struct buf expected = slurp(SUITE "utf8.replace.ref.txt");

	(void)state;
	assert_false(utf8_is_valid(in.data, in.len));
	assert_becomes(&in, &expected);
	buf_free(&in);
	buf_free(&expected);
}

static size_t
count(const char *p, size_t n, const char *what)
{
	const char *at;
	size_t found = 0, len = strlen(what);

	while (n > 0 && (at = memmem(p, n, what, len)) != NULL) {
		found++;
		n -= (size_t)(at + len - p);
		p = at + len;
	}
	return found;
}

/*
 * What stands between quotes on a line, if there are two: well-formed, or one
 * mistake in every byte that is no blank.  False if there is no such thing.
 */
static bool
kuhn_line(const char *line, size_t n)
{
	const char *from = memchr(line, '"', n), *to = memrchr(line, '"', n);
	struct buf out = BUF_INIT;
	size_t bytes, mistakes;

	if (from == NULL || from == to ||
	    (*line != ' ' && (*line < '1' || *line > '9')))
		return false;
	from++;
	bytes = (size_t)(to - from) - count(from, (size_t)(to - from), " ");
	utf8_clean(&out, from, (size_t)(to - from));
	mistakes = count((const char *)out.data, out.len, FFFD);
	if (strncmp(line, "3.3.7", 5) == 0)
		assert_int_equal(mistakes, 1); /* ef bf of U+FFFF */
	else if (bytes == 29 || bytes == 30)
		assert_int_equal(mistakes, bytes - 1); /* 3.4: that is in it */
	else if (utf8_is_valid(from, (size_t)(to - from)))
		assert_int_equal(mistakes, count(from, bytes, FFFD));
	else
		assert_int_equal(mistakes, bytes);
	buf_free(&out);
	return true;
}

static void
kuhn_stress_test(void **state)
{
	struct buf file = slurp(SUITE "kuhn-UTF-8-test.txt"), out = BUF_INIT;
	const char *line = (const char *)file.data;
	const char *end = line + file.len;
	size_t lines = 0, n;

	(void)state;
	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));

		n = lf == NULL ? (size_t)(end - line) : (size_t)(lf - line);
		lines += kuhn_line(line, n);
		line += n + (lf != NULL);
	}
	assert_true(lines > 70);
	utf8_clean(&out, file.data, file.len);
	assert_true(utf8_is_valid(out.data, out.len));
	assert_int_equal(
	    count((const char *)out.data, out.len, FFFD), KUHN_MISTAKES);
	buf_free(&file);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_cases),
		cmocka_unit_test(utf8_replaced),
		cmocka_unit_test(kuhn_stress_test),
	};

	return cmocka_run_group_tests_name("suite_utf8", tests, NULL, NULL);
}
