/*
 * http_request.c - tests of the strict request parser; named after the
 * section of the RFC that a case comes from, where there is one.
 * Host, fields and the framing of bodies are in http_framing.c.
 */
#include "tests/unit/http_judge.h"

static void
test_a_browser(void **state)
{
	struct http_request r;

	(void)state;
	accepts("GET /nl/lijn?x=1&y=%C3%A9 HTTP/1.1\r\n"
		"Host: gehoor.example:8080\r\n"
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\r\n"
		"Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
		"Accept-Language:nl,en;q=0.5\r\n"
		"X-Empty:\r\n"
		"X-Blanks: \t b c\t \r\n"
		"X-Latin: caf\xe9\r\n"
		"Connection: keep-alive\r\n\r\n",
	    &r);
	assert_int_equal(r.method, HTTP_GET);
	ASSERT_STR(r.method_name, "GET");
	ASSERT_STR(r.target, "/nl/lijn?x=1&y=%C3%A9");
	ASSERT_STR(r.path, "/nl/lijn");
	ASSERT_STR(r.query, "x=1&y=%C3%A9");
	ASSERT_STR(r.host, "gehoor.example:8080");
	assert_int_equal(r.minor, 1);
	assert_int_equal(r.nfields, 8);
	ASSERT_STR(r.fields[3].value, "nl,en;q=0.5");
	ASSERT_STR(http_request_field(&r, "x-empty"), "");
	ASSERT_STR(http_request_field(&r, "X-BLANKS"), "b c");
	assert_null(http_request_field(&r, "X-Blank").p);
	assert_int_equal(r.body, HTTP_BODY_NONE);
	assert_true(r.keep_alive);
	assert_false(r.expect_continue);
}

static void
test_a_post(void **state)
{
	struct http_request r;

	(void)state;
	accepts("POST /nl/lijn HTTP/1.1\r\n" H "Content-Length: 131072\r\n"
		"Expect: 100-Continue\r\n\r\n",
	    &r);
	assert_int_equal(r.method, HTTP_POST);
	assert_int_equal(r.body, HTTP_BODY_LENGTH);
	assert_int_equal(r.content_length, 131072);
	assert_true(r.expect_continue);
	ASSERT_STR(r.query, "");
	accepts(
	    "POST / HTTP/1.1\r\n" H "Transfer-Encoding: Chunked\r\n\r\n", &r);
	assert_int_equal(r.body, HTTP_BODY_CHUNKED);
}

static void
test_bytes_behind_the_head_are_not_looked_at(void **state)
{
	static const char s[] = "GET / HTTP/1.0\r\n\r\n\0\n\n bad";
	struct http_request r;

	(void)state;
	assert_int_equal(judge(s, sizeof(s) - 1, &r), 18);
}

