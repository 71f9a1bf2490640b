/*
 * gateway.h - the SMS gateways whose hooks are understood, one table.
 *
 * A gateway's read function is pure: the request, the line's secret and the
 * time go in, a message comes out.  Adding a gateway is one file and one line
 * in gateways.c.
 */
#ifndef GATEWAY_H
#define GATEWAY_H

#include "gehoor/http_request.h"
#include "sms.h"

enum gateway_verdict {
	GATEWAY_MESSAGE,
	GATEWAY_IGNORE, /* some other event: acknowledge and forget */
	GATEWAY_FORGED, /* 403 */
	GATEWAY_BAD     /* not understood: 400 */
};

struct gateway {
	const char *name;
	bool get, post;   /* methods */
	bool path_secret; /* no signature: /sms/LINE/SECRET */
	bool replies;     /* the body of the answer goes to the sender */
	enum gateway_verdict (*read)(const struct http_request *r,
	    struct str body, struct str secret, int64_t now, struct sms *out);
};

extern const struct gateway gateway_kannel;
extern const struct gateway gateway_android;

/* The gateway of that name, or NULL. */
const struct gateway *gateway_find(const char *name);

/* Adds all names, with commas between, for a message. */
void gateway_names(struct buf *b);

#endif
