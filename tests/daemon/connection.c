/*
 * connection.c - tests of the connection: framing, keeping alive, pipelining,
 * 100-continue, early refusal, clients that go.
 */
#include "fixture.h"

static void
test_headers_are_all_there(void **state)
{
	static const char *const fields[] = {
		"HTTP/1.1 200 OK\r\n",
		"\r\nDate: ",
		" GMT\r\n",
		"\r\nContent-Type: text/plain\r\n",
		"\r\nContent-Length: 8\r\n",
		"\r\nCache-Control: no-store\r\n",
		"\r\nContent-Security-Policy: default-src 'none'; img-src "
		"data:; form-action 'self'; base-uri 'none'; "
		"frame-ancestors 'none'\r\n",
		"\r\nReferrer-Policy: no-referrer\r\n",
		"\r\nX-Content-Type-Options: nosniff\r\n",
		"\r\nCross-Origin-Opener-Policy: same-origin\r\n",
		"\r\nCross-Origin-Resource-Policy: same-origin\r\n",
		"\r\nPermissions-Policy: ",
		"camera=()",
		"microphone=()",
		"geolocation=()",
	};
	struct client c = client_new();
	size_t i;

	(void)state;
	client_says(&c, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "GET /a<>");
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		assert_true(client_has(&c, fields[i]));
	assert_false(client_has(&c, "Server:"));
	assert_false(client_has(&c, "Set-Cookie:"));
	assert_false(client_has(&c, "Connection:"));
	client_end(&c);
}

static void
test_errors_have_them_too(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c, "GET / HTTP/1.1\r\nHost : x\r\n\r\n");
	client_waits_for(T.app.base, &c, "error 400");
	assert_true(client_has(&c, "Referrer-Policy: no-referrer\r\n"));
	assert_true(client_has(&c, "Connection: close\r\n"));
	shutdown(c.fd, SHUT_WR);
	while (T.pool->count > 0)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	client_end(&c);
}

static void
test_versions_and_keeping_alive(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "/1<>");
	client_says(&c, "GET /2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	client_waits_for(T.app.base, &c, "/2<>");
	assert_true(client_has(&c, "\r\nConnection: keep-alive\r\n"));
	client_says(&c, "GET /3 HTTP/1.0\r\n\r\n");
	client_waits_for(T.app.base, &c, "/3<>");
	assert_true(client_has(&c, "\r\nConnection: close\r\n"));
	client_waits_for_end(T.app.base, &c);
	client_end(&c);

	c = client_new();
	client_says(&c,
	    "GET /4 HTTP/1.1\r\nHost: x\r\n"
	    "Connection: close\r\n\r\n");
	client_waits_for_end(T.app.base, &c);
	assert_true(client_has(&c, "/4<>"));
	client_end(&c);
}

static void
test_head_has_no_body(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "GET /b<>");
	assert_true(client_has(&c, "Content-Length: 9\r\n"));
	assert_false(client_has(&c, "HEAD /a<>"));
	client_end(&c);
}

static void
rfc9110_9_3_2_head_refused(void **state)
{
	static const char *const bad[] = {
		"HEAD / HTTP/1.1\r\nHost : x\r\n\r\n",
		"\r\nHEAD / HTTP/1.1\r\nHost: x\r\nExpect: y\r\n\r\n",
		("HEAD / HTTP/1.1\r\nHost: x\r\n"
		 "Transfer-Encoding: chunked\r\n\r\nx"),
		"HEADS / HTTP/1.1\r\nHost: x\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct client c = client_new();

		client_says(&c, bad[i]);
		shutdown(c.fd, SHUT_WR);
		client_waits_for_end(T.app.base, &c);
		assert_true(client_has(&c, "Content-Length: 9\r\n"));
		assert_int_equal(client_has(&c, "error"), i == 3);
		client_end(&c);
	}
}