static void
rfc9112_2_2_bare_lf(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET / HTTP/1.1\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.1\r\nHost: a\n\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.1\r\n" H "\n"), -400);
	assert_int_equal(verdict("\nGET / HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(with_fields("A: b\nC: d\r\n"), -400);
}

static void
rfc9112_2_2_bare_cr(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET / HTTP/1.1\r" H "\r\n"), -400);
	assert_int_equal(with_fields("A: b\rc\r\n"), -400);
	assert_int_equal(with_fields("A: b\r\r\n"), -400);
	assert_int_equal(with_fields("A\r: b\r\n"), -400);
	assert_int_equal(with_fields("\rA: b\r\n"), -400);
}

static void
rfc9112_2_2_one_empty_line_before(void **state)
{
	struct http_request r;

	(void)state;
	accepts("\r\nGET / HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.method_name, "GET");
	assert_int_equal(verdict("\r\n\r\nGET / HTTP/1.1\r\n"), -400);
	assert_int_equal(verdict("\r\rGET / HTTP/1.1\r\n"), -400);
}

static void
rfc9112_2_2_blank_before_the_first_field(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET / HTTP/1.1\r\n " H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.1\r\n\t\r\n" H "\r\n"), -400);
}

static void
rfc9112_2_3_versions(void **state)
{
	struct http_request r;

	(void)state;
	accepts("GET / HTTP/1.0\r\n\r\n", &r);
	assert_int_equal(r.minor, 0);
	assert_int_equal(r.host.n, 0);
	assert_int_equal(verdict("GET / HTTP/1.2\r\n" H "\r\n"), -505);
	assert_int_equal(verdict("GET / HTTP/1.9\r\n" H "\r\n"), -505);
	assert_int_equal(verdict("GET / HTTP/0.9\r\n" H "\r\n"), -505);
	assert_int_equal(verdict("GET / HTTP/2.0\r\n" H "\r\n"), -505);
	assert_int_equal(verdict("GET / HTTP/3.1\r\n" H "\r\n"), -505);
	assert_int_equal(verdict("GET / http/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.10\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/01.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1,1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTPS/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / RTSP/1.0\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET /\r\n" H "\r\n"), -400);
}

static void
rfc9113_3_4_http2_preface(void **state)
{
	(void)state;
	assert_int_equal(verdict("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), -505);
}

static void
rfc9112_3_blanks_in_the_request_line(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET  / HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET /  HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET / HTTP/1.1 \r\n" H "\r\n"), -400);
	assert_int_equal(verdict(" GET / HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET\t/ HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET /a b HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("GET /\x0b HTTP/1.1\r\n" H "\r\n"), -400);
}

static void
rfc9112_3_1_methods(void **state)
{
	static const char *const others[] = { "OPTIONS", "PUT", "DELETE",
		"PATCH", "TRACE" };
	static const char *const unknown[] = { "get", "Get", "GETS", "GE",
		"BREW!", "PROPFIND" };
	struct http_request r;
	char s[200];

	(void)state;
	accepts("HEAD / HTTP/1.1\r\n" H "\r\n", &r);
	assert_int_equal(r.method, HTTP_HEAD);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(s, sizeof(s), "%s / HTTP/1.1\r\n" H "\r\n", others[i]);
		accepts(s, &r);
		assert_int_equal(r.method, HTTP_OTHER_METHOD);
		ASSERT_STR(r.method_name, others[i]);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(with_target(unknown[i], "/"), -501);
	assert_int_equal(verdict("GE(T / HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("G\xc3\x8b / HTTP/1.1\r\n" H "\r\n"), -400);
	assert_int_equal(verdict("\x16\x03\x01\x02\x01"), -400);
}

static void
rfc9112_3_2_targets(void **state)
{
	struct http_request r;

	(void)state;
	accepts("GET //x/../%2e%zz?a?b HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.path, "//x/../%2e%zz");
	ASSERT_STR(r.query, "a?b");
	accepts("GET /? HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.path, "/");
	assert_int_equal(r.query.n, 0);
	assert_int_equal(with_target("GET", "nl"), -400);
	assert_int_equal(with_target("GET", "?a=b"), -400);
	assert_int_equal(with_target("GET", "/a#b"), -400);
	assert_int_equal(with_target("GET", "/\xc3\xa9"), -400);
	assert_int_equal(with_target("GET", "/\x7f"), -400);
}

static void
rfc9112_3_2_2_absolute_form(void **state)
{
	struct http_request r;

	(void)state;
	accepts("GET HTTP://b.example:80/p?q HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.host, "b.example:80");
	ASSERT_STR(r.path, "/p");
	ASSERT_STR(r.query, "q");
	assert_false(r.secure);
	accepts("GET https://b.example HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.path, "/");
	ASSERT_STR(r.host, "b.example");
	assert_true(r.secure);
	accepts("GET / HTTP/1.1\r\n" H "\r\n", &r);
	assert_false(r.secure);
	accepts("GET http://b.example?q HTTP/1.1\r\n" H "\r\n", &r);
	ASSERT_STR(r.path, "/");
	ASSERT_STR(r.query, "q");
	accepts("GET http://[::1]:8080/ HTTP/1.0\r\n\r\n", &r);
	ASSERT_STR(r.host, "[::1]:8080");
	assert_int_equal(with_target("GET", "http://u@b.example/"), -400);
	assert_int_equal(with_target("GET", "http://u:p@b.example/"), -400);
	assert_int_equal(with_target("GET", "http:///p"), -400);
	assert_int_equal(with_target("GET", "http://"), -400);
	assert_int_equal(with_target("GET", "ftp://b.example/"), -400);
	assert_int_equal(with_target("GET", "http:b.example/"), -400);
	/* The Host field is still due (RFC 9112 3.2). */
	assert_int_equal(
	    verdict("GET http://b.example/ HTTP/1.1\r\n\r\n"), -400);
}

static void
rfc9112_3_2_3_authority_form(void **state)
{
	(void)state;
	assert_int_equal(with_target("CONNECT", "b.example:443"), -501);
	assert_int_equal(with_target("CONNECT", "/"), -501);
	assert_int_equal(with_target("GET", "b.example:443"), -400);
}

static void
rfc9112_3_2_4_asterisk_form(void **state)
{
	(void)state;
	assert_int_equal(with_target("OPTIONS", "*"), -501);
	assert_int_equal(with_target("GET", "*"), -400);
	assert_int_equal(with_target("OPTIONS", "**"), -400);
}

/* Fills the middle of a head so that it has just that many bytes. */
static long
padded(const char *before, size_t n, char fill, const char *behind)
{
	size_t a = strlen(before), b = strlen(behind);
	struct http_request r;
	char *s = malloc(a + n + b);
	long got;

	assert_non_null(s);
	memcpy(s, before, a);
	memset(s + a, fill, n);
	memcpy(s + a + n, behind, b);
	got = judge(s, a + n + b, &r);
	free(s);
	return got;
}

static void
rfc9110_15_5_15_target_too_long(void **state)
{
	const char *behind = " HTTP/1.1\r\n" H "\r\n";
	/* "GET /" and " HTTP/1.1" are 14 bytes of the line. */
	const size_t room = limits.request_line - 14;

	(void)state;
	assert_true(padded("GET /", room, 'a', behind) > 0);
	assert_int_equal(padded("GET /", room + 1, 'a', behind), -414);
	assert_int_equal(padded("GET /", room + 9, 'a', behind), -414);
	assert_int_equal(padded("GET /", room + 10, 'a', behind), -414);
	/* No line end, not even a blank, is needed to know. */
	assert_int_equal(padded("GET /", 3000, 'a', ""), -414);
	assert_int_equal(padded("", 3000, 'A', ""), -414);
	assert_int_equal(padded("GET /", 2000, 'a', ""), 0);
}

static void
rfc6585_5_head_too_large(void **state)
{
	const char *before = "GET / HTTP/1.1\r\n" H "A: ";
	const size_t room = limits.head - strlen(before) - 4;

	(void)state;
	assert_int_equal(padded(before, room, 'b', "\r\n\r\n"), limits.head);
	assert_int_equal(padded(before, room + 1, 'b', "\r\n\r\n"), -431);
	assert_int_equal(padded(before, room + 3, 'b', "\r\n\r\n"), -431);
	assert_int_equal(padded(before, 9000, 'b', ""), -431);
	assert_int_equal(padded(before, 9000, ' ', ""), -431);
	assert_int_equal(padded("GET / HTTP/1.1\r\n", 9000, 'n', ""), -431);
}

static void
rfc6585_5_too_many_fields(void **state)
{
	char s[2048];
	size_t n;

	(void)state;
	for (int extra = 0; extra < 2; extra++) {
		n = (size_t)snprintf(s, sizeof(s), "GET / HTTP/1.1\r\n" H);
		for (int i = 1; i < HTTP_MAX_FIELDS + extra; i++)
			n += (size_t)snprintf(s + n, sizeof(s) - n, "A: b\r\n");
		snprintf(s + n, sizeof(s) - n, "\r\n");
		assert_int_equal(verdict(s), extra ? -431 : (long)n + 2);
	}
}

/* A limit on the line larger than that on the head changes nothing. */
static void
test_odd_limits(void **state)
{
	const struct http_limits odd = { SIZE_MAX, 32, 0 };
	struct http_request r;
	const char *s = "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

	(void)state;
	assert_int_equal(
	    http_request_parse((const uint8_t *)s, 31, &odd, &r), 0);
	assert_int_equal(
	    http_request_parse((const uint8_t *)s, 32, &odd, &r), -414);
	assert_int_equal(
	    http_request_parse((const uint8_t *)s, strlen(s), &odd, &r), -414);
	assert_int_equal(http_request_parse(NULL, 0, &odd, &r), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_browser),
		cmocka_unit_test(test_a_post),
		cmocka_unit_test(test_bytes_behind_the_head_are_not_looked_at),
		cmocka_unit_test(rfc9112_2_2_bare_lf),
		cmocka_unit_test(rfc9112_2_2_bare_cr),
		cmocka_unit_test(rfc9112_2_2_one_empty_line_before),
		cmocka_unit_test(rfc9112_2_2_blank_before_the_first_field),
		cmocka_unit_test(rfc9112_2_3_versions),
		cmocka_unit_test(rfc9113_3_4_http2_preface),
		cmocka_unit_test(rfc9112_3_blanks_in_the_request_line),
		cmocka_unit_test(rfc9112_3_1_methods),
		cmocka_unit_test(rfc9112_3_2_targets),
		cmocka_unit_test(rfc9112_3_2_2_absolute_form),
		cmocka_unit_test(rfc9112_3_2_3_authority_form),
		cmocka_unit_test(rfc9112_3_2_4_asterisk_form),
		cmocka_unit_test(rfc9110_15_5_15_target_too_long),
		cmocka_unit_test(rfc6585_5_head_too_large),
		cmocka_unit_test(rfc6585_5_too_many_fields),
		cmocka_unit_test(test_odd_limits),
	};

	return cmocka_run_group_tests_name("http_request", tests, NULL, NULL);
}
