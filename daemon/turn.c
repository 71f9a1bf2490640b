/*
 * turn.c - the request at hand: memory for it, and what routes may do with it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/bufferevent.h>

#include "connection.h"
#include "gehoor/crypto.h"
#include "generation.h"
#include "log.h"

#define SPARE_MAX 64                  /* turns kept for the next requests */
#define BYTES_KEPT ((size_t)16 << 10) /* a larger buffer is not kept */

struct turn *
turn_take(struct connection *c)
{
	struct pool *p = c->pool;
	struct turn *t = p->spare;

	if (t != NULL) {
		p->spare = t->next;
		p->nspare--;
	} else if ((t = calloc(1, sizeof(*t))) == NULL)
		fatal("connection");
	t->next = NULL;
	t->connection = c;
	t->x.app = p->app;
	t->x.connection = t;
	t->generation = generation_hold(p->generation);
	return t;
}

/* Overwrites the words of the request; the room for the next one stays. */
static void
turn_wipe(struct turn *t)
{
	struct buf bytes = t->bytes;

	if (bytes.cap > BYTES_KEPT)
		buf_free(&bytes);
	else if (t->filled > 0)
		crypto_wipe(bytes.data, t->filled);
	bytes.len = 0;
	bytes.failed = false;
	buf_free(&t->x.response.body);
	memset(&t->x, 0, sizeof(t->x));
	memset(&t->chunked, 0, sizeof(t->chunked));
	t->bytes = bytes;
	t->filled = t->head = 0;
	t->whole = t->later = t->done = false;
}

void
turn_give(struct turn **tp)
{
	struct turn *t = *tp;
	struct pool *p;

	*tp = NULL;
	if (t == NULL)
		return;
	p = t->connection->pool;
	if (t->hold != NULL)
		t->hold->x = NULL;
	t->hold = NULL;
	t->connection = NULL;
	turn_wipe(t);
	generation_release(&t->generation);
	if (p->nspare >= SPARE_MAX) {
		buf_free(&t->bytes);
		free(t);
		return;
	}
	t->next = p->spare;
	p->spare = t;
	p->nspare++;
}

void
turn_free_spare(struct pool *p)
{
	struct turn *t;

	while ((t = p->spare) != NULL) {
		p->spare = t->next;
		buf_free(&t->bytes);
		free(t);
	}
	p->nspare = 0;
}

struct exchange_hold *
exchange_hold(struct exchange *x)
{
	struct turn *t = x->connection;
	struct exchange_hold *h;

	if ((h = calloc(1, sizeof(*h))) == NULL)
		fatal("connection");
	h->x = x;
	h->owner = t;
	/* One hold at a time: an older one would never hear of the end. */
	if (t->hold != NULL)
		fatalx("two holds on one exchange");
	t->hold = h;
	return h;
}

void
exchange_hold_free(struct exchange_hold **hp)
{
	struct exchange_hold *h = *hp;
	struct turn *t;

	if (h == NULL)
		return;
	if (h->x != NULL) {
		t = h->owner;
		t->hold = NULL;
	}
	free(h);
	*hp = NULL;
}

void
exchange_done(struct exchange *x)
{
	struct turn *t = x->connection;

	t->done = true;
	/* Called before the route returned: connection.c sees done. */
	if (t->later)
		connection_run(t->connection);
}

int
exchange_peer(const struct exchange *x, struct sockaddr_storage *out)
{
	const struct turn *t = x->connection;
	socklen_t n = sizeof(*out);

	memset(out, 0, sizeof(*out));
	if (getpeername(bufferevent_getfd(t->connection->bev),
		(struct sockaddr *)out, &n) == -1)
		return -1;
	return out->ss_family == AF_INET || out->ss_family == AF_INET6 ? 0 : -1;
}
