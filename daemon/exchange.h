/*
 * exchange.h - one request and its answer, between connection and route.
 *
 * The connection (connection.c) owns the exchange: it parses the head, asks
 * route_admit, gathers the body, calls route_handle, and writes the response
 * when that is complete.  A route that must wait for the disk answers
 * ROUTE_LATER and calls exchange_done from the event loop when it knows.  A
 * client that has gone meanwhile only loses the answer: exchange_hold gives a
 * handle that outlives the connection.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>

#include "app.h"
#include "gehoor/buf.h"
#include "gehoor/http_request.h"

struct rehearsal;

struct response {
	int status;
	const char *type;  /* Content-Type, a constant */
	const char *style; /* CSP source of the page's style ("'sha256-...'"),
				   lives as long as the site; NULL: none */
	struct buf body;   /* made for this answer (may hold typed text) */
	struct str fixed;  /* or: prepared bytes that outlive the exchange */
	const char *location;    /* for 303; lives as long as the site */
	const char *allow;       /* for 405 */
	const char *disposition; /* Content-Disposition, a constant, or NULL */
	int retry_after;         /* seconds, 0: none */
	bool packed;             /* the body is compressed with gzip */
	bool varies;             /* it might have been, or not have been */
	bool noindex;
	bool clear_site_data;
	bool close;     /* end the connection after this answer */
	bool challenge; /* 401: WWW-Authenticate asks for Basic (RFC 7617) */
};

struct exchange {
	struct app *app;
	const struct http_request *request;
	struct str body; /* whole and decoded; empty if none */
	struct response response;
	bool sms_hook;               /* set by the route: no page for errors */
	bool local;                  /* came over the admin socket */
	struct rehearsal *rehearsal; /* or NULL: nothing is stored */
	void *connection;            /* opaque */
};

enum route_verdict {
	ROUTE_NOW,  /* the response is complete */
	ROUTE_LATER /* exchange_done will be called */
};

/*
 * Judges a request by its head alone, before its body is read or 100 Continue
 * is sent.  0 to go on, or the response's status after filling the response
 * (404, 405 with Allow, 413, 415, 400 ...).
 */
int route_admit(struct exchange *x);

/* Answers the request. */
enum route_verdict route_handle(struct exchange *x);

/*
 * Fills the response with the error page (HTML in the language of the path,
 * JSON if asked for, a short text on an SMS hook) for a status, also for
 * those the parser or the connection decides on; x->request may be NULL.
 */
void route_error(struct exchange *x, int status);

/* A handle on an exchange that may vanish: ->x becomes NULL then. */
struct exchange_hold {
	struct exchange *x;
	void *owner;
};
struct exchange_hold *exchange_hold(struct exchange *x);
void exchange_hold_free(struct exchange_hold **h);

/*
 * The address the connection comes from, for a line that takes messages only
 * from the networks of its gateway; nothing of it is kept.  0, or -1 where
 * there is none (a unix socket).
 */
struct sockaddr_storage;
int exchange_peer(const struct exchange *x, struct sockaddr_storage *out);

/* The response is complete: the connection sends it. Event loop thread. */
void exchange_done(struct exchange *x);

#endif
