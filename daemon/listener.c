/*
 * listener.c - accepts connections into a pool.
 *
 * An accept loop of our own, because libevent's listener asks for the address
 * of every peer; here none enters our memory, unless network_connections is
 * set, and then not for longer than it takes to hash it.
 */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "app.h"
#include "gehoor/crypto.h"
#include "log.h"
#include "networks.h"

#define ACCEPT_AT_ONCE 64 /* then others have their turn */
#define SHED 16           /* closed when out of descriptors ... */
#define PAUSE_US 10000L   /* ... before going on, or, if none could be: */
#define LONG_PAUSE_US 100000L

struct listener {
	struct listening socket;
	struct pool *pool;
	struct event *ready;
	struct event *resume;
	int spare; /* a descriptor to have one when there is none */
	int64_t told;
};

static int
spare_descriptor(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Turns the next one away with the spare descriptor, so that it is told. */
static void
listener_turn_away(struct listener *l)
{
	int fd;

	if (l->spare != -1)
		close(l->spare);
	fd = accept4(l->socket.fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd != -1)
		close(fd);
	l->spare = spare_descriptor();
}

/*
 * Nobody can be let in, as a rule for want of descriptors (errno): the slowest
 * make room, as they do at the cap.  Either way it rests a little, so that a
 * failure that lasts costs nothing; what is closed now is free only then.
 */
static void
listener_pause(struct listener *l)
{
	int error = errno;
	bool shed = pool_shed(l->pool, SHED) > 0;
	const struct timeval pause = { 0, shed ? PAUSE_US : LONG_PAUSE_US };

	l->pool->app->counters.connections_refused++;
	if (error == EMFILE || error == ENFILE)
		log_rarely(&l->told, pool_now() / 1000,
		    "%s: out of descriptors; "
		    "raise LimitNOFILE or lower max_connections",
		    l->socket.name);
	else
		log_rarely(&l->told, pool_now() / 1000,
		    "%s: nobody can be let in: %s", l->socket.name,
		    strerror(error));
	if (!shed)
		listener_turn_away(l);
	event_del(l->ready);
	if (event_add(l->resume, &pause) == -1)
		fatalx("%s: no timer", l->socket.name);
}

static void
listener_resume_cb(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)fd;
	(void)what;
	if (event_add(l->ready, NULL) == -1)
		fatalx("%s: no event", l->socket.name);
}

/*
 * Accepts one and hands it on; -1 if there is none.  Nobody asks for its
 * address, unless connections of one network are to be counted.
 */
static int
listener_accept(struct listener *l, int ready)
{
	const int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
	struct pool *p = l->pool;
	bool counted = p->networks != NULL;
	struct network *from = NULL;
	struct sockaddr_storage a = { .ss_family = AF_UNSPEC };
	socklen_t n = sizeof(a);
	int fd;

	fd = counted ? accept4(ready, (struct sockaddr *)&a, &n, flags)
		     : accept4(ready, NULL, NULL, flags);
	if (fd == -1)
		return -1;
	if (counted &&
	    !networks_take(p->networks, (struct sockaddr *)&a, &from)) {
		p->app->counters.connections_refused++;
		close(fd);
	} else
		pool_accept(p, fd, l->socket.kind == SOCKET_TLS, from);
	crypto_wipe(&a, sizeof(a));
	return fd;
}

static void
listener_ready_cb(evutil_socket_t ready, short what, void *arg)
{
	struct listener *l = arg;
	int i, fd;

	(void)what;
	for (i = 0; i < ACCEPT_AT_ONCE; i++) {
		fd = listener_accept(l, ready);
		/* What was closed for it is free after this round only. */
		if (fd != -1 && pool_is_full(l->pool))
			return;
		if (fd != -1)
			continue;
		if (errno == ECONNABORTED || errno == EINTR)
			continue;
		if (errno != EAGAIN)
			listener_pause(l);
		return;
	}
}

struct listener *
listener_new(struct listening *s, struct pool *pool)
{
	struct listener *l;

	if ((l = calloc(1, sizeof(*l))) == NULL)
		fatal("%s", s->name);
	l->socket = *s;
	s->fd = -1;
	s->path[0] = '\0';
	l->pool = pool;
	l->spare = spare_descriptor();
	l->ready = event_new(pool->app->base, l->socket.fd,
	    EV_READ | EV_PERSIST, listener_ready_cb, l);
	l->resume = evtimer_new(pool->app->base, listener_resume_cb, l);
	if (l->ready == NULL || l->resume == NULL ||
	    event_add(l->ready, NULL) == -1)
		fatalx("%s: no event", l->socket.name);
	return l;
}

void
listener_free(struct listener **lp)
{
	struct listener *l = *lp;

	if (l == NULL)
		return;
	event_free(l->ready);
	event_free(l->resume);
	if (l->spare != -1)
		close(l->spare);
	socket_close(&l->socket);
	free(l);
	*lp = NULL;
}

const char *
listener_name(const struct listener *l)
{
	return l->socket.name;
}
