/*
 * form_json.c - a form posted as one flat JSON object.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/form_json.h"

static struct form form;

static int
parse(const char *json, size_t n)
{
	form_free(&form);
	form_init(&form);
	return form_parse_json((const uint8_t *)json, n, &form);
}

/* The value of a field after parsing. */
static void
gives(const char *json, const char *name, const char *value)
{
	struct str s;

	if (parse(json, strlen(json)) != 0)
		fail_msg("not taken: %s", json);
	s = form_get(&form, name);
	if (value == NULL)
		assert_null(s.p);
	else if (s.p == NULL || !str_is(s, value))
		fail_msg("%s: %.*s", json, (int)s.n, s.n ? s.p : "");
}

static void
scalars(void **state)
{
	(void)state;
	gives("{\"text\":\"h\\u00e9\"}", "text", "h\xc3\xa9");
	gives(" {\"a\" : 5 , \"b\":1} ", "a", "5");
	gives("{\"a\":-2.5}", "a", "-2.5");
	gives("{\"a\":true}", "a", "true");
	gives("{\"a\":false}", "a", "false");
	gives("{\"a\":null}", "a", NULL);
	gives("{}", "a", NULL);
	gives("{\"a\":\"\"}", "a", "");
}

static void
arrays_and_nests(void **state)
{
	(void)state;
	gives("{\"publish\":[\"report\",\"read\"]}", "publish", "report");
	assert_int_equal(form.nfields, 2);
	assert_true(str_is(form_value_at(&form, 1), "read"));
	gives("{\"text\":\"t\",\"x\":{\"y\":1},\"z\":[[1],{}]}", "text", "t");
	assert_int_equal(form.nfields, 1);
	assert_int_equal(form.dropped, 3);
}

static void
broken_text(void **state)
{
	(void)state;
	gives("{\"a\":\"\xff\"}", "a", "\xef\xbf\xbd");
	gives("{\"a\":\"\\ud800x\"}", "a", "\xef\xbf\xbdx");
	gives("{\"a\":\"\\udc00\\ud83d\\ude22\"}", "a",
	    "\xef\xbf\xbd\xf0\x9f\x98\xa2");
	gives("{\"a\":\"\\\\ud800\"}", "a", "\\ud800");
	gives("{\"a\":\"x\\u0000y\"}", "a", "xy");
	gives("\xef\xbb\xbf{\"a\":\"b\"}", "a", "b");
}

static void
not_an_object(void **state)
{
	static const char *const no[] = { "", "null", "[]", "\"x\"", "1", "{",
		"{\"a\":}", "{\"a\":1}x", "{'a':1}", "{\"a\":\"\\ud8\"}" };

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_int_equal(parse(no[i], strlen(no[i])), -1);
	assert_int_equal(parse("{\"a\":1}", 6), -1);
}

static void
too_much(void **state)
{
	static char deep[400000];
	struct buf wide = BUF_INIT;

	(void)state;
	memset(deep, '[', sizeof(deep));
	assert_int_equal(parse(deep, sizeof(deep)), -1);
	buf_addc(&wide, '{');
	for (int i = 0; i < 5000; i++)
		buf_addf(&wide, "\"f%d\":1,", i);
	buf_adds(&wide, "\"text\":\"laatste\"}");
	gives(buf_cstr(&wide), "text", "laatste");
	assert_true(form.nfields <= FORM_MAX_FIELDS && form.dropped > 4000);
	buf_free(&wide);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars),
		cmocka_unit_test(arrays_and_nests),
		cmocka_unit_test(broken_text),
		cmocka_unit_test(not_an_object),
		cmocka_unit_test(too_much),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	form_free(&form);
	return failed;
}
