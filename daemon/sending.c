/*
 * sending.c - sends a response, and decides what follows it.
 *
 * Head and body go to the kernel in one writev, without a copy; only what the
 * kernel does not take at once is buffered.  Its size is bounded by the
 * largest page and its time by the deadline of the answer.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <openssl/ssl.h>

#include "connection.h"
#include "log.h"

/* The bytes of one answer. */
struct sending {
	struct iovec parts[2];
	size_t n;
};

static struct str
response_bytes(const struct response *r)
{
	if (r->body.len > 0)
		return (struct str){ (const char *)r->body.data, r->body.len };
	return r->fixed;
}

static void
sending_part(struct sending *a, const void *p, size_t n)
{
	union {
		const void *from;
		void *to;
	} u = { p };

	if (n > 0)
		a->parts[a->n++] = (struct iovec){ u.to, n };
}

/* Whether more bytes of this request may still be on their way. */
static bool
request_is_open(const struct connection *c)
{
	const struct turn *t = c->turn;

	return t->x.request == NULL ||
	    (t->request.body != HTTP_BODY_NONE && !t->whole);
}

/* Sends what it can at once and buffers the rest.  False: the peer is gone. */
static bool
sending_write(struct connection *c, const struct sending *a)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);
	size_t i, sent = 0;
	ssize_t n = 0;

	if (evbuffer_get_length(out) == 0 && c->ssl == NULL) {
		n = writev(bufferevent_getfd(c->bev), a->parts, (int)a->n);
		if (n == -1 && errno != EAGAIN && errno != EINTR)
			return false;
	}
	sent = n > 0 ? (size_t)n : 0;
	for (i = 0; i < a->n; i++) {
		if (sent >= a->parts[i].iov_len) {
			sent -= a->parts[i].iov_len;
			continue;
		}
		if (bufferevent_write(c->bev,
			(const char *)a->parts[i].iov_base + sent,
			a->parts[i].iov_len - sent) == -1)
			fatalx("connection: output");
		sent = 0;
	}
	return true;
}

void
sending_continue(struct connection *c)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	struct sending a = { .n = 0 };

	sending_part(&a, line, sizeof(line) - 1);
	/* A peer that is gone shows up when it is read. */
	(void)sending_write(c, &a);
}

static void
response_sound(struct turn *t)
{
	struct response *r = &t->x.response;

	if (r->body.failed || r->status < 200 || r->status > 599) {
		log_warn("an answer could not be made");
		buf_free(&r->body);
		*r = (struct response){ .status = 500, .close = true };
	}
}

/*
 * What a page would be is not sent where the request says so.  A post changes
 * no page, nor does a hook: no precondition makes a story get lost.
 */
static void
response_on_condition(struct connection *c)
{
	struct exchange *x = &c->turn->x;
	int status;

	if (x->request == NULL || x->sms_hook ||
	    x->request->method == HTTP_POST || x->response.status / 100 != 2 ||
	    (status = http_precondition(x->request)) == 0)
		return;
	buf_clear(&x->response.body);
	x->response.fixed = (struct str){ NULL, 0 };
	x->response.status = status;
	if (response_has_body(status))
		c->pool->routes->error(x, status);
}

/* Whether it was HEAD, also where the rest of the head was refused. */
static bool
request_is_head(const struct turn *t)
{
	static const char method[] = "HEAD ";
	const uint8_t *p = t->bytes.data;
	size_t n = t->filled;

	if (t->x.request != NULL)
		return t->request.method == HTTP_HEAD;
	if (n > 2 && p[0] == '\r') {
		p += 2;
		n -= 2;
	}
	return n >= sizeof(method) - 1 &&
	    memcmp(p, method, sizeof(method) - 1) == 0;
}

static bool
sending_keeps(const struct connection *c)
{
	const struct turn *t = c->turn;

	return !t->x.response.close && !c->pool->draining &&
	    t->x.request != NULL && t->request.keep_alive &&
	    !request_is_open(c);
}

enum step
sending_start(struct connection *c)
{
	struct turn *t = c->turn;
	struct response *r = &t->x.response;
	char head[RESPONSE_HEAD_MAX];
	struct sending a = { .n = 0 };
	struct response_frame f;
	struct str body;

	response_on_condition(c);
	response_sound(t);
	if (r->status == 503)
		c->pool->app->counters.overload++;
	body = response_bytes(r);
	/* More than was read ahead may have come behind a last request. */
	c->linger =
	    request_is_open(c) || evbuffer_get_length(connection_input(c)) > 0;
	c->close = !sending_keeps(c);
	f = (struct response_frame){
		.minor = t->x.request == NULL ? 1 : t->request.minor,
		.keep = !c->close,
		.length = body.n,
		.date = pool_date(c->pool),
		.tls = c->ssl != NULL,
		.onion = c->pool->onion,
	};
	sending_part(&a, head, response_head(r, &f, head));
	if (response_has_body(r->status) && !request_is_head(t))
		sending_part(&a, body.p, body.n);
	if (!sending_write(c, &a)) {
		connection_free(c);
		return STEP_GONE;
	}
	turn_give(&c->turn);
	return sending_done(c);
}

/* Tells the peer that nothing more comes. */
static bool
end_of_sending(struct connection *c)
{
	if (c->ssl != NULL)
		SSL_shutdown(c->ssl);
	return shutdown(bufferevent_getfd(c->bev), SHUT_WR) == 0;
}

enum step
sending_done(struct connection *c)
{
	size_t left = evbuffer_get_length(bufferevent_get_output(c->bev));

	if (!pool_charge(c, left)) {
		connection_free(c);
		return STEP_GONE;
	}
	if (left > 0) {
		/* A route that waited for the disk used up part of it. */
		if (c->phase != PHASE_ANSWER)
			pool_phase(c, PHASE_ANSWER);
		return STEP_WAIT;
	}
	c->scanned = 0;
	if (!c->close) {
		pool_phase(c, PHASE_IDLE);
		return STEP_MORE;
	}
	/*
	 * Closing while bytes are unread would make the kernel throw away
	 * the answer that the peer has not read yet.
	 */
	if (c->linger && !c->eof && end_of_sending(c)) {
		pool_phase(c, PHASE_LINGER);
		return STEP_MORE;
	}
	connection_free(c);
	return STEP_GONE;
}

enum step
sending_error(struct connection *c, int status)
{
	struct exchange *x = &c->turn->x;

	buf_free(&x->response.body);
	x->response = (struct response){ .status = status };
	c->pool->routes->error(x, status);
	x->response.close = true;
	return sending_start(c);
}
