/*
 * scope.h - what a report or an export is about: a period, and perhaps one
 * box or one region of it.
 */
#ifndef SCOPE_H
#define SCOPE_H

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/week.h"

#define SCOPE_QUARTERS 8 /* shown side by side */

struct scope {
	struct period period;
	const char *box; /* borrowed; NULL: all */
	const char *region;
};

/*
 * Reads the values of --period, --box and --region (each may be NULL; no
 * period is the quarter before the week now).  0, or -1 with what there is
 * to choose from.
 */
int scope_read(const struct conf *c, const char *period, const char *box,
    const char *region, struct week now, struct scope *out, struct err *e);

/* The last whole quarter within or before the period. */
struct period scope_last_quarter(struct period p);
/* The n-th quarter after q (n may be negative). */
struct period quarter_add(struct period q, int n);

bool period_equal(struct period a, struct period b);

#endif
