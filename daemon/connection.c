/*
 * connection.c - one connection: from bytes to a request to its route.
 *
 *	HEAD -> BODY -> ANSWER -> IDLE -> HEAD ...
 *
 * One request at a time: what a client sends ahead waits in the input buffer,
 * which stops reading when it is full.  Sending is in sending.c.
 */
#include "connection.h"

#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/ssl.h>

#include "log.h"
#include "tls.h"

#define INPUT_MAX ((size_t)16 << 10) /* read ahead at most */

struct evbuffer *
connection_input(const struct connection *c)
{
	return bufferevent_get_input(c->bev);
}

void
connection_free(struct connection *c)
{
	turn_give(&c->turn);
	if (c->ssl != NULL && c->phase != PHASE_TLS) {
		/* Say goodbye (RFC 8446 6.1) without waiting for an answer. */
		SSL_set_shutdown(c->ssl, SSL_RECEIVED_SHUTDOWN);
		SSL_shutdown(c->ssl);
	}
	bufferevent_free(c->bev);
	pool_forget(c);
	free(c);
}

/*
 * Copies up to max bytes of input behind what the turn has, without taking
 * them from the input; returns how many.
 */
static size_t
turn_peek(struct connection *c, size_t max)
{
	struct turn *t = c->turn;
	struct evbuffer *in = connection_input(c);
	size_t n = evbuffer_get_length(in);
	uint8_t *to;

	if (n > max)
		n = max;
	if ((to = buf_room(&t->bytes, n)) == NULL)
		fatal("connection");
	if (n > 0 && evbuffer_copyout(in, to, n) != (ev_ssize_t)n)
		fatalx("connection: input");
	if (t->bytes.len + n > t->filled)
		t->filled = t->bytes.len + n;
	return n;
}

static void
input_drop(struct connection *c, size_t n)
{
	if (n > 0 && evbuffer_drain(connection_input(c), n) == -1)
		fatalx("connection: input");
}

/* Whether a head can have become whole, or wrong, since the last look. */
static bool
head_worth_parsing(struct connection *c, size_t n)
{
	struct evbuffer *in = connection_input(c);
	struct evbuffer_ptr from;
	size_t seen = c->scanned;

	c->scanned = n;
	if (seen == 0 || n >= c->pool->limits.head)
		return true;
	if (evbuffer_ptr_set(in, &from, seen, EVBUFFER_PTR_SET) == -1)
		return true;
	return evbuffer_search(in, "\n", 1, &from).pos != -1;
}

/* The request and its body are complete: over to the route. */
static enum step
request_handle(struct connection *c)
{
	struct turn *t = c->turn;

	t->whole = true;
	t->x.request = &t->request;
	t->x.body.p = (const char *)t->bytes.data + t->head;
	t->x.body.n = t->bytes.len - t->head;
	pool_busy(c->pool);
	if (!pool_charge(c, t->bytes.cap))
		return sending_error(c, 503);
	if (c->pool->routes->handle(&t->x) == ROUTE_NOW || t->done)
		return sending_start(c);
	t->later = true;
	pool_phase(c, PHASE_ANSWER);
	return STEP_WAIT;
}

/*
 * The bytes may have moved while the body grew, so the head is read again;
 * the parser is a pure function and cannot change its mind.
 */
static enum step
body_complete(struct connection *c, const uint8_t *before)
{
	struct turn *t = c->turn;

	if (t->bytes.data != before &&
	    http_request_parse(t->bytes.data, t->head, &c->pool->limits,
		&t->request) != (long)t->head)
		fatalx("connection: a head changed");
	return request_handle(c);
}

static enum step
step_body_length(struct connection *c)
{
	struct turn *t = c->turn;
	const uint8_t *before = t->bytes.data;
	size_t got = t->bytes.len - t->head;
	size_t n;

	n = turn_peek(c, (size_t)t->request.content_length - got);
	input_drop(c, n);
	t->bytes.len += n;
	if (t->bytes.data != before)
		t->request.nfields = 0; /* points to where they were */
	if (got + n < t->request.content_length)
		return STEP_WAIT;
	return body_complete(c, t->request.nfields == 0 ? NULL : before);
}

