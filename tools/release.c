/*
 * release.c - the one way from the database to figures that may be read.
 *
 * A release is made as if all that comes before it were printed: the
 * quarters up to it, and of a part the whole first, in the same order
 * always.  So whoever puts a year beside its quarters, or a box beside the
 * whole, finds nothing that either holds back; and what a quarter hides, no
 * later release shows.
 */
#include "release.h"

#include <stdlib.h>
#include <string.h>

#include "cells.h"

/* What is being made, and all that comes before it. */
struct chain {
	struct sqlite3 *db;
	const struct conf *conf;
	struct release before;
	struct err *e;
};

static int
make(struct chain *c, const struct scope *scope, struct release *out)
{
	struct cells cells;

	if (cells_read(c->db, c->conf, scope, &cells, c->e) == -1)
		return -1;
	return protect(&cells, &c->before, out, c->e);
}

/* Whether what was printed has that scope: only its own group has channels. */
static bool
is_printed(const struct chain *c, const struct scope *s)
{
	return release_find(&c->before, s->period, s->box == NULL ? "" : s->box,
		   s->region == NULL ? "" : s->region, "channel",
		   "web") != NULL;
}

static int
before_add(struct chain *c, const struct scope *scope)
{
	struct release r;

	if (is_printed(c, scope))
		return 0;
	if (make(c, scope, &r) == -1)
		return -1;
	if (release_append(&c->before, &r, c->e) == 0)
		return 0;
	release_free(&r);
	return -1;
}

/* The whole, and then its parts up to that of the scope. */
static int
parts_before(struct chain *c, const struct scope *scope)
{
	struct scope s = { scope->period, NULL, NULL };

	if (before_add(c, &s) == -1)
		return -1;
	if (scope->box == NULL || scope->region == NULL)
		return 0;
	s.box = scope->box;
	if (before_add(c, &s) == -1)
		return -1;
	s = (struct scope){ scope->period, NULL, scope->region };
	return before_add(c, &s);
}

static int
quarters_before(struct chain *c, const struct scope *scope)
{
	struct period last = scope_last_quarter(scope->period);
	struct scope s = *scope;
	bool part = s.box != NULL || s.region != NULL;

	int begun;

	if (cells_begun(c->db, &begun, c->e) == -1)
		return -1;
	for (int i = 1 - SCOPE_QUARTERS; i <= 0; i++) {
		struct week from, to;

		s.period = quarter_add(last, i);
		period_weeks(s.period, &from, &to);
		if (period_equal(s.period, scope->period))
			break;
		if (week_number(to) < begun)
			continue;
		if ((part && parts_before(c, &s) == -1) ||
		    before_add(c, &s) == -1)
			return -1;
	}
	return part ? parts_before(c, scope) : 0;
}

/* The chain begins with a copy of what was really printed. */
static int
printed_add(struct chain *c, const struct release *printed)
{
	struct release *to = &c->before;

	to->items = calloc(printed->n + 1, sizeof(*to->items));
	if (to->items == NULL)
		return err_sys(c->e, "reading the figures");
	for (; to->n < printed->n; to->n++) {
		const struct cell_key *k = &printed->items[to->n].key;
		struct printed *p = &to->items[to->n];

		*p = printed->items[to->n];
		p->key.box = strdup(k->box);
		p->key.region = strdup(k->region);
		p->key.dimension = strdup(k->dimension);
		p->key.category = strdup(k->category);
		if (p->key.box == NULL || p->key.region == NULL ||
		    p->key.dimension == NULL || p->key.category == NULL) {
			to->n++;
			return err_sys(c->e, "reading the figures");
		}
	}
	return 0;
}

int
release_make(struct sqlite3 *db, const struct conf *c,
    const struct scope *scope, const struct release *printed,
    struct release *out, struct err *e)
{
	struct chain chain = { db, c, RELEASE_INIT, e };
	int rc = -1;

	if ((printed == NULL || printed_add(&chain, printed) == 0) &&
	    quarters_before(&chain, scope) == 0)
		rc = make(&chain, scope, out);
	release_free(&chain.before);
	return rc;
}
