/*
 * http_framing.c - tests of the request parser: Host, field lines, and where
 * the body and the connection end; named after the section of the RFC.
 */
#include "tests/unit/http_judge.h"

static void
rfc9112_3_2_host(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET / HTTP/1.1\r\n\r\n"), -400);
	assert_int_equal(with_fields(H), -400);
	assert_int_equal(with_fields("hOST: a.example\r\n"), -400);
	for (int minor = 0; minor < 2; minor++) {
		static const char *const bad[] = { "", "a b", "a,b", "a/b",
			"u@a", "a:b", "a:123456", ":80", "[::1", "[]", "[g::1]",
			"[::1]x", "::1", "a\\b", "a\xc3\xa9", "a%41", "<a>" };
		static const char *const good[] = { "a", "a.example",
			"127.0.0.1:8080", "[::1]", "[2001:db8::1]:443",
			"[::ffff:1.2.3.4]", "a_b-c~d.example", "a:" };
		char s[200];

		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			snprintf(s, sizeof(s),
			    "GET / HTTP/1.%d\r\n"
			    "Host: %s\r\n\r\n",
			    minor, bad[i]);
			assert_int_equal(verdict(s), -400);
		}
		for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
			snprintf(s, sizeof(s),
			    "GET / HTTP/1.%d\r\n"
			    "Host: %s\r\n\r\n",
			    minor, good[i]);
			assert_int_equal(verdict(s), strlen(s));
		}
	}
}

static void
rfc9112_5_field_lines(void **state)
{
	static const char *const bad[] = { "A : b\r\n", "A\t: b\r\n",
		" A: b\r\n", ": b\r\n", "A\r\n", "A b\r\n", "A(b): c\r\n",
		"A\"b: c\r\n", "\xc3\xa9: b\r\n", "A: b\x01\r\n",
		"A: b\x7f\r\n", "A: b\r\n\tc\r\n", "A: b\r\n c\r\n",
		"A:\r\n b\r\n", "A: b\x0b\r\n", "Content-Length : 1\r\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(with_fields(bad[i]), -400);
	assert_true(with_fields("!#$%&'*+-.^_`|~09aZ: b\r\n") > 0);
}

static void
rfc9110_5_5_nul(void **state)
{
	static const struct str heads[] = {
		{ "GET /\0 HTTP/1.1\r\n" H "\r\n", 35 },
		{ "G\0T / HTTP/1.1\r\n" H "\r\n", 35 },
		{ "GET / HTTP/1.1\r\nA:\0\r\n\r\n", 23 },
		{ "GET / HTTP/1.1\r\nA:b\0c\r\n\r\n", 25 },
		{ "GET / HTTP/1.1\r\n\0: b\r\n\r\n", 24 },
		{ "\0", 1 },
	};
	struct http_request r;

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		assert_int_equal(judge(heads[i].p, heads[i].n, &r), -400);
}

static void
rfc9112_6_2_content_length(void **state)
{
	static const char *const bad[] = { "", "+1", "-1", "1 1", "1,1", "0x1",
		"1.0", "1;", "a", "1\t2", "\"1\"", "1,2" };
	struct http_request r;
	char s[200];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(s, sizeof(s), "Content-Length: %s\r\n", bad[i]);
		assert_int_equal(with_fields(s), -400);
	}
	assert_int_equal(with_fields("Content-Length: 5\r\n"
				     "content-length: 5\r\n"),
	    -400);
	accepts("GET / HTTP/1.1\r\n" H "Content-Length: 007\r\n\r\n", &r);
	assert_int_equal(r.content_length, 7);
	accepts("HEAD / HTTP/1.1\r\n" H "Content-Length: \t0\t\r\n\r\n", &r);
	assert_int_equal(r.content_length, 0);
	assert_int_equal(r.body, HTTP_BODY_LENGTH);
}

static void
rfc9110_15_5_14_too_large(void **state)
{
	(void)state;
	assert_int_equal(with_fields("Content-Length: 131073\r\n"), -413);
	assert_int_equal(
	    with_fields("Content-Length: 18446744073709551616\r\n"), -413);
	assert_int_equal(
	    with_fields("Content-Length: 18446744073709551617\r\n"), -413);
	assert_int_equal(
	    with_fields("Content-Length: "
			"99999999999999999999999999999999999999999999\r\n"),
	    -413);
}