static enum step
step_body_chunked(struct connection *c)
{
	struct turn *t = c->turn;
	enum http_chunked_result r = HTTP_CHUNKED_MORE;
	size_t n, used;

	while (r == HTTP_CHUNKED_MORE) {
		if ((n = turn_peek(c, INPUT_MAX)) == 0)
			return STEP_WAIT;
		r = http_chunked_decode(&t->chunked,
		    t->bytes.data + t->bytes.len, &n, &used,
		    c->pool->limits.body);
		input_drop(c, used);
		t->bytes.len += n;
	}
	if (r == HTTP_CHUNKED_END)
		return body_complete(c, NULL);
	t->x.request = NULL;
	return sending_error(c, r == HTTP_CHUNKED_TOO_LONG ? 413 : 400);
}

static enum step
step_body(struct connection *c)
{
	enum step s;

	if (c->turn->request.body == HTTP_BODY_CHUNKED)
		s = step_body_chunked(c);
	else
		s = step_body_length(c);
	if (s != STEP_WAIT || c->phase == PHASE_ANSWER)
		return s;
	if (c->eof) {
		connection_free(c);
		return STEP_GONE;
	}
	if (c->phase != PHASE_BODY)
		pool_phase(c, PHASE_BODY);
	if (pool_charge(c, c->turn->bytes.cap))
		return STEP_WAIT;
	c->turn->x.request = NULL;
	return sending_error(c, 503);
}

/* The head is whole: refuse early, or go on to the body. */
static enum step
request_begin(struct connection *c)
{
	struct turn *t = c->turn;
	size_t body = 0;

	t->x.request = &t->request;
	/* RFC 9110 7.4: what is only for a secured connection came on none. */
	if (t->request.secure && c->ssl == NULL)
		return sending_error(c, 421);
	if (c->pool->routes->admit(&t->x) != 0)
		return sending_start(c);
	if (t->request.body == HTTP_BODY_NONE)
		return request_handle(c);
	if (t->request.body == HTTP_BODY_LENGTH)
		body = (size_t)t->request.content_length;
	if (t->request.expect_continue && t->request.minor > 0 &&
	    evbuffer_get_length(connection_input(c)) == 0 &&
	    (body > 0 || t->request.body == HTTP_BODY_CHUNKED))
		sending_continue(c);
	return step_body(c);
}

/* Nothing, or not enough, has come. */
static enum step
head_wait(struct connection *c, size_t n)
{
	turn_give(&c->turn);
	if (c->eof) {
		connection_free(c);
		return STEP_GONE;
	}
	if (n > 0 && c->phase == PHASE_IDLE)
		pool_phase(c, PHASE_HEAD);
	if (pool_charge(c, n))
		return STEP_WAIT;
	connection_free(c);
	return STEP_GONE;
}

static enum step
step_head(struct connection *c)
{
	size_t n = evbuffer_get_length(connection_input(c));
	struct turn *t;
	long used;

	if (n == 0 || (!head_worth_parsing(c, n) && !c->eof))
		return head_wait(c, n);
	t = c->turn = turn_take(c);
	n = turn_peek(c, INPUT_MAX);
	used =
	    http_request_parse(t->bytes.data, n, &c->pool->limits, &t->request);
	if (used == 0)
		return head_wait(c, n);
	c->scanned = 0;
	if (used < 0)
		return sending_error(c, (int)-used);
	input_drop(c, (size_t)used);
	t->bytes.len = t->head = (size_t)used;
	return request_begin(c);
}

