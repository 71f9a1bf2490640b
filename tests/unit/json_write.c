/*
 * json_write.c - tests of the JSON writer, with jansson as the reader.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "gehoor/json_write.h"

static void
test_commas_come_by_themselves(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	json_open(&b, '{');
	json_member_int(&b, "v", 1);
	json_member(&b, "text", str_of("[{:,"));
	json_key(&b, "list");
	json_open(&b, '[');
	json_item(&b, str_of("a"));
	json_item(&b, str_of(""));
	json_open(&b, '{');
	json_close(&b, '}');
	json_open(&b, '[');
	json_close(&b, ']');
	json_close(&b, ']');
	json_member_bool(&b, "yes", true);
	json_member_bool(&b, "no", false);
	json_member_int(&b, "min", INT64_MIN);
	json_close(&b, '}');
	assert_string_equal(buf_cstr(&b),
	    "{\"v\":1,\"text\":\"[{:,\",\"list\":[\"a\",\"\",{},[]],"
	    "\"yes\":true,\"no\":false,\"min\":-9223372036854775808}");
	buf_free(&b);
}

static void
test_one_object_per_line(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 2; i++) {
		json_open(&b, '{');
		json_close(&b, '}');
		buf_addc(&b, '\n');
	}
	assert_string_equal(buf_cstr(&b), "{}\n{}\n");
	buf_free(&b);
}

static void
test_rfc8259_7_escapes(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	json_text(&b, (struct str){ "\"\\/\b\f\n\r\t\0\x1f\x7f", 11 });
	assert_string_equal(
	    buf_cstr(&b), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
	buf_clear(&b);
	json_text(&b, str_of("één 😀"));
	assert_string_equal(buf_cstr(&b), "\"één 😀\"");
	buf_clear(&b);
	json_text(&b, (struct str){ NULL, 0 });
	assert_string_equal(buf_cstr(&b), "\"\"");
	buf_free(&b);
}

/* Every ASCII character, alone and inside, comes back from a reader. */
static void
test_what_is_written_can_be_read(void **state)
{
	(void)state;
	for (int c = 0; c < 128; c++) {
		char text[] = { 'a', (char)c, 'b', (char)c };
		struct buf b = BUF_INIT;
		json_t *array;

		json_open(&b, '[');
		json_item(&b, (struct str){ text, sizeof(text) });
		json_close(&b, ']');
		array = json_loadb(
		    (const char *)b.data, b.len, JSON_ALLOW_NUL, NULL);
		assert_non_null(array);
		assert_int_equal(
		    json_string_length(json_array_get(array, 0)), sizeof(text));
		assert_memory_equal(json_string_value(json_array_get(array, 0)),
		    text, sizeof(text));
		json_decref(array);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commas_come_by_themselves),
		cmocka_unit_test(test_one_object_per_line),
		cmocka_unit_test(test_rfc8259_7_escapes),
		cmocka_unit_test(test_what_is_written_can_be_read),
	};

	return cmocka_run_group_tests_name("json_write", tests, NULL, NULL);
}
