/*
 * connection.c - tests of the connection: framing, pipelining, deadlines,
 * early refusal, the cap.  The route is one of our own.
 */
#include "daemon/pool.h"

#include <signal.h>

#include "harness.h"

#define BIG (4 * 1024 * 1024)

static struct {
	struct app app;
	struct pool *pool;
	struct exchange_hold *hold;	/* of the last /later */
	int handled;
	int drained;
	char *big;
} T;

static int
test_admit(struct exchange *x)
{
	if (!str_is(x->request->path, "/refuse"))
		return 0;
	x->response.status = 404;
	x->response.type = "text/plain";
	buf_adds(&x->response.body, "refused");
	return 404;
}

static enum route_verdict
test_handle(struct exchange *x)
{
	T.handled++;
	x->response.status = 200;
	x->response.type = "text/plain";
	if (str_is(x->request->path, "/big")) {
		x->response.fixed = (struct str){ T.big, BIG };
		return ROUTE_NOW;
	}
	buf_addstr(&x->response.body, x->request->method_name);
	buf_addc(&x->response.body, ' ');
	buf_addstr(&x->response.body, x->request->path);
	buf_addc(&x->response.body, '<');
	buf_addstr(&x->response.body, x->body);
	buf_addc(&x->response.body, '>');
	if (str_is(x->request->path, "/later")) {
		T.hold = exchange_hold(x);
		return ROUTE_LATER;
	}
	if (str_is(x->request->path, "/soon")) {
		exchange_done(x);
		return ROUTE_LATER;
	}
	return ROUTE_NOW;
}

static void
test_error(struct exchange *x, int status)
{
	x->response.status = status;
	x->response.type = "text/plain";
	buf_addf(&x->response.body, "error %d", status);
}

static const struct routes test_routes = { test_admit, test_handle,
	test_error };

static int
setup(void **state)
{
	(void)state;
	memset(&T, 0, sizeof(T));
	T.app.base = event_base_new();
	T.pool = pool_new(&T.app, &test_routes, 100, 128 * 1024);
	T.big = calloc(1, BIG);
	assert_non_null(T.big);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	pool_free(&T.pool);
	exchange_hold_free(&T.hold);
	event_base_free(T.app.base);
	free(T.big);
	return 0;
}

static struct client
client_new(void)
{
	struct client c = { .fd = -1, .in = BUF_INIT };
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
	    pair), 0);
	assert_int_equal(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0);
	pool_accept(T.pool, pair[1]);
	c.fd = pair[0];
	return c;
}

static void
later_is_done(void)
{
	struct exchange *x = T.hold->x;

	exchange_hold_free(&T.hold);
	if (x != NULL)
		exchange_done(x);
}