/* Sends a request cut in two at every place; the answer is always the same. */
static void
cut_anywhere(const char *request, const char *answer)
{
	struct client c;
	size_t i, n = strlen(request);

	for (i = 1; i < n; i++) {
		c = client_new();
		client_send(&c, request, i);
		loop_now(T.app.base);
		client_send(&c, request + i, n - i);
		client_waits_for(T.app.base, &c, answer);
		client_end(&c);
	}
	c = client_new();
	for (i = 0; i < n; i++) {
		client_send(&c, request + i, 1);
		loop_now(T.app.base);
	}
	client_waits_for(T.app.base, &c, answer);
	client_end(&c);
}

static void
test_cut_anywhere(void **state)
{
	(void)state;
	cut_anywhere("GET /g HTTP/1.1\r\nHost: x\r\n\r\n", "GET /g<>");
	cut_anywhere("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n"
		     "\r\nhello world",
	    "POST /p<hello world>");
	cut_anywhere(
	    "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
	    "chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n",
	    "POST /c<hello world>");
	cut_anywhere("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
	    "POST /e<>");
}

/* The buffer moves several times while this grows. */
static void
test_large_body_in_pieces(void **state)
{
	enum { LEN = 100000 };
	struct client c = client_new();
	char *body = malloc(LEN);
	size_t i;

	(void)state;
	assert_non_null(body);
	for (i = 0; i < LEN; i++)
		body[i] = (char)('a' + i % 23);
	client_says(&c,
	    "POST /large HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 100000\r\n\r\n");
	for (i = 0; i < LEN; i += 1000) {
		client_send(&c, body + i, 1000);
		loop_now(T.app.base);
	}
	client_waits_for(T.app.base, &c, ">");
	assert_true(client_has(&c, "POST /large<abc"));
	assert_non_null(memmem(c.in.data, c.in.len, body, LEN));
	free(body);
	client_end(&c);
}

static void
test_pipelining_in_order(void **state)
{
	struct client c = client_new();
	const char *one, *two, *three;

	(void)state;
	client_says(&c,
	    "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
	    "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nb"
	    "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "/1<>");
	loop_now(T.app.base);
	client_read(&c);
	assert_int_equal(T.handled, 2);
	assert_false(client_has(&c, "/3<>"));
	later_is_done();
	client_waits_for(T.app.base, &c, "/3<>");
	one = memmem(c.in.data, c.in.len, "/1<>", 4);
	two = memmem(c.in.data, c.in.len, "/later<b>", 9);
	three = memmem(c.in.data, c.in.len, "/3<>", 4);
	assert_true(one != NULL && two > one && three > two);
	client_end(&c);
}

static void
test_done_before_the_route_returns(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c, "GET /soon HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "/soon<>");
	client_end(&c);
}

static void
test_continue(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
	    "Expect: 100-continue\r\n\r\n");
	client_waits_for(T.app.base, &c, "HTTP/1.1 100 Continue\r\n\r\n");
	assert_int_equal(T.handled, 0);
	client_says(&c, "body");
	client_waits_for(T.app.base, &c, "POST /x<body>");
	client_end(&c);
}

static void
test_early_refusal(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "POST /refuse HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n");
	client_waits_for(T.app.base, &c, "refused");
	assert_false(client_has(&c, "100 Continue"));
	assert_true(client_has(&c, "Connection: close\r\n"));
	client_says(&c, "more than was announced, which nobody reads");
	shutdown(c.fd, SHUT_WR);
	client_waits_for_end(T.app.base, &c);
	assert_int_equal(T.handled, 0);
	client_end(&c);

	c = client_new();
	client_says(&c,
	    "POST / HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 131073\r\n\r\n");
	client_waits_for(T.app.base, &c, "error 413");
	client_end(&c);
}

