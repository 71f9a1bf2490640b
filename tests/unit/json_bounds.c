/*
 * json_bounds.c - unit tests: a JSON text that would be large in memory.
 */
#include "tools/json_bounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gehoor/buf.h"
#include "tools/record_read.h"

static bool
bounded(const char *text, size_t containers, size_t values)
{
	return json_bounded(str_of(text), containers, values);
}

static void
what_counts(void **state)
{
	(void)state;
	assert_true(bounded("{\"a\":1,\"b\":[2,3]}", 2, 5));
	assert_false(bounded("{\"a\":1,\"b\":[2,3]}", 1, 5));
	assert_false(bounded("{\"a\":1,\"b\":[2,3]}", 2, 4));
	assert_true(bounded("", 0, 1));
}

static void
strings_do_not_count(void **state)
{
	(void)state;
	assert_true(bounded("\"[[[[,,,,{{{{\"", 0, 1));
	assert_true(bounded("\"\\\"[[,\\\\\"", 0, 1));
	assert_false(bounded("\"\\\\\"[", 0, 9));
	/* Cut within: never behind the end. */
	assert_true(bounded("\"abc\\", 0, 1));
	assert_true(bounded("\"", 0, 1));
}

/* Two bytes each in the text, a hundred and more in memory. */
static void
a_record_of_nothing_but_lists(void **state)
{
	struct record_read_store store = { NULL };
	struct buf text = BUF_INIT;
	struct record r;
	struct err e;

	(void)state;
	buf_adds(&text, "{\"v\":1,\"x\":[[]");
	for (int i = 0; i < 1000000; i++)
		buf_adds(&text, ",[]");
	buf_adds(&text, "]}");
	assert_int_equal(
	    record_read((struct str){ (const char *)text.data, text.len },
		&store, &r, &e),
	    -1);
	assert_string_equal(
	    e.msg, "not a record: more values than a record has");
	assert_null(store.root);
	record_read_free(&store);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_counts),
		cmocka_unit_test(strings_do_not_count),
		cmocka_unit_test(a_record_of_nothing_but_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
