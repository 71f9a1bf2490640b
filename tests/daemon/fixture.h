/*
 * fixture.h - a pool of connections with a route of the tests' own: it echoes
 * method, path and body; /later answers when told to, /big is large, /refuse
 * is refused by its head.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <signal.h>

#include "daemon/pool.h"
#include "harness.h"

#define BIG (4 * 1024 * 1024)

static struct {
	struct app app;
	struct pool *pool;
	struct exchange_hold *hold; /* of the last /later */
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

static inline int
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

static inline int
teardown(void **state)
{
	(void)state;
	pool_free(&T.pool);
	exchange_hold_free(&T.hold);
	event_base_free(T.app.base);
	free(T.big);
	return 0;
}

static inline struct client
client_new(void)
{
	struct client c = { .fd = -1, .in = BUF_INIT };
	int pair[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0);
	pool_accept(T.pool, pair[1], false, NULL);
	c.fd = pair[0];
	return c;
}

static inline void
later_is_done(void)
{
	struct exchange *x = T.hold->x;

	exchange_hold_free(&T.hold);
	if (x != NULL)
		exchange_done(x);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* A test that hangs ends the program; a peer that is gone does not. */
static inline void
fixture_signals(void)
{
	signal(SIGPIPE, SIG_IGN);
	alarm(PATIENCE_SECONDS);
}

#endif
