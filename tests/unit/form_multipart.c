/*
 * form_multipart.c - tests of the multipart/form-data decoder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/form.h"
#include "assert_str.h"

/* Bodies stand line by line. */
/* clang-format off */

#define NAME(n) "Content-Disposition: form-data; name=" n "\r\n"

static int
parse_bytes(struct form *f, const char *p, size_t n, const char *boundary)
{
	uint8_t *copy = malloc(n + (n == 0));
	int result;

	assert_non_null(copy);
	memcpy(copy, p, n);
	form_init(f);
	result = form_parse_multipart(copy, n, str_of(boundary), f);
	free(copy);
	return result;
}

static int
parse(struct form *f, const char *s)
{
	return parse_bytes(f, s, strlen(s), "b");
}

/* The body holds one field. */
static void
holds(const char *body, const char *name, const char *value)
{
	struct form f;

	assert_int_equal(parse(&f, body), 0);
	assert_int_equal(f.nfields, 1);
	assert_str(form_name_at(&f, 0), name);
	assert_str(form_value_at(&f, 0), value);
	form_free(&f);
}

static void
refuses(const char *body)
{
	struct form f;

	assert_int_equal(parse(&f, body), -1);
	assert_int_equal(f.nfields, 0);
	form_free(&f);
}

static void
rfc7578_4_fields(void **state)
{
	struct form f;

	(void)state;
	assert_int_equal(parse(&f, "--b\r\n" NAME("\"text\"")
	    "\r\nEen regel\r\nnog een\r\n--b\r\n" NAME("q.1") "\r\nja\r\n"
	    "--b\r\n" NAME("\"empty\"") "\r\n\r\n--b--\r\n"), 0);
	assert_int_equal(f.nfields, 3);
	assert_int_equal(f.dropped, 0);
	assert_str(form_get(&f, "text"), "Een regel\nnog een");
	assert_str(form_get(&f, "q.1"), "ja");
	assert_str(form_get(&f, "empty"), "");
	form_free(&f);
}

static void
rfc2046_5_1_1_around_the_parts(void **state)
{
	(void)state;
	holds("preamble\r\n--bx\r\n--b \t\r\n" NAME("a") "\r\n1\r\n--b--\t \r\n"
	    "epilogue\r\n--b\r\n" NAME("c") "\r\n2\r\n--b--", "a", "1");
	holds("\r\n\r\n--b\r\n" NAME("a") "\r\n1\r\n--b--", "a", "1");
	holds("--b\r\n" NAME("a") "\r\n1\r\n--b--garbage", "a", "1");
	holds("--b\r\n" NAME("a") "\r\n1\r\n--b--\r", "a", "1");
}

static void
rfc2046_5_1_1_not_a_boundary(void **state)
{
	(void)state;
	holds("--b\r\n" NAME("a") "\r\n--bb\r\n--b-\r\nx--b\r\n -- b\r\n\n--b\n"
	    "--b\r\r\n--B\r\n--b--\r\n", "a",
	    "--bb\n--b-\nx--b\n -- b\n\n--b\n--b\n\n--B");
}

/* The empty form of a browser is no fault. */
static void
test_no_parts(void **state)
{
	struct form f;

	(void)state;
	assert_int_equal(parse(&f, "--b--\r\n"), 0);
	assert_int_equal(f.nfields, 0);
	form_free(&f);
	refuses("");
	form_init(&f);
	assert_int_equal(form_parse_multipart(NULL, 0, str_of("b"), &f), -1);
	refuses("text=verhaal");
	refuses("--b\r\n");
	refuses("--b");
	refuses("--b\r\n\r\nverhaal\r\n--b--\r\n");
	refuses("--b\r\nA: b\r\n\r\nverhaal\r\n--b--\r\n");
	refuses("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n");
}

static void
test_cut_short(void **state)
{
	static const char whole[] = "--b\r\n" NAME("text")
	    "\r\nverhaal\r\n--b--\r\n";
	const size_t from = strlen("--b\r\n" NAME("text") "\r\nverhaal");
	struct form f;

	(void)state;
	for (size_t n = from; n < sizeof(whole); n++) {
		/* A lone CR at the end may be the story's own. */
		if (n == from + 1)
			continue;
		assert_int_equal(parse_bytes(&f, whole, n, "b"), 0);
		assert_str(form_get(&f, "text"), "verhaal");
		form_free(&f);
	}
	for (size_t n = 0; n < from; n++) {
		int result = parse_bytes(&f, whole, n, "b");

		assert_true(result == 0 ? f.nfields == 1 : f.nfields == 0);
		form_free(&f);
	}
}

/* WHATWG HTML 4.10.21.8: how names are written since 2021. */
static void
test_names_of_browsers(void **state)
{
	(void)state;
	holds("--b\r\n" NAME("\"a%22b%0D%0Ac%41\\\"") "\r\n1\r\n--b--",
	    "a\"b\nc%41\\", "1");
	holds("--b\r\n" NAME("\"a;b=c\"; x=y") "\r\n1\r\n--b--", "a;b=c", "1");
	holds("--b\r\n" NAME("\"a\\b\"") "\r\n1\r\n--b--", "a\\b", "1");
	/* Others escape the quote. */
	holds("--b\r\n" NAME("\"a\\\"b\"") "\r\n1\r\n--b--", "a\"b", "1");
	holds("--b\r\n" NAME("\"open") "\r\n1\r\n--b--", "open", "1");
	holds("--b\r\n" NAME("\"\"") "\r\n1\r\n--b--", "", "1");
}

