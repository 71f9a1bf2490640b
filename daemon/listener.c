/*
 * listener.c - accepts connections into a pool.
 *
 * An accept loop of our own, because libevent's listener asks for the address
 * of every peer; here none ever enters our memory.
 */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "app.h"
#include "log.h"

#define ACCEPT_AT_ONCE 64 /* then others have their turn */
#define PAUSE_US 100000L  /* when out of descriptors */

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

/* Out of descriptors: turn one away with the spare, and rest. */
static void
listener_pause(struct listener *l)
{
	const struct timeval pause = { 0, PAUSE_US };
	int fd;

	l->pool->app->counters.connections_refused++;
	log_rarely(&l->told, pool_now() / 1000,
	    "%s: out of descriptors; "
	    "raise LimitNOFILE or lower max_connections",
	    l->socket.name);
	if (l->spare != -1)
		close(l->spare);
	fd = accept4(l->socket.fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd != -1)
		close(fd);
	l->spare = spare_descriptor();
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

static void
listener_ready_cb(evutil_socket_t ready, short what, void *arg)
{
	struct listener *l = arg;
	int i, fd;

	(void)what;
	for (i = 0; i < ACCEPT_AT_ONCE; i++) {
		fd = accept4(ready, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd != -1) {
			pool_accept(l->pool, fd);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
		    errno == ENOMEM)
			listener_pause(l);
		else if (errno == ECONNABORTED || errno == EINTR)
			continue;
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