static void
test_headers_are_all_there(void **state)
{
	static const char *const fields[] = {
		"HTTP/1.1 200 OK\r\n", "\r\nDate: ", " GMT\r\n",
		"\r\nContent-Type: text/plain\r\n",
		"\r\nContent-Length: 8\r\n", "\r\nCache-Control: no-store\r\n",
		"\r\nContent-Security-Policy: default-src 'none'; img-src "
		"data:; form-action 'self'; base-uri 'none'; "
		"frame-ancestors 'none'\r\n",
		"\r\nReferrer-Policy: no-referrer\r\n",
		"\r\nX-Content-Type-Options: nosniff\r\n",
		"\r\nCross-Origin-Opener-Policy: same-origin\r\n",
		"\r\nCross-Origin-Resource-Policy: same-origin\r\n",
		"\r\nPermissions-Policy: ", "camera=()", "microphone=()",
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
	client_says(&c, "GET /4 HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&c, "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "GET /b<>");
	assert_true(client_has(&c, "Content-Length: 9\r\n"));
	assert_false(client_has(&c, "HEAD /a<>"));
	client_end(&c);
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
	    "\r\nhello world", "POST /p<hello world>");
	cut_anywhere("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
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
	client_says(&c, "POST /large HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&c, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
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
	client_says(&c, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
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
	client_says(&c, "POST /refuse HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&c, "POST / HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 131073\r\n\r\n");
	client_waits_for(T.app.base, &c, "error 413");
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
	client_says(&c, "POST / HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&c, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
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

static void
test_deadline_of_the_head(void **state)
{
	struct client silent, slow;

	(void)state;
	T.pool->deadlines.head = 30;
	silent = client_new();
	slow = client_new();
	client_says(&slow, "GET / HTTP/1.1\r\nHo");
	client_waits_for(T.app.base, &slow, "error 408");
	client_waits_for_end(T.app.base, &silent);
	assert_int_equal(silent.in.len, 0);
	assert_int_equal(T.app.counters.deadlines, 1);
	client_end(&silent);
	client_end(&slow);
}

static void
test_deadline_of_the_body(void **state)
{
	struct client c;

	(void)state;
	T.pool->deadlines.body = 30;
	c = client_new();
	client_says(&c, "POST / HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 100\r\n\r\nhalf");
	client_waits_for(T.app.base, &c, "error 408");
	assert_int_equal(T.handled, 0);
	client_end(&c);
}

/* What has come quickly earns time: 1000 bytes at 1000 a second. */
static void
test_fast_body_gets_more_time(void **state)
{
	char half[1000];
	struct client quick, slow;

	(void)state;
	T.pool->deadlines.body = 40;
	T.pool->deadlines.body_rate = 1000;
	memset(half, 'x', sizeof(half));
	quick = client_new();
	slow = client_new();
	client_says(&quick, "POST /q HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 2000\r\n\r\n");
	client_send(&quick, half, sizeof(half));
	loop_now(T.app.base);
	client_says(&slow, "POST /s HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 2000\r\n\r\n");
	client_waits_for(T.app.base, &slow, "error 408");
	client_read(&quick);
	assert_int_equal(quick.in.len, 0);
	client_send(&quick, half, sizeof(half));
	client_waits_for(T.app.base, &quick, "POST /q<x");
	client_end(&quick);
	client_end(&slow);
}

static void
test_deadline_between_requests(void **state)
{
	struct client c;

	(void)state;
	T.pool->deadlines.idle = 30;
	c = client_new();
	client_says(&c, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for_end(T.app.base, &c);
	assert_true(client_has(&c, "/1<>"));
	assert_false(client_has(&c, "error"));
	assert_int_equal(T.app.counters.deadlines, 0);
	client_end(&c);
}

static void
test_slow_reader(void **state)
{
	struct client c = client_new();

	(void)state;
	client_says(&c, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
	loop_now(T.app.base);
	assert_int_equal(T.handled, 1);
	client_waits_for(T.app.base, &c, "/after<>");
	assert_true(c.in.len > BIG);
	client_end(&c);

	T.pool->deadlines.answer = 30;
	c = client_new();
	client_says(&c, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
	while (T.app.counters.deadlines == 0)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	client_waits_for_end(T.app.base, &c);
	assert_true(c.in.len < BIG);
	client_end(&c);
}

static void
test_the_slowest_makes_room(void **state)
{
	struct client a, b, c;

	(void)state;
	T.pool->max = 2;
	a = client_new();
	client_says(&a, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &a, "/a<>");
	b = client_new();
	client_says(&b, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	while (T.hold == NULL)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	c = client_new();
	client_waits_for_end(T.app.base, &a);
	client_says(&c, "GET /c HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &c, "/c<>");
	assert_int_equal(T.pool->count, 2);
	assert_int_equal(T.app.counters.connections_refused, 1);
	later_is_done();
	client_waits_for(T.app.base, &b, "/later<>");
	client_end(&a);
	client_end(&b);
	client_end(&c);
}

/* Whoever waits for the disk is never closed for a newcomer. */
static void
test_the_waiting_stay(void **state)
{
	struct client a, b;

	(void)state;
	T.pool->max = 1;
	a = client_new();
	client_says(&a, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	while (T.hold == NULL)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	b = client_new();
	client_waits_for_end(T.app.base, &b);
	assert_int_equal(b.in.len, 0);
	later_is_done();
	client_waits_for(T.app.base, &a, "/later<>");
	client_end(&a);
	client_end(&b);
}

static void
drained_cb(void *arg)
{
	(void)arg;
	T.drained++;
}

static void
test_drain(void **state)
{
	struct client idle = client_new(), waiting = client_new();

	(void)state;
	client_says(&idle, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
	client_waits_for(T.app.base, &idle, "/1<>");
	client_says(&waiting, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	while (T.hold == NULL)
		event_base_loop(T.app.base, EVLOOP_ONCE);
	pool_drain(T.pool, drained_cb, NULL);
	client_waits_for_end(T.app.base, &idle);
	assert_int_equal(T.drained, 0);
	later_is_done();
	client_waits_for_end(T.app.base, &waiting);
	assert_true(client_has(&waiting, "/later<>"));
	assert_true(client_has(&waiting, "Connection: close\r\n"));
	assert_int_equal(T.drained, 1);
	client_end(&idle);
	client_end(&waiting);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_headers_are_all_there),
		CASE(test_errors_have_them_too),
		CASE(test_versions_and_keeping_alive),
		CASE(test_head_has_no_body),
		CASE(test_cut_anywhere),
		CASE(test_large_body_in_pieces),
		CASE(test_pipelining_in_order),
		CASE(test_done_before_the_route_returns),
		CASE(test_continue),
		CASE(test_early_refusal),
		CASE(test_chunks_over_the_cap),
		CASE(test_half_closed_is_answered),
		CASE(test_gone_before_the_answer),
		CASE(test_hold_outlives_the_connection),
		CASE(test_deadline_of_the_head),
		CASE(test_deadline_of_the_body),
		CASE(test_fast_body_gets_more_time),
		CASE(test_deadline_between_requests),
		CASE(test_slow_reader),
		CASE(test_the_slowest_makes_room),
		CASE(test_the_waiting_stay),
		CASE(test_drain),
	};

	signal(SIGPIPE, SIG_IGN);
	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