static void
rfc9112_6_1_transfer_encoding(void **state)
{
	/* Where chunked comes last, the end of the body could be found. */
	static const char *const unknown[] = { "gzip, chunked",
		"gzip;a=\"b,c\" ,\tCHUNKED", "chunked, chunked", ", chunked" };
	static const char *const endless[] = { "gzip", "identity", "",
		"chunked,", "chunked, gzip", "xchunked", "chunked;q=1",
		"\"chunked\"", "chunked gzip", "gzip chunked" };
	char s[200];

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		snprintf(s, sizeof(s), "Transfer-Encoding: %s\r\n", unknown[i]);
		assert_int_equal(with_fields(s), -501);
	}
	for (size_t i = 0; i < sizeof(endless) / sizeof(endless[0]); i++) {
		snprintf(s, sizeof(s), "Transfer-Encoding: %s\r\n", endless[i]);
		assert_int_equal(with_fields(s), -400);
	}
	assert_int_equal(with_fields("Transfer-Encoding: chunked\r\n"
				     "Transfer-Encoding: chunked\r\n"),
	    -400);
	assert_int_equal(with_fields("Transfer-Encoding: gzip\r\n"
				     "Transfer-Encoding: chunked\r\n"),
	    -400);
	assert_int_equal(with_fields("Transfer-Encoding: \x0b"
				     "chunked\r\n"),
	    -400);
}

static void
rfc9112_6_3_both_framings(void **state)
{
	(void)state;
	assert_int_equal(with_fields("Content-Length: 5\r\n"
				     "Transfer-Encoding: chunked\r\n"),
	    -400);
	assert_int_equal(with_fields("Transfer-Encoding: chunked\r\n"
				     "Content-Length: 0\r\n"),
	    -400);
	assert_int_equal(with_fields("Transfer-Encoding: identity\r\n"
				     "Content-Length: 5\r\n"),
	    -400);
}

static void
rfc9112_6_1_coding_in_http_1_0(void **state)
{
	(void)state;
	assert_int_equal(verdict("POST / HTTP/1.0\r\n"
				 "Transfer-Encoding: chunked\r\n\r\n"),
	    -400);
}

static void
rfc9112_9_3_persistence(void **state)
{
	static const struct {
		const char *fields;
		bool in_1_0, in_1_1;
	} cases[] = {
		{ "", false, true },
		{ "Connection: close\r\n", false, false },
		{ "Connection: CLOSE\r\n", false, false },
		{ "connection: keep-alive\r\n", true, true },
		{ "Connection: Keep-Alive, Upgrade\r\n", true, true },
		{ "Connection: a ,\t,close\r\n", false, false },
		{ "Connection: keep-alive, close\r\n", false, false },
		{ "Connection: x\r\nConnection: keep-alive\r\n", true, true },
		{ "Connection: keep-alive\r\nConnection: close\r\n", false,
		    false },
		{ "Connection: closed\r\n", false, true },
		{ "Connection: not a list\r\n", false, false },
		{ "Proxy-Connection: keep-alive\r\n", false, true },
		{ "Connection:\r\n", false, true },
	};
	struct http_request r;
	char s[200];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int minor = 0; minor < 2; minor++) {
			snprintf(s, sizeof(s), "GET / HTTP/1.%d\r\n" H "%s\r\n",
			    minor, cases[i].fields);
			accepts(s, &r);
			assert_int_equal(r.keep_alive,
			    minor == 0 ? cases[i].in_1_0 : cases[i].in_1_1);
		}
}

static void
rfc9110_10_1_1_expect(void **state)
{
	struct http_request r;

	(void)state;
	assert_int_equal(with_fields("Expect: 200-ok\r\n"), -417);
	assert_true(with_fields("Expect:\r\n") > 0);
	assert_true(with_fields("Expect: ,\t, 100-continue,\r\n"
				"Expect: 100-Continue\r\n") > 0);
	assert_int_equal(with_fields("Expect: 100-continue, x\r\n"), -417);
	assert_int_equal(with_fields("Expect: 100-continue\r\n"
				     "Expect: x\r\n"),
	    -417);
	accepts("GET / HTTP/1.1\r\n" H "Expect: 100-continue\r\n\r\n", &r);
	assert_false(r.expect_continue);
	accepts("POST / HTTP/1.1\r\n" H "Expect: 100-continue\r\n"
		"Content-Length: 0\r\n\r\n",
	    &r);
	assert_false(r.expect_continue);
	accepts("POST / HTTP/1.0\r\n" H "Expect: 100-continue\r\n"
		"Content-Length: 5\r\n\r\n",
	    &r);
	assert_false(r.expect_continue);
	accepts("POST / HTTP/1.1\r\n" H "Expect: 100-continue\r\n"
		"Transfer-Encoding: chunked\r\n\r\n",
	    &r);
	assert_true(r.expect_continue);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc9112_3_2_host),
		cmocka_unit_test(rfc9112_5_field_lines),
		cmocka_unit_test(rfc9110_5_5_nul),
		cmocka_unit_test(rfc9112_6_2_content_length),
		cmocka_unit_test(rfc9110_15_5_14_too_large),
		cmocka_unit_test(rfc9112_6_1_transfer_encoding),
		cmocka_unit_test(rfc9112_6_3_both_framings),
		cmocka_unit_test(rfc9112_6_1_coding_in_http_1_0),
		cmocka_unit_test(rfc9112_9_3_persistence),
		cmocka_unit_test(rfc9110_10_1_1_expect),
	};

	return cmocka_run_group_tests_name("http_framing", tests, NULL, NULL);
}
