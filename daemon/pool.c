/*
 * pool.c - all connections of one kind: their cap and their deadlines.
 */
#include "pool.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "connection.h"
#include "gehoor/clock.h"
#include "harden.h"
#include "log.h"
#include "networks.h"

#define REQUEST_LINE_MAX 6144 /* a long text message in an address */
#define HEAD_MAX 8192
#define TIMER_SLACK_MS 5 /* the clock ticks no finer than that */

const struct deadlines deadlines_usual = {
	.tls = 5000,
	.head = 5000,
	.body = 10000,
	.body_rate = 500,
	.answer = 15000,
	.idle = 5000,
	.linger = 2000,
};

/* Whom to close for a newcomer: the least loss first. */
static const enum phase eviction[] = { PHASE_LINGER, PHASE_IDLE, PHASE_TLS,
	PHASE_HEAD, PHASE_BODY };

int64_t
pool_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct http_limits
pool_limits(uint64_t body)
{
	return (struct http_limits){ REQUEST_LINE_MAX, HEAD_MAX, body };
}

static int
phase_ms(const struct deadlines *d, enum phase phase)
{
	const int ms[PHASES] = {
		[PHASE_TLS] = d->tls,
		[PHASE_HEAD] = d->head,
		[PHASE_BODY] = d->body,
		[PHASE_ANSWER] = d->answer,
		[PHASE_IDLE] = d->idle,
		[PHASE_LINGER] = d->linger,
	};

	return ms[phase];
}

static void
pool_timer_set(struct pool *p, int64_t at, int64_t now)
{
	int64_t ms = at > now ? at - now + TIMER_SLACK_MS : TIMER_SLACK_MS;
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	p->timer_at = at;
	if (event_add(p->timer, &tv) == -1)
		fatalx("no timer for connections");
}

/* The earliest deadline of all, or 0. */
static int64_t
pool_earliest(const struct pool *p)
{
	const struct connection *c;
	int64_t at = 0;
	size_t i;

	for (i = 0; i < PHASES; i++) {
		c = TAILQ_FIRST(&p->lists[i]);
		if (c != NULL && (at == 0 || c->deadline < at))
			at = c->deadline;
	}
	return at;
}

/* Puts it in order; as a rule the end is its place at once. */
static void
pool_insert(struct connection *c)
{
	struct pool_list *l = &c->pool->lists[c->phase];
	struct connection *before = TAILQ_LAST(l, pool_list);

	while (before != NULL && before->deadline > c->deadline)
		before = TAILQ_PREV(before, pool_list, link);
	if (before == NULL)
		TAILQ_INSERT_HEAD(l, c, link);
	else
		TAILQ_INSERT_AFTER(l, before, c, link);
}

void
pool_phase(struct connection *c, enum phase phase)
{
	struct pool *p = c->pool;
	int64_t now = pool_now();

	TAILQ_REMOVE(&p->lists[c->phase], c, link);
	c->phase = phase;
	c->since = now;
	c->deadline = now + phase_ms(&p->deadlines, phase);
	pool_insert(c);
	if (p->timer_at == 0 || c->deadline < p->timer_at)
		pool_timer_set(p, c->deadline, now);
}

/*
 * A body gets a second more for every body_rate bytes that have come; only
 * looked at when its deadline has passed.
 */
static bool
body_is_fast_enough(struct connection *c, int64_t now)
{
	const struct deadlines *d = &c->pool->deadlines;
	int64_t until;

	if (c->phase != PHASE_BODY || c->turn == NULL || d->body_rate <= 0)
		return false;
	until = c->since + d->body +
	    (int64_t)(c->turn->bytes.len - c->turn->head) * 1000 / d->body_rate;
	if (until <= now)
		return false;
	c->deadline = until;
	TAILQ_REMOVE(&c->pool->lists[c->phase], c, link);
	pool_insert(c);
	return true;
}

static void
pool_timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct pool *p = arg;
	struct connection *c;
	int64_t now = pool_now();
	size_t i;

	(void)fd;
	(void)what;
	for (i = 0; i < PHASES; i++)
		while ((c = TAILQ_FIRST(&p->lists[i])) != NULL &&
		    c->deadline <= now)
			if (!body_is_fast_enough(c, now))
				connection_expired(c);
	p->timer_at = pool_earliest(p);
	if (p->timer_at != 0)
		pool_timer_set(p, p->timer_at, now);
}

/* Nobody spoke for a second: forget what they said before. */
static void
pool_quiet_cb(evutil_socket_t fd, short what, void *arg)
{
	struct pool *p = arg;

	(void)fd;
	(void)what;
	p->quiet_set = false;
	harden_wipe_stack();
}

void
pool_busy(struct pool *p)
{
	const struct timeval second = { 1, 0 };

	if (p->quiet_set || event_add(p->quiet, &second) == -1)
		return;
	p->quiet_set = true;
}

const char *
pool_date(struct pool *p)
{
	int64_t second = pool_now() / 1000;

	if (second != p->date_second) {
		p->date_second = second;
		response_date(clock_now(), p->date);
	}
	return p->date;
}

