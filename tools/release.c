/*
 * release.c - the one way from the database to figures that may be read.
 *
 * All figures of a period are protected together, whatever is printed of
 * them; a release is a view of that.  So who has the report of the whole, of
 * every box and of every region has no more than the attacker was given,
 * and a figure is the same wherever it is printed.  A year is protected
 * beside its quarters, which are printed before it.
 */
#include "release.h"

#include <stdlib.h>
#include <string.h>

#include "cells.h"

/* Where figures come from. */
struct source {
	struct sqlite3 *db;
	const struct conf *conf;
	const struct release *printed; /* or NULL */
	int begun;                     /* first week with a message */
	struct err *e;
};

static int
system_make(const struct source *s, struct period period, struct release *out);

static int
copy_key(struct cell_key *to, const struct cell_key *from)
{
	*to = (struct cell_key){ .period = from->period,
		.box = strdup(from->box),
		.region = strdup(from->region),
		.dimension = strdup(from->dimension),
		.category = strdup(from->category) };
	return to->box == NULL || to->region == NULL || to->dimension == NULL ||
		to->category == NULL
	    ? -1
	    : 0;
}

/* What was really printed of that year; nothing adds up across years. */
static int
printed_add(const struct source *s, int year, struct release *to)
{
	const struct release *from = s->printed;

	if (from == NULL)
		return 0;
	to->items = calloc(from->n + 1, sizeof(*to->items));
	if (to->items == NULL)
		return err_sys(s->e, "reading the figures");
	for (size_t i = 0; i < from->n; i++) {
		struct printed *p = &to->items[to->n];

		if (from->items[i].key.period.year != year)
			continue;
		*p = from->items[i];
		to->n++;
		if (copy_key(&p->key, &from->items[i].key) == -1)
			return err_sys(s->e, "reading the figures");
	}
	return 0;
}

static bool
has_begun(const struct source *s, struct period p)
{
	struct week first, last;

	period_weeks(p, &first, &last);
	return s->begun != 0 && week_number(last) >= s->begun;
}

/* Of the group itself, so that all of it was printed. */
static bool
was_printed(const struct source *s, const struct scope *scope, struct period p)
{
	return s->printed != NULL &&
	    release_find(s->printed, p, scope->box == NULL ? "" : scope->box,
		scope->region == NULL ? "" : scope->region, "total",
		"") != NULL;
}

static int
quarters_add(const struct source *s, int year, struct release *to)
{
	for (int i = 1; i <= 4; i++) {
		struct period quarter = { .year = year, .quarter = i };
		struct scope whole = { quarter, NULL, NULL };
		struct release r;

		if (!has_begun(s, quarter) || was_printed(s, &whole, quarter))
			continue;
		if (system_make(s, quarter, &r) == -1)
			return -1;
		if (release_append(to, &r, s->e) == -1) {
			release_free(&r);
			return -1;
		}
	}
	return 0;
}

/* All figures of a period, protected. */
static int
system_make(const struct source *s, struct period period, struct release *out)
{
	struct release before = RELEASE_INIT;
	struct cells cells;
	int rc = -1;

	if (printed_add(s, period.year, &before) == 0 &&
	    (period.quarter != 0 || period.week != 0 ||
		quarters_add(s, period.year, &before) == 0) &&
	    cells_read(s->db, s->conf, period, &cells, s->e) == 0)
		rc = protect(&cells, s->conf, &before, out, s->e);
	release_free(&before);
	return rc;
}

/* ---- the view --------------------------------------------------------------- */

static bool
is_either(const char *a, const char *name, const char *other)
{
	return strcmp(a, name) == 0 || strcmp(a, other) == 0;
}

/*
 * The group of the scope in all dimensions, or by theme where it is there for
 * comparison; and beside the whole, its boxes and its regions by theme.
 */
static bool
is_viewed(const struct scope *s, const struct cell_key *k)
{
	bool whole = s->box == NULL && s->region == NULL;

	if (strcmp(k->box, s->box == NULL ? "" : s->box) == 0 &&
	    strcmp(k->region, s->region == NULL ? "" : s->region) == 0)
		return period_equal(k->period, s->period) ||
		    is_either(k->dimension, "total", "theme");
	if (!whole || !period_equal(k->period, s->period))
		return false;
	return k->region[0] == '\0' ? strcmp(k->dimension, "total") == 0
				    : is_either(k->dimension, "total", "theme");
}

/* Moves what the scope shows of a period behind what is there. */
static int
view_add(const struct source *s, const struct scope *scope,
    struct period period, struct release *out)
{
	struct release all, view = RELEASE_INIT;
	int rc;

	if (system_make(s, period, &all) == -1)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		if (is_viewed(scope, &all.items[i].key))
			all.items[view.n++] = all.items[i];
		else
			cell_key_free(&all.items[i].key);
	}
	view.items = all.items;
	rc = release_append(out, &view, s->e);
	release_free(&view);
	return rc;
}

/* A quarter as it was printed, if it was: it is never printed otherwise. */
static int
printed_view(const struct source *s, const struct scope *scope,
    struct period quarter, struct release *out)
{
	const struct release *from = s->printed;
	struct release view = { calloc(from->n + 1, sizeof(*view.items)), 0 };
	int rc = 0;

	if (view.items == NULL)
		return err_sys(s->e, "reading the figures");
	for (size_t i = 0; rc == 0 && i < from->n; i++) {
		const struct cell_key *k = &from->items[i].key;
		struct printed *p = &view.items[view.n];

		if (!period_equal(k->period, quarter) || !is_viewed(scope, k) ||
		    release_find(&view, k->period, k->box, k->region,
			k->dimension, k->category) != NULL)
			continue;
		*p = from->items[i];
		view.n++;
		rc = copy_key(&p->key, k);
	}
	if (rc == -1)
		err_sys(s->e, "reading the figures");
	else
		rc = release_append(out, &view, s->e);
	release_free(&view);
	return rc;
}

/* The quarters up to the period, from the first that has anything. */
static int
history_add(
    const struct source *s, const struct scope *scope, struct release *out)
{
	struct period last = scope_last_quarter(scope->period);

	for (int i = 1 - SCOPE_QUARTERS; i <= 0; i++) {
		struct period q = quarter_add(last, i);

		if (!has_begun(s, q) || period_equal(q, scope->period))
			continue;
		if ((was_printed(s, scope, q) ? printed_view : view_add)(
			s, scope, q, out) == -1)
			return -1;
	}
	return 0;
}

int
release_make(struct sqlite3 *db, const struct conf *c,
    const struct scope *scope, const struct release *printed,
    struct release *out, struct err *e)
{
	struct source s = { db, c, printed, 0, e };
	struct release r = RELEASE_INIT;

	if (cells_begun(db, &s.begun, e) == -1 ||
	    (was_printed(&s, scope, scope->period) ? printed_view : view_add)(
		&s, scope, scope->period, &r) == -1 ||
	    history_add(&s, scope, &r) == -1) {
		release_free(&r);
		return -1;
	}
	*out = r;
	return 0;
}

int
release_all(struct sqlite3 *db, const struct conf *c, struct period period,
    const struct release *printed, struct release *out, struct err *e)
{
	struct source s = { db, c, printed, 0, e };

	return cells_begun(db, &s.begun, e) == -1
	    ? -1
	    : system_make(&s, period, out);
}
