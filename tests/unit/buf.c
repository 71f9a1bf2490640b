/*
 * buf.c - tests of the growing buffer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/buf.h"

static void
test_adds(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "one");
	buf_addc(&b, ' ');
	buf_addf(&b, "%d-%s", 22, "x");
	buf_addstr(&b, (struct str){ "abc", 2 });
	buf_addz(&b, 2);
	buf_add(&b, NULL, 0);
	assert_int_equal(b.len, 12);
	assert_memory_equal(b.data, "one 22-xab\0\0", 12);
	assert_false(b.failed);
	buf_free(&b);
	assert_null(b.data);
	assert_int_equal(b.len, 0);
}

static void
test_formatted_text_may_fill_the_room_exactly(void **state)
{
	char text[600];

	(void)state;
	for (int n = 0; n < 600; n += 7) {
		struct buf b = BUF_INIT;

		memset(text, 'a', sizeof(text));
		text[n] = '\0';
		buf_addf(&b, "%s", text);
		buf_addf(&b, "%s", text);
		assert_false(b.failed);
		assert_int_equal(b.len, 2 * n);
		for (size_t i = 0; i < b.len; i++)
			assert_int_equal(b.data[i], 'a');
		buf_free(&b);
	}
}

static void
test_growing_keeps_what_was_there(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, (char)(i % 251));
	assert_int_equal(b.len, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(b.data[i], i % 251);
	buf_free(&b);
}

static void
test_a_cap_makes_failure_stick(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	b.max = 4;
	buf_adds(&b, "abc");
	buf_adds(&b, "de");
	assert_true(b.failed);
	assert_int_equal(b.len, 3);
	buf_addc(&b, 'x');
	assert_int_equal(b.len, 3);
	assert_null(buf_room(&b, 1));
	buf_clear(&b);
	assert_false(b.failed);
	buf_adds(&b, "wxyz");
	assert_false(b.failed);
	assert_memory_equal(b.data, "wxyz", 4);
	buf_free(&b);
}

static void
test_no_room_for_everything_there_is(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_addc(&b, 'a');
	assert_null(buf_room(&b, SIZE_MAX));
	assert_true(b.failed);
	buf_free(&b);
}

static void
test_as_a_string(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_string_equal(buf_cstr(&b), "");
	buf_adds(&b, "abc");
	assert_string_equal(buf_cstr(&b), "abc");
	assert_int_equal(b.len, 3);
	buf_adds(&b, "d");
	assert_string_equal(buf_cstr(&b), "abcd");
	buf_free(&b);
}

static void
test_clear_wipes(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "a story");
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	for (size_t i = 0; i < b.cap; i++)
		assert_int_equal(b.data[i], 0);
	buf_free(&b);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_adds),
		cmocka_unit_test(test_formatted_text_may_fill_the_room_exactly),
		cmocka_unit_test(test_growing_keeps_what_was_there),
		cmocka_unit_test(test_a_cap_makes_failure_stick),
		cmocka_unit_test(test_no_room_for_everything_there_is),
		cmocka_unit_test(test_as_a_string),
		cmocka_unit_test(test_clear_wipes),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