static void
test_headers(void **state)
{
	(void)state;
	holds("--b\r\ncontent-TYPE: text/plain\r\nX: y\r\n"
	    "CONTENT-disposition:form-data;NAME=\"a\"\r\n\r\n1\r\n--b--",
	    "a", "1");
	/* Folded, as old mail libraries do (RFC 5322 2.2.3). */
	holds("--b\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n"
	    "1\r\n--b--", "a", "1");
	/* The empty line is missing, but the story can be told apart. */
	holds("--b\r\n" NAME("a") "dit is mijn verhaal\r\n--b--", "a",
	    "dit is mijn verhaal");
	holds("--b\r\n" NAME("a") "--b--", "a", "");
	holds("--b\r\n" NAME("a") "\r\n--b--", "a", "");
}

static void
test_files_are_skipped(void **state)
{
	struct form f;

	(void)state;
	assert_int_equal(parse(&f, "--b\r\n" NAME("\"f\"; filename=\"x.jpg\"")
	    "Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--b\r\n"
	    NAME("g; filename*=UTF-8''x") "\r\n1\r\n--b\r\n"
	    NAME("text") "\r\nverhaal\r\n--b--\r\n"), 0);
	assert_int_equal(f.nfields, 1);
	assert_int_equal(f.dropped, 2);
	assert_str(form_get(&f, "text"), "verhaal");
	form_free(&f);
	assert_int_equal(parse(&f, "--b\r\n" NAME("f; filename=x")
	    "\r\n1\r\n--b--\r\n"), 0);
	assert_int_equal(f.nfields, 0);
	form_free(&f);
}

static void
test_lines_of_lf_alone(void **state)
{
	(void)state;
	holds("--b\nContent-Disposition: form-data; name=a\n\nx\ny\n--b--\n",
	    "a", "x\ny");
}

/* An announced boundary that is not used, or none at all. */
static void
test_the_boundary_on_the_first_line(void **state)
{
	static const char body[] = "--own\r\n" NAME("text")
	    "\r\nverhaal\r\n--own--\r\n";
	static const char *const announced[] = { "", "other", "--own" };
	struct form f;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(parse_bytes(&f, body, sizeof(body) - 1,
		    announced[i]), 0);
		assert_int_equal(f.nfields, 1);
		assert_str(form_get(&f, "text"), "verhaal");
		form_free(&f);
	}
	assert_int_equal(parse_bytes(&f, "--\r\n", 4, ""), -1);
	form_free(&f);
}

static void
rfc7578_4_7_transfer_encoding(void **state)
{
#define CODED(c) "--b\r\n" NAME("a") "Content-Transfer-Encoding: " c "\r\n\r\n"
	(void)state;
	holds(CODED("base64") "w6nDqW4=\r\n--b--", "a", "één");
	holds(CODED("BASE64") "w6nD\r\nqW4\r\n--b--", "a", "één");
	holds(CODED("base64") "YQ==YmM=\r\n--b--", "a", "abc");
	holds(CODED("base64") "\r\n--b--", "a", "");
	/* Plainly not base64: better as it stands than lost. */
	holds(CODED("base64") "mijn verhaal.\r\n--b--", "a", "mijn verhaal.");
	holds(CODED("quoted-printable") "=C3=a9=C3=A9n= \t\r\n, 1=3D1=\n=zz="
	    "\r\n--b--", "a", "één, 1=1=zz");
	holds(CODED("8bit") "w6nDqW4=\r\n--b--", "a", "w6nDqW4=");
}

static void
rfc7578_4_5_charset(void **state)
{
#define TYPED(t) "--b\r\n" NAME("a") "Content-Type: text/plain" t "\r\n\r\n"
	(void)state;
	holds(TYPED(";charset=utf-8") "één\r\n--b--", "a", "één");
	holds(TYPED("; Charset=\"ISO-8859-1\"") "\xe9\xe9n \x80\r\n--b--", "a",
	    "één €");
	holds(TYPED("; charset=windows-1252")
	    "\x93x\x94 \x85 \x8d\x9f\xff\r\n--b--", "a",
	    "\xe2\x80\x9cx\xe2\x80\x9d … \xef\xbf\xbdŸÿ");
	holds(TYPED("; charset=onbekend") "\xe9n\r\n--b--", "a",
	    "\xef\xbf\xbdn");
	holds(TYPED("; charset=latin1\r\nContent-Transfer-Encoding: "
	    "quoted-printable") "=E9=e9n\r\n--b--", "a", "één");
}

static void
test_ten_thousand_parts(void **state)
{
	struct buf body = BUF_INIT;
	struct form f;

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_addf(&body, "--b\r\n" NAME("f%d") "\r\n%d\r\n", i, i);
	buf_adds(&body, "--b\r\n" NAME("text") "\r\nverhaal\r\n--b--\r\n");
	form_init(&f);
	assert_int_equal(form_parse_multipart(body.data, body.len, str_of("b"),
	    &f), 0);
	assert_int_equal(f.nfields, FORM_MAX_FIELDS);
	assert_int_equal(f.dropped, 10001 - FORM_MAX_FIELDS);
	assert_str(form_get(&f, "text"), "verhaal");
	form_free(&f);
	buf_free(&body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc7578_4_fields),
		cmocka_unit_test(rfc2046_5_1_1_around_the_parts),
		cmocka_unit_test(rfc2046_5_1_1_not_a_boundary),
		cmocka_unit_test(test_no_parts),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_names_of_browsers),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_files_are_skipped),
		cmocka_unit_test(test_lines_of_lf_alone),
		cmocka_unit_test(test_the_boundary_on_the_first_line),
		cmocka_unit_test(rfc7578_4_7_transfer_encoding),
		cmocka_unit_test(rfc7578_4_5_charset),
		cmocka_unit_test(test_ten_thousand_parts),
	};

	return cmocka_run_group_tests_name("form_multipart", tests, NULL,
	    NULL);
}