struct pool *
pool_new(
    struct app *app, const struct routes *routes, size_t max, uint64_t max_body)
{
	struct pool *p;
	size_t i;

	if ((p = calloc(1, sizeof(*p))) == NULL)
		fatal("connections");
	p->app = app;
	p->routes = routes;
	p->deadlines = deadlines_usual;
	p->limits = pool_limits(max_body);
	p->max = max;
	for (i = 0; i < PHASES; i++)
		TAILQ_INIT(&p->lists[i]);
	p->date_second = -1;
	p->timer = evtimer_new(app->base, pool_timer_cb, p);
	p->quiet = evtimer_new(app->base, pool_quiet_cb, p);
	if (p->timer == NULL || p->quiet == NULL)
		fatalx("no timer for connections");
	return p;
}

void
pool_free(struct pool **pp)
{
	struct pool *p = *pp;
	size_t i;

	if (p == NULL)
		return;
	p->drained = NULL;
	for (i = 0; i < PHASES; i++)
		while (!TAILQ_EMPTY(&p->lists[i]))
			connection_free(TAILQ_FIRST(&p->lists[i]));
	turn_free_spare(p);
	event_free(p->timer);
	event_free(p->quiet);
	free(p);
	*pp = NULL;
}

/* Closes the one that is slowest; false if none can be spared. */
static bool
pool_evict(struct pool *p)
{
	struct connection *c;
	size_t i;

	for (i = 0; i < sizeof(eviction) / sizeof(eviction[0]); i++) {
		c = TAILQ_FIRST(&p->lists[eviction[i]]);
		if (c != NULL && !c->busy) {
			connection_free(c);
			return true;
		}
	}
	return false;
}

bool
pool_is_full(const struct pool *p)
{
	return p->count >= p->max;
}

size_t
pool_shed(struct pool *p, size_t n)
{
	size_t i = 0;

	while (i < n && pool_evict(p))
		i++;
	return i;
}

/* Whether it holds memory and is slow itself; not who waits for the disk. */
static bool
holds_bytes(const struct connection *c)
{
	return !c->busy && c->bytes > 0 &&
	    (c->phase != PHASE_ANSWER || c->turn == NULL);
}

/* Closes the one whose answer, or else whose body, takes longest. */
static bool
pool_evict_bytes(struct pool *p)
{
	static const enum phase holding[] = { PHASE_ANSWER, PHASE_BODY,
		PHASE_HEAD };
	struct connection *c;
	size_t i;

	for (i = 0; i < sizeof(holding) / sizeof(holding[0]); i++) {
		c = TAILQ_FIRST(&p->lists[holding[i]]);
		while (c != NULL && !holds_bytes(c))
			c = TAILQ_NEXT(c, link);
		if (c != NULL) {
			connection_free(c);
			return true;
		}
	}
	return false;
}

bool
pool_charge(struct connection *c, size_t bytes)
{
	struct pool *p = c->pool;

	p->bytes = p->bytes - c->bytes + bytes;
	c->bytes = bytes;
	while (p->max_bytes > 0 && p->bytes > p->max_bytes) {
		p->app->counters.overload++;
		if (!pool_evict_bytes(p))
			return false;
	}
	return true;
}

/* Room for one more; false if all are needed. */
static bool
pool_make_room(struct pool *p)
{
	if (p->draining)
		return false;
	if (p->count < p->max)
		return true;
	p->app->counters.connections_refused++;
	return pool_evict(p);
}

void
pool_accept(struct pool *p, int fd, bool tls, struct network *from)
{
	struct connection *c = NULL;

	if (pool_make_room(p))
		c = connection_new(p, fd, tls);
	if (c == NULL) {
		close(fd);
		networks_give(p->networks, &from);
		return;
	}
	c->from = from;
	p->count++;
	TAILQ_INSERT_TAIL(&p->lists[c->phase], c, link);
	pool_phase(c, c->phase);
}

void
pool_forget(struct connection *c)
{
	struct pool *p = c->pool;

	p->bytes -= c->bytes;
	networks_give(p->networks, &c->from);
	TAILQ_REMOVE(&p->lists[c->phase], c, link);
	p->count--;
	if (p->draining && p->count == 0 && p->drained != NULL)
		p->drained(p->drained_arg);
}

/* Those between two requests, or that never sent a byte. */
static void
pool_close_idle(struct pool *p)
{
	static const enum phase waiting[] = { PHASE_TLS, PHASE_IDLE,
		PHASE_HEAD };
	struct connection *c, *next;
	size_t i;

	for (i = 0; i < sizeof(waiting) / sizeof(waiting[0]); i++)
		for (c = TAILQ_FIRST(&p->lists[waiting[i]]); c != NULL;
		     c = next) {
			next = TAILQ_NEXT(c, link);
			if (c->scanned == 0)
				connection_free(c);
		}
}

void
pool_drain(struct pool *p, void (*drained)(void *), void *arg)
{
	p->draining = true;
	pool_close_idle(p);
	p->drained = drained;
	p->drained_arg = arg;
	if (p->count == 0)
		drained(arg);
}
