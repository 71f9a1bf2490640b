/*
 * pool.c - tests of what bounds connections: deadlines of every phase, the
 * cap, and the orderly end.
 */
#include "fixture.h"

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
	client_says(&c,
	    "POST / HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&quick,
	    "POST /q HTTP/1.1\r\nHost: x\r\n"
	    "Content-Length: 2000\r\n\r\n");
	client_send(&quick, half, sizeof(half));
	loop_now(T.app.base);
	client_says(&slow,
	    "POST /s HTTP/1.1\r\nHost: x\r\n"
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
	client_says(&c,
	    "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_deadline_of_the_head),
		CASE(test_deadline_of_the_body),
		CASE(test_fast_body_gets_more_time),
		CASE(test_deadline_between_requests),
		CASE(test_slow_reader),
		CASE(test_the_slowest_makes_room),
		CASE(test_the_waiting_stay),
		CASE(test_drain),
	};

	fixture_signals();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
