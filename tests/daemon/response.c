/*
 * response.c - tests of the head of an answer.
 */
#include "daemon/response.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char head[RESPONSE_HEAD_MAX + 1];

static const char *
head_of(const struct response *r, bool keep, unsigned minor)
{
	const struct response_frame f = { .minor = minor,
		.keep = keep,
		.length = 12,
		.date = "Thu, 01 Jan 1970 00:00:00 GMT" };

	head[response_head(r, &f, head)] = '\0';
	return head;
}

static void
test_line_and_end(void **state)
{
	const struct response r = { .status = 303,
		.location = "https://example.org/" };
	const char *h = head_of(&r, true, 1);

	(void)state;
	assert_true(strncmp(h, "HTTP/1.1 303 See Other\r\n", 24) == 0);
	assert_non_null(strstr(h, "\r\nLocation: https://example.org/\r\n"));
	assert_string_equal(h + strlen(h) - 4, "\r\n\r\n");
	assert_ptr_equal(strstr(h, "\r\n\r\n"), h + strlen(h) - 4);
}

/* A value that would end its line is left out, never written. */
static void
test_no_splitting(void **state)
{
	const struct response r = { .status = 303,
		.location = "https://example.org/\r\nSet-Cookie: a=b" };
	const char *h = head_of(&r, true, 1);

	(void)state;
	assert_null(strstr(h, "Set-Cookie"));
	assert_null(strstr(h, "Location"));
}

static void
test_special_fields(void **state)
{
	const struct response none = { .status = 200, .type = "text/html" };
	const struct response all = { .status = 503,
		.type = "text/html",
		.style = "'sha256-x'",
		.allow = "GET",
		.retry_after = 17,
		.noindex = true,
		.clear_site_data = true };
	const char *h = head_of(&none, true, 1);

	(void)state;
	assert_null(strstr(h, "style-src"));
	assert_null(strstr(h, "Retry-After"));
	assert_null(strstr(h, "X-Robots-Tag"));
	assert_null(strstr(h, "Clear-Site-Data"));
	assert_null(strstr(h, "Connection"));
	h = head_of(&all, false, 1);
	assert_non_null(strstr(h,
	    "default-src 'none'; "
	    "style-src 'sha256-x'; img-src data:;"));
	assert_non_null(strstr(h, "\r\nAllow: GET\r\n"));
	assert_non_null(strstr(h, "\r\nRetry-After: 17\r\n"));
	assert_non_null(strstr(h, "\r\nX-Robots-Tag: noindex\r\n"));
	assert_non_null(strstr(h, "\r\nClear-Site-Data: \"cache\"\r\n"));
	assert_non_null(strstr(h, "\r\nConnection: close\r\n"));
	assert_non_null(
	    strstr(head_of(&none, true, 0), "\r\nConnection: keep-alive\r\n"));
}

static void
test_no_length_where_no_body_is(void **state)
{
	const struct response r = { .status = 204, .type = "text/html" };

	(void)state;
	assert_null(strstr(head_of(&r, true, 1),
	    "Content-"
	    "Length"));
	assert_null(strstr(head, "Content-Type:"));
}

static void
test_date(void **state)
{
	char date[RESPONSE_DATE_LEN + 1];

	(void)state;
	response_date(784111777, date);
	assert_string_equal(date, "Sun, 06 Nov 1994 08:49:37 GMT");
	response_date(1709164800, date);
	assert_string_equal(date, "Thu, 29 Feb 2024 00:00:00 GMT");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_and_end),
		cmocka_unit_test(test_no_splitting),
		cmocka_unit_test(test_special_fields),
		cmocka_unit_test(test_no_length_where_no_body_is),
		cmocka_unit_test(test_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