/* To close at once would reset the connection, and lose the answer. */
static void
rfc9112_9_6_more_behind_the_last(void **state)
{
	static char more[200000];
	struct client c = client_new();

	(void)state;
	memset(more, 'x', sizeof(more));
	client_says(
	    &c, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	while (send(c.fd, more, sizeof(more), MSG_DONTWAIT) > 0)
		;
	client_waits_for(T.app.base, &c, "GET /a<>");
	loop_now(T.app.base);
	assert_int_equal(T.pool->count, 1);
	shutdown(c.fd, SHUT_WR);
	client_waits_for_end(T.app.base, &c);
	while (T.pool->count > 0)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	assert_int_equal(T.handled, 1);
	client_end(&c);
}

static void
rfc9110_7_4_https_without_tls(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "GET https://x/refuse HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "error 421");
	assert_true(client_has(&c, "Connection: close\r\n"));
	assert_int_equal(T.handled, 0);
	client_end(&c);

	c = client_new();
	client_says(&c, "GET http://x/a HTTP/1.1\r\nHost: y\r\n\r\n");
	client_waits_for(T.app.base, &c, "GET /a<>");
	client_end(&c);
}

static void
rfc9110_13_2_preconditions(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "GET /none HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n"
	    "HEAD /match HTTP/1.1\r\nHost: x\r\nIf-Match: \"a\"\r\n\r\n"
	    "GET /match HTTP/1.1\r\nHost: x\r\nIf-Match: \"a\"\r\n\r\n");
	client_waits_for(T.app.base, &c, "error 412");
	assert_true(client_has(&c, "HTTP/1.1 304 Not Modified\r\n"));
	assert_true(client_has(&c, "HTTP/1.1 412 Precondition Failed\r\n"));
	assert_false(client_has(&c, "/none<"));
	assert_false(client_has(&c, "/match<"));
	/* What is refused anyway, and what stores something, stays so. */
	client_says(&c,
	    "GET /refuse HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n"
	    "POST /p HTTP/1.1\r\nHost: x\r\nIf-Match: \"a\"\r\n"
	    "If-None-Match: *\r\nContent-Length: 1\r\n\r\nb");
	client_waits_for(T.app.base, &c, "POST /p<b>");
	assert_true(client_has(&c, "refused"));
	client_end(&c);
}

static void
test_chunks_over_the_cap(void **state)
{
	struct client c = client_new();
	char chunk[1024 + 8];
	size_t i;

	(void)state;
	memset(chunk, 'x', sizeof(chunk));
	memcpy(chunk, "400\r\n", 5);
	memcpy(chunk + 5 + 1024, "\r\n", 2);
	client_says(&c,
	    "POST / HTTP/1.1\r\nHost: x\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n");
	for (i = 0; i <= 128; i++) {
		client_send(&c, chunk, 5 + 1024 + 2);
		loop_now(T.app.base);
	}
	client_waits_for(T.app.base, &c, "error 413");
	assert_int_equal(T.handled, 0);
	client_end(&c);
}

static void
test_half_closed_is_answered(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c,
	    "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
	    "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nb"
	    "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
	shutdown(c.fd, SHUT_WR);
	client_waits_for(T.app.base, &c, "/1<>");
	loop_now(T.app.base);
	later_is_done();
	client_waits_for_end(T.app.base, &c);
	assert_true(client_has(&c, "/later<b>"));
	assert_true(client_has(&c, "/3<>"));
	client_end(&c);
}

static void
test_gone_before_the_answer(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	while (T.hold == NULL)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	client_end(&c);
	loop_now(T.app.base);
	later_is_done();
	assert_int_equal(T.pool->count, 0);
}

static void
test_hold_outlives_the_connection(void **state)
{
	struct client c = client_new();

	(void)state;
	T.pool->deadlines.answer = 30;
	client_says(&c, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for_end(T.app.base, &c);
	assert_non_null(T.hold);
	assert_null(T.hold->x);
	assert_int_equal(T.app.counters.deadlines, 1);
	later_is_done();
	client_end(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_headers_are_all_there),
		CASE(test_errors_have_them_too),
		CASE(test_versions_and_keeping_alive),
		CASE(test_head_has_no_body),
		CASE(rfc9110_9_3_2_head_refused),
		CASE(test_cut_anywhere),
		CASE(test_large_body_in_pieces),
		CASE(test_pipelining_in_order),
		CASE(test_done_before_the_route_returns),
		CASE(test_continue),
		CASE(test_early_refusal),
		CASE(rfc9112_9_6_more_behind_the_last),
		CASE(rfc9110_7_4_https_without_tls),
		CASE(rfc9110_13_2_preconditions),
		CASE(test_chunks_over_the_cap),
		CASE(test_half_closed_is_answered),
		CASE(test_gone_before_the_answer),
		CASE(test_hold_outlives_the_connection),
	};

	fixture_signals();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