static enum step
step(struct connection *c)
{
	switch (c->phase) {
	case PHASE_LINGER:
		input_drop(c, evbuffer_get_length(connection_input(c)));
		if (!c->eof)
			return STEP_WAIT;
		connection_free(c);
		return STEP_GONE;
	case PHASE_ANSWER:
		if (c->turn != NULL && c->turn->done)
			return sending_start(c);
		return STEP_WAIT;
	case PHASE_BODY:
		return step_body(c);
	case PHASE_TLS:
		return STEP_WAIT;
	case PHASE_HEAD:
	case PHASE_IDLE:
	case PHASES:
		break;
	}
	return step_head(c);
}

void
connection_run(struct connection *c)
{
	enum step s;

	if (c->busy)
		return;
	c->busy = true;
	do
		s = step(c);
	while (s == STEP_MORE);
	if (s != STEP_GONE)
		c->busy = false;
}

static void
connection_read_cb(struct bufferevent *bev, void *arg)
{
	(void)bev;
	connection_run(arg);
}

/* Output that did not go at once has gone now. */
static void
connection_write_cb(struct bufferevent *bev, void *arg)
{
	struct connection *c = arg;
	enum step s;

	if (c->busy || c->phase != PHASE_ANSWER || c->turn != NULL ||
	    evbuffer_get_length(bufferevent_get_output(bev)) > 0)
		return;
	c->busy = true;
	s = sending_done(c);
	if (s == STEP_GONE)
		return;
	c->busy = false;
	if (s == STEP_MORE)
		connection_run(c);
}

static void
connection_event_cb(struct bufferevent *bev, short what, void *arg)
{
	struct connection *c = arg;

	(void)bev;
	if (what & BEV_EVENT_CONNECTED) {
		pool_phase(c, PHASE_HEAD);
		connection_run(c);
	} else if (c->phase == PHASE_TLS || what & BEV_EVENT_ERROR) {
		connection_free(c);
	} else if (what & BEV_EVENT_EOF) {
		/* It may only have stopped sending, and wait for an answer. */
		c->eof = true;
		connection_run(c);
	}
}

/* Somebody who began to say something is told; others are only closed. */
void
connection_expired(struct connection *c)
{
	bool began = c->phase == PHASE_BODY ||
	    (c->phase == PHASE_HEAD && c->scanned > 0);
	enum step s;

	if (began || c->phase == PHASE_ANSWER)
		c->pool->app->counters.deadlines++;
	if (!began) {
		connection_free(c);
		return;
	}
	if (c->turn == NULL)
		c->turn = turn_take(c);
	c->turn->x.request = NULL;
	c->busy = true;
	s = sending_error(c, 408);
	if (s == STEP_GONE)
		return;
	c->busy = false;
	if (s == STEP_MORE)
		connection_run(c);
}

/* Callbacks come later, so that one may free what called it. */
static struct bufferevent *
tls_bufferevent(struct connection *c, int fd)
{
	struct bufferevent *bev;

	c->ssl = tls_accept(c->pool->tls);
	if (c->ssl == NULL)
		return NULL;
	bev = bufferevent_openssl_socket_new(c->pool->app->base, fd, c->ssl,
	    BUFFEREVENT_SSL_ACCEPTING,
	    BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (bev == NULL)
		SSL_free(c->ssl);
	else
		/* Many phones just go; what they sent must be whole anyway. */
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

struct connection *
connection_new(struct pool *p, int fd, bool tls)
{
	struct connection *c;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		return NULL;
	c->pool = p;
	c->phase = tls ? PHASE_TLS : PHASE_HEAD;
	c->bev = tls
	    ? tls_bufferevent(c, fd)
	    : bufferevent_socket_new(p->app->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (c->bev == NULL) {
		free(c);
		return NULL;
	}
	bufferevent_setcb(c->bev, connection_read_cb, connection_write_cb,
	    connection_event_cb, c);
	bufferevent_setwatermark(c->bev, EV_READ, 0, INPUT_MAX);
	if (bufferevent_enable(c->bev, EV_READ) == -1)
		fatalx("connection: reading");
	return c;
}
