/*
 * route.h - what a path led to, and the handlers behind the table.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "exchange.h"

struct form;
struct sheet;
struct sms_line;

struct route_match {
	const struct route *route;   /* row of the table in route.c */
	unsigned methods;            /* a bit for each it takes */
	const char *allow;           /* the same as an Allow field */
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
/*
 * A page of the form with everything typed; problem (p NULL: none) and extra
 * (HTML, may be empty) as in sheet_view.
 */
void web_show(struct exchange *x, const struct sheet *sheet, int status,
    const struct form *f, struct str problem, struct str extra);

/*
 * web_check.c: everything once more before it is sent; clean: with what
 * might show who wrote it taken out.
 */
void web_check(struct exchange *x, const struct route_match *m,
    const struct form *f, bool clean);

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
