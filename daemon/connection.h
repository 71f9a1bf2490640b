/*
 * connection.h - one connection, and the request it has at hand.
 *
 * Included by pool.c, connection.c, sending.c and turn.c only.  An idle
 * connection is this struct and a bufferevent; everything a request needs is
 * a struct turn, borrowed from the pool for as long as it takes.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "gehoor/buf.h"
#include "pool.h"

struct bufferevent;
struct evbuffer;

struct connection {
	TAILQ_ENTRY(connection) link;
	struct pool *pool;
	struct bufferevent *bev;
	struct turn *turn; /* from the end of the head to the answer */
	int64_t since;     /* beginning of the phase, for the body */
	int64_t deadline;
	struct ssl_st *ssl;   /* of bev, or NULL */
	struct network *from; /* networks.h, or NULL */
	size_t bytes;         /* held, as pool_charge was told */
	size_t scanned;       /* bytes of the head looked at */
	enum phase phase;
	bool eof;    /* the peer sends no more */
	bool close;  /* after what is being written */
	bool linger; /* there may be more to read before that */
	bool busy;   /* connection_run is on the stack */
};

struct turn {
	struct exchange x;
	struct http_request request;
	struct connection *connection;
	struct exchange_hold *hold;
	struct generation *generation;
	struct buf bytes; /* head and body, decoded */
	size_t filled;    /* bytes to wipe afterwards */
	size_t head;      /* length of the head */
	struct http_chunked chunked;
	bool whole; /* the body is complete */
	bool later; /* the route said ROUTE_LATER */
	bool done;  /* exchange_done was called */
	struct turn *next;
};

/* turn.c: a turn for the connection; given back wiped. */
struct turn *turn_take(struct connection *c);
void turn_give(struct turn **t);
void turn_free_spare(struct pool *p);

/* pool.c */
void pool_phase(struct connection *c, enum phase phase);
void pool_forget(struct connection *c);
void pool_busy(struct pool *p);
const char *pool_date(struct pool *p);

/*
 * The connection now holds so many bytes of what its peer sent or is to
 * read.  When all hold too many, the slowest are closed; false if that did
 * not help.
 */
bool pool_charge(struct connection *c, size_t bytes);

/* connection.c */
struct connection *connection_new(struct pool *p, int fd, bool tls);
void connection_free(struct connection *c);
/* Goes on with what has arrived, as far as it goes. */
void connection_run(struct connection *c);
/* The deadline of its phase has come. */
void connection_expired(struct connection *c);
struct evbuffer *connection_input(const struct connection *c);

/* What became of the connection. */
enum step {
	STEP_MORE, /* look at the input again */
	STEP_WAIT, /* for bytes, for a route, for the peer */
	STEP_GONE  /* freed */
};

/* sending.c: sends the turn's response and gives the turn back. */
enum step sending_start(struct connection *c);
/* Everything was taken by the peer or the kernel. */
enum step sending_done(struct connection *c);
/* The response of the turn becomes the error page of a status; then sends. */
enum step sending_error(struct connection *c, int status);
void sending_continue(struct connection *c);

#endif
