/*
 * route.h - what a path led to, and the handlers behind the table.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "exchange.h"

struct sms_line;

struct route_match {
	const struct route *route;   /* row of the table in route.c */
	long lang;                   /* site_lang; 0 where the path has none */
	long box;                    /* site_box, or -1 */
	const struct sms_line *line; /* or NULL */
	struct str secret;           /* of /sms/LINE/SECRET, or empty */
	struct str rest;             /* of /log/BOX/tile/..., or empty */
};

/* What the path leads to now; false if nothing. */
bool route_match(const struct exchange *x, struct route_match *m);

/* web.c */
enum route_verdict web_form(struct exchange *x, const struct route_match *m);
enum route_verdict web_post(struct exchange *x, const struct route_match *m);

/* code.c */
enum route_verdict code_get(struct exchange *x, const struct route_match *m);
enum route_verdict code_post(struct exchange *x, const struct route_match *m);

/* log_serve.c */
enum route_verdict
log_checkpoint(struct exchange *x, const struct route_match *m);
enum route_verdict log_tile(struct exchange *x, const struct route_match *m);

/* hook.c; hook_admit is asked before the body is read: 0 or a status. */
int hook_admit(struct exchange *x, const struct route_match *m);
enum route_verdict hook_handle(struct exchange *x, const struct route_match *m);

#endif
