/*
 * http_field.c - tests of media types, parameters and Accept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/http_request.h"

static void
test_names(void **state)
{
	(void)state;
	assert_true(http_name_is(str_of("Content-TYPE"), "content-type"));
	assert_true(http_name_is(str_of(""), ""));
	assert_false(http_name_is(str_of("content-typ"), "content-type"));
	assert_false(http_name_is(str_of("content-types"), "content-type"));
	assert_false(http_name_is(str_of("a@"), "a`"));
	assert_false(http_name_is((struct str){ "a\0", 2 }, "a"));
}

static void
rfc9110_8_3_1_media_type(void **state)
{
	const char *json = "application/json";

	(void)state;
	assert_true(http_media_type_is(str_of("application/json"), json));
	assert_true(http_media_type_is(str_of("Application/JSON ; x=y"), json));
	assert_false(http_media_type_is(str_of("application/json5"), json));
	assert_false(http_media_type_is(str_of("text/html"), json));
	assert_false(http_media_type_is((struct str){ NULL, 0 }, json));
}

static void
rfc9110_5_6_6_parameters(void **state)
{
	static const struct {
		const char *value, *name, *expected;
	} cases[] = {
		{ "a/b; boundary=xyz", "boundary", "xyz" },
		{ "a/b;BOUNDARY=xyz ;c=d", "boundary", "xyz" },
		{ "a/b; boundary=\"x y;z\"", "boundary", "x y;z" },
		{ "a/b; boundary=\"x\\\"y\\\\\"", "boundary", "x\"y\\" },
		{ "a/b; c=\"; boundary=no\"; boundary=yes", "boundary", "yes" },
		{ "a/b; c=\"\\\"; boundary=no\"; boundary=yes", "boundary",
		    "yes" },
		{ "a/b; boundary=", "boundary", "" },
		{ "a/b; boundary=\"\"", "boundary", "" },
		{ "a/b; boundary=\"open", "boundary", "open" },
		{ "a/b;;; ; boundary=one; boundary=two", "boundary", "one" },
		{ "a/b; boundary", "boundary", "" },
		{ "a/b; xboundary=x", "boundary", NULL },
		{ "boundary=x", "boundary", NULL },
		{ "", "boundary", NULL },
		{ "a/b; boundary=0123456789abcdefX", "boundary", NULL },
	};
	char out[16];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		long n = http_parameter(
		    str_of(cases[i].value), cases[i].name, out, sizeof(out));

		if (cases[i].expected == NULL) {
			assert_int_equal(n, -1);
			continue;
		}
		assert_int_equal(n, strlen(cases[i].expected));
		assert_memory_equal(out, cases[i].expected, (size_t)n);
	}
}

static void
rfc9110_12_5_1_accept(void **state)
{
	static const char *const json[] = { "application/json",
		"application/json, text/plain, */*", "application/*",
		"text/html;q=0.5, application/json", "APPLICATION/JSON",
		"text/html;q=0, */*", "application/json;q=0.001",
		"*/*;q=0.5, application/json;q=0.5",
		"application/json;x=\"a,b\";q=1, text/html;q=0.9" };
	static const char *const html[] = { "", "*/*", "*", "text/html",
		"text/html,application/xml;q=0.9,*/*;q=0.8",
		"application/json, text/html", "application/json;q=0",
		"application/json;q=0.5, */*", "text/*, application/json;q=0.9",
		"application/jsonx", "application/json;q=2", "image/png",
		"application/json;q=0, */*", ",,,;q=1" };

	(void)state;
	for (size_t i = 0; i < sizeof(json) / sizeof(json[0]); i++)
		assert_true(http_prefers(
		    str_of(json[i]), "application/json", "text/html"));
	for (size_t i = 0; i < sizeof(html) / sizeof(html[0]); i++)
		assert_false(http_prefers(
		    str_of(html[i]), "application/json", "text/html"));
	assert_false(http_prefers(
	    (struct str){ NULL, 0 }, "application/json", "text/html"));
}

/* Names of entities that we do not have, and dates that we do not heed. */
static void
rfc9110_13_1_preconditions(void **state)
{
	static const struct {
		const char *fields;
		int status;
	} cases[] = {
		{ "", 0 },
		{ "If-Match: *\r\n", 0 },
		{ "If-Match: \"a\"\r\n", 412 },
		{ "If-Match:\r\n", 412 },
		{ "If-Match: *\r\nIf-None-Match: *\r\n", 304 },
		{ "If-Match: \"a\"\r\nIf-None-Match: *\r\n", 412 },
		{ "if-none-match: *\r\n", 304 },
		{ "If-None-Match: \"*\"\r\n", 0 },
		{ "If-None-Match: W/\"a\", \"b\"\r\n", 0 },
		{ "If-Modified-Since: Sat, 29 Oct 2094 19:43:31 GMT\r\n", 0 },
		{ "If-Unmodified-Since: Sat, 29 Oct 1994 19:43:31 GMT\r\n", 0 },
	};
	const struct http_limits limits = { 2048, 8192, 0 };
	struct http_request r;
	char s[200];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int n = snprintf(
		    s, sizeof(s), "GET / HTTP/1.0\r\n%s\r\n", cases[i].fields);

		assert_int_equal(http_request_parse((const uint8_t *)s,
				     (size_t)n, &limits, &r),
		    n);
		assert_int_equal(http_precondition(&r), cases[i].status);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(rfc9110_8_3_1_media_type),
		cmocka_unit_test(rfc9110_5_6_6_parameters),
		cmocka_unit_test(rfc9110_12_5_1_accept),
		cmocka_unit_test(rfc9110_13_1_preconditions),
	};

	return cmocka_run_group_tests_name("http_field", tests, NULL, NULL);
}
