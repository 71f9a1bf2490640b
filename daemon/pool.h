/*
 * pool.h - all connections of one kind: their cap and their deadlines.
 *
 * Every connection stands in the list of its phase.  A phase lasts equally
 * long for all, so each list is in order of deadline and one timer serves
 * them all; bytes that arrive never put a deadline off.
 */
#ifndef POOL_H
#define POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "exchange.h"
#include "response.h"

struct connection;
struct event;
struct generation;
struct network;
struct networks;
struct tls;
struct turn;

/* Who answers: the public pages, the admin socket, or a test. */
struct routes {
	int (*admit)(struct exchange *x);
	enum route_verdict (*handle)(struct exchange *x);
	void (*error)(struct exchange *x, int status);
};

/* Milliseconds; all absolute from the beginning of the phase. */
struct deadlines {
	int tls;       /* accept to end of handshake */
	int head;      /* first byte (or accept) to end of head */
	int body;      /* for the body, and a second more ... */
	int body_rate; /* ... for so many bytes that have come */
	int answer;    /* request complete to last byte taken */
	int idle;      /* kept alive between two requests */
	int linger;    /* reading on after a last answer */
};
extern const struct deadlines deadlines_usual;

enum phase {
	PHASE_TLS, /* the handshake */
	PHASE_HEAD,
	PHASE_BODY,
	PHASE_ANSWER, /* the route thinks, or the peer is slow */
	PHASE_IDLE,
	PHASE_LINGER,
	PHASES
};

TAILQ_HEAD(pool_list, connection);

struct pool {
	struct app *app;
	const struct routes *routes;
	struct deadlines deadlines;
	struct http_limits limits;
	size_t max;                    /* connections */
	size_t max_bytes;              /* that all hold; 0: no limit */
	struct tls *tls;               /* borrowed; for who comes with TLS */
	const char *onion;             /* for Onion-Location; or NULL */
	struct networks *networks;     /* borrowed; NULL: no limit */
	struct generation *generation; /* borrowed; NULL: none to hold */

	/* The rest is the pool's own. */
	struct pool_list lists[PHASES];
	size_t count;
	size_t bytes; /* that connections hold of what peers sent or await */
	struct event *timer; /* for the earliest deadline */
	int64_t timer_at;    /* 0: not set */
	struct event *quiet; /* a second after the last request */
	bool quiet_set;
	struct turn *spare;
	size_t nspare;
	bool draining;
	void (*drained)(void *);
	void *drained_arg;
	int64_t date_second;
	char date[RESPONSE_DATE_LEN + 1];
};

/* Limits as in DESIGN; the body's comes from the configuration. */
struct http_limits pool_limits(uint64_t body);

struct pool *pool_new(struct app *app, const struct routes *routes, size_t max,
    uint64_t max_body);

/* Closes all connections. */
void pool_free(struct pool **p);

/*
 * Takes a connected socket, which speaks TLS or not, and the network it comes
 * from (networks.h, or NULL).  At the cap the one slowest in its phase is
 * closed for it; if all wait for the disk, the new one is.
 */
void pool_accept(struct pool *p, int fd, bool tls, struct network *from);

/* Whether the next one takes the place of another. */
bool pool_is_full(const struct pool *p);

/* Closes so many of the slowest; returns how many there were. */
size_t pool_shed(struct pool *p, size_t n);

/*
 * Answers what is at hand, closes what is idle; calls drained when the last
 * connection is gone (at once if there is none).
 */
void pool_drain(struct pool *p, void (*drained)(void *), void *arg);

/* Monotonic milliseconds, to the clock tick. */
int64_t pool_now(void);

#endif
