/*
 * form.c - tests of the fields of a form and of the urlencoded decoder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/form.h"
#include "assert_str.h"

/* Decodes a copy that ends where its memory ends. */
static void
parse_bytes(struct form *f, const char *p, size_t n)
{
	uint8_t *copy = malloc(n + (n == 0));

	assert_non_null(copy);
	memcpy(copy, p, n);
	form_init(f);
	assert_int_equal(form_parse_urlencoded(copy, n, f), 0);
	free(copy);
}

static void
parse(struct form *f, const char *s)
{
	parse_bytes(f, s, strlen(s));
}

/* The body holds exactly these fields, as name and value in turn. */
static void
holds(const char *body, const char *const *expected, size_t n)
{
	struct form f;

	parse(&f, body);
	assert_int_equal(f.nfields, n);
	assert_int_equal(f.dropped, 0);
	for (size_t i = 0; i < n; i++) {
		assert_str(form_name_at(&f, i), expected[2 * i]);
		assert_str(form_value_at(&f, i), expected[2 * i + 1]);
	}
	form_free(&f);
}

#define HOLDS(body, ...) \
	do { \
		const char *const fields_[] = { __VA_ARGS__ }; \
		holds( \
		    body, fields_, sizeof(fields_) / sizeof(fields_[0]) / 2); \
	} while (0)

static void
test_urlencoded(void **state)
{
	(void)state;
	HOLDS("text=Ik+ben+%C3%A9%C3%A9n&q.1=ja", "text", "Ik ben één", "q.1",
	    "ja");
	HOLDS("a=b=c&d==", "a", "b=c", "d", "=");
	HOLDS("a=1&a=2", "a", "1", "a", "2");
	HOLDS("%61+%2b=%26%3d%25", "a +", "&=%");
	HOLDS("a=x%0D%0Ay%0Dz%0A", "a", "x\ny\nz\n");
}

/* Nothing is ever refused. */
static void
test_odd_bodies(void **state)
{
	(void)state;
	HOLDS("a=1&&b=2", "a", "1", "b", "2");
	HOLDS("=x", "", "x");
	HOLDS("a", "a", "");
	HOLDS("a=", "a", "");
	HOLDS("=", "", "");
	HOLDS("%zz=%&b=%4&c=%4g&d=%", "%zz", "%", "b", "%4", "c", "%4g", "d",
	    "%");
	HOLDS("a=%E9t%C3&b=%00x%1b%7f", "a", "\xef\xbf\xbdt\xef\xbf\xbd", "b",
	    "x");
	HOLDS("te%00xt=x", "text", "x");
	HOLDS("a;b=c", "a;b", "c");
}

static void
test_empty_bodies(void **state)
{
	struct form f;

	(void)state;
	parse(&f, "");
	assert_int_equal(f.nfields, 0);
	form_free(&f);
	parse(&f, "&&&");
	assert_int_equal(f.nfields, 0);
	assert_null(form_get(&f, "").p);
	form_free(&f);
	parse_bytes(&f, "\0", 1);
	assert_int_equal(f.nfields, 1);
	assert_str(form_name_at(&f, 0), "");
	form_free(&f);
	form_init(&f);
	assert_int_equal(form_parse_urlencoded(NULL, 0, &f), 0);
	form_free(&f);
	form_free(&f);
}

static void
test_get(void **state)
{
	struct form f;

	(void)state;
	parse(&f, "a=&b=1&b=2&Text=x");
	assert_str(form_get(&f, "a"), "");
	assert_str(form_get(&f, "b"), "1");
	assert_null(form_get(&f, "text").p);
	assert_null(form_get(&f, "c").p);
	form_free(&f);
}

/* A name of 64 bytes is kept, a longer one is not, its story neither. */
static void
test_long_names(void **state)
{
	char body[200];
	struct form f;

	(void)state;
	for (int over = 0; over < 2; over++) {
		snprintf(body, sizeof(body), "a=1&%0*d=2&b=3",
		    FORM_MAX_NAME + over, 0);
		parse(&f, body);
		assert_int_equal(f.nfields, over ? 2 : 3);
		assert_int_equal(f.dropped, over);
		assert_str(form_get(&f, "b"), "3");
		form_free(&f);
	}
}

static void
test_ten_thousand_fields(void **state)
{
	struct buf body = BUF_INIT;
	struct form f;

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_addf(&body, "f%d=%d&", i, i);
	buf_adds(&body, "text=verhaal&text=2&z=1");
	form_init(&f);
	assert_int_equal(form_parse_urlencoded(body.data, body.len, &f), 0);
	assert_int_equal(f.nfields, FORM_MAX_FIELDS);
	assert_int_equal(f.dropped, 10003 - FORM_MAX_FIELDS);
	assert_str(form_get(&f, "f126"), "126");
	assert_null(form_get(&f, "f127").p);
	assert_str(form_value_at(&f, FORM_MAX_FIELDS - 1), "verhaal");
	assert_str(form_get(&f, "text"), "verhaal");
	form_free(&f);
	buf_free(&body);
}

/* A story among the first fields keeps its place. */
static void
test_a_later_story_takes_no_place(void **state)
{
	struct buf body = BUF_INIT;
	struct form f;

	(void)state;
	buf_adds(&body, "text=eerste");
	for (int i = 0; i < 200; i++)
		buf_adds(&body, "&f=x");
	buf_adds(&body, "&text=tweede");
	form_init(&f);
	assert_int_equal(form_parse_urlencoded(body.data, body.len, &f), 0);
	assert_int_equal(f.nfields, FORM_MAX_FIELDS);
	assert_int_equal(f.dropped, 202 - FORM_MAX_FIELDS);
	assert_str(form_get(&f, "text"), "eerste");
	assert_str(form_value_at(&f, FORM_MAX_FIELDS - 1), "x");
	form_free(&f);
	buf_free(&body);
}

static void
test_add(void **state)
{
	struct form f;

	(void)state;
	form_init(&f);
	assert_int_equal(
	    form_add(&f, str_of("a\x01"), str_of("b\r\nc\xff")), 0);
	assert_int_equal(form_add(&f, str_of(""), (struct str){ NULL, 0 }), 0);
	assert_str(form_get(&f, "a"), "b\nc\xef\xbf\xbd");
	assert_str(form_get(&f, ""), "");
	f.store.max = f.store.len + 1;
	assert_int_equal(form_add(&f, str_of("b"), str_of("cd")), -1);
	assert_int_equal(f.nfields, 2);
	form_free(&f);
}

/* Any bytes at all: nothing lost that a "&" parts, nothing read beyond. */
static void
test_every_pair_of_bytes(void **state)
{
	struct form f;

	(void)state;
	for (int v = 0; v < 65536; v++) {
		char body[] = { (char)(v >> 8), (char)v };

		parse_bytes(&f, body, sizeof(body));
		assert_true(f.nfields <= 2);
		assert_true(f.nfields == 0 ? v == ('&' << 8 | '&') : true);
		form_free(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_urlencoded),
		cmocka_unit_test(test_odd_bodies),
		cmocka_unit_test(test_empty_bodies),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_ten_thousand_fields),
		cmocka_unit_test(test_a_later_story_takes_no_place),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_every_pair_of_bytes),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
