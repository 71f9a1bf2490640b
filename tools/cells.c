/*
 * cells.c - the exact counts a release is made from, read from the tally.
 *
 * Categories that can occur are there even when nothing was counted, so that
 * what is left out never tells anything.
 */
#include "cells.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "cell_names.h"
#include "db.h"
#include "regions.h"

#define CELLS_MAX 1000000 /* far beyond any sensible report */

/* Cells that share a period, a box and a region; of no box in a region. */
struct group {
	const char *box; /* NULL: all */
	char *region;    /* NULL: all; "": not told */
	uint64_t *counts;
};

/* What is being read. */
struct reading {
	sqlite3 *db;
	const struct conf *conf;
	struct period period;
	struct cell_names *names;
	struct group *groups;
	size_t n, first_region;
	struct err *e;
};

static const char counts_sql[] =
    "SELECT box, region, dimension, category, sum(n) FROM tally"
    " WHERE week BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

void
cell_key_free(struct cell_key *k)
{
	free(k->box);
	free(k->region);
	free(k->dimension);
	free(k->category);
	*k = (struct cell_key){ .box = NULL };
}

int
cells_begun(struct sqlite3 *db, int *week, struct err *e)
{
	int64_t first = 0;

	if (db_number(db, "SELECT coalesce(min(week), 0) FROM tally", &first,
		e) == -1)
		return -1;
	*week = (int)first;
	return 0;
}

void
cells_free(struct cells *c)
{
	for (size_t i = 0; i < c->n; i++)
		cell_key_free(&c->items[i].key);
	free(c->items);
	*c = (struct cells)CELLS_INIT;
}

bool
cells_told_with_others(const struct cells *cells, const struct cell_key *key)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell_key *k = &cells->items[i].key;

		if (strcmp(k->dimension, "total") == 0 &&
		    strchr(k->region, '+') != NULL &&
		    period_equal(k->period, key->period) &&
		    strcmp(k->box, key->box) == 0 &&
		    strcmp(k->region, key->region) != 0 &&
		    region_has(k->region, key->region))
			return true;
	}
	return false;
}

uint64_t
cells_base(const struct cells *cells, const struct cell_key *key)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell_key *k = &cells->items[i].key;

		if (strcmp(k->dimension, "total") == 0 &&
		    period_equal(k->period, key->period) &&
		    strcmp(k->box, key->box) == 0 &&
		    strcmp(k->region, key->region) == 0)
			return cells->items[i].count;
	}
	return 0;
}

/* ---- groups ----------------------------------------------------------------- */

static int
group_add(struct reading *r, const char *box, const char *region)
{
	struct group *g = &r->groups[r->n];

	*g = (struct group){ .box = box,
		.region = region == NULL ? NULL : strdup(region),
		.counts =
		    calloc(cell_names_count(r->names), sizeof(*g->counts)) };
	r->n++;
	return g->counts == NULL || (region != NULL && g->region == NULL)
	    ? err_sys(r->e, "reading the figures")
	    : 0;
}

/* All, every box and every region. */
static int
groups_make(struct reading *r)
{
	const struct conf *c = r->conf;
	int rc;

	r->groups =
	    calloc(2 + c->nboxes + 2 * c->regions.n, sizeof(*r->groups));
	if (r->groups == NULL)
		return err_sys(r->e, "reading the figures");
	rc = group_add(r, NULL, NULL);
	for (size_t i = 0; rc == 0 && c->nboxes > 1 && i < c->nboxes; i++)
		rc = group_add(r, c->boxes[i].name, NULL);
	r->first_region = r->n;
	for (size_t i = 0; rc == 0 && i < c->regions.n; i++)
		rc = group_add(r, NULL, c->regions.items[i]);
	return rc == 0 && c->regions.n > 0 ? group_add(r, NULL, "") : rc;
}

/* Where a message is counted besides in all; a region no more is not told. */
static size_t
group_of_region(const struct reading *r, const char *region)
{
	size_t i = r->first_region;

	while (i + 1 < r->n &&
	    (region[0] == '\0' || !region_has(r->groups[i].region, region)))
		i++;
	return i;
}

static void
count_put(
    struct reading *r, const char *box, size_t region, size_t name, uint64_t n)
{
	r->groups[0].counts[name] += n;
	for (size_t i = 1; i < r->first_region; i++)
		if (strcmp(r->groups[i].box, box) == 0)
			r->groups[i].counts[name] += n;
	if (region < r->n)
		r->groups[region].counts[name] += n;
}

static const char *
column(sqlite3_stmt *stmt, int i)
{
	return (const char *)sqlite3_column_text(stmt, i);
}

static int
counts_read(struct reading *r)
{
	sqlite3_stmt *stmt = db_prepare(r->db, counts_sql, r->e);
	struct week first, last;
	int rc;

	if (stmt == NULL)
		return -1;
	period_weeks(r->period, &first, &last);
	sqlite3_bind_int(stmt, 1, week_number(first));
	sqlite3_bind_int(stmt, 2, week_number(last));
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		size_t name =
		    cell_names_find(r->names, column(stmt, 2), column(stmt, 3));

		if (name != CELL_NAME_NONE)
			count_put(r, column(stmt, 0),
			    group_of_region(r, column(stmt, 1)), name,
			    (uint64_t)sqlite3_column_int64(stmt, 4));
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? 0 : db_failed(r->db, r->e);
}

/* What nobody judged of a theme or point is what is left of it. */
static void
unjudged_set(const struct reading *r, uint64_t *counts)
{
	for (size_t i = 0; i < cell_names_count(r->names); i++) {
		size_t whole = cell_names_whole(r->names, i);

		if (whole == CELL_NAME_NONE)
			continue;
		if (cell_names_is_unjudged(r->names, i))
			counts[i] += counts[whole];
		else
			counts[cell_names_unjudged(r->names, i)] -= counts[i];
	}
}

/*
 * Of messages that expired only their number is kept: nothing is known of
 * what they weighed, so they are where there was nothing to judge.
 */
static void
rest_set(const struct reading *r, const char *dimension, uint64_t *counts)
{
	size_t none = cell_names_find(r->names, dimension, "");
	uint64_t total = counts[cell_names_find(r->names, "total", "")];
	uint64_t sum = 0;
	const char *of, *category;

	for (size_t i = 0; i < cell_names_count(r->names); i++) {
		cell_names_get(r->names, i, &of, &category);
		if (strcmp(of, dimension) == 0)
			sum += counts[i];
	}
	if (none != CELL_NAME_NONE && sum < total)
		counts[none] += total - sum;
}

/* Small regions are one with their siblings as well. */
static int
regions_merge(struct reading *r)
{
	size_t n = r->conf->regions.n, total;
	uint64_t *totals = calloc(n + 1, sizeof(*totals));
	struct region_merge m = { NULL, 0 };
	int rc = totals == NULL ? -1 : 0;

	total = cell_names_find(r->names, "total", "");
	for (size_t i = 0; rc == 0 && i < n; i++)
		totals[i] = r->groups[r->first_region + i].counts[total];
	if (rc == 0)
		rc = region_merge_make(r->conf, totals, &m);
	for (size_t i = 0; rc == 0 && i < m.n; i++) {
		rc = group_add(r, NULL, m.names[i]);
		for (size_t k = 0; rc == 0 && k < n; k++)
			for (size_t at = 0; region_has(m.names[i],
						r->conf->regions.items[k]) &&
			     at < cell_names_count(r->names);
			     at++)
				r->groups[r->n - 1].counts[at] +=
				    r->groups[r->first_region + k].counts[at];
	}
	region_merge_free(&m);
	free(totals);
	return rc == -1 ? err_sys(r->e, "reading the figures") : 0;
}

/* ---- cells ------------------------------------------------------------------ */

/* How a group's region is called in its cells. */
static const char *
region_name(const struct group *g)
{
	if (g->region == NULL)
		return "";
	return g->region[0] == '\0' ? CELL_UNKNOWN : g->region;
}

static int
cell_add(const struct reading *r, const struct group *g, size_t name,
    struct cells *c)
{
	struct cell *cell = &c->items[c->n++];
	const char *dimension, *category;

	cell_names_get(r->names, name, &dimension, &category);
	cell->key = (struct cell_key){ .period = r->period,
		.box = strdup(g->box == NULL ? "" : g->box),
		.region = strdup(region_name(g)),
		.dimension = strdup(dimension),
		.category = strdup(category) };
	cell->count = g->counts[name];
	return cell->key.box == NULL || cell->key.region == NULL ||
		cell->key.dimension == NULL || cell->key.category == NULL
	    ? -1
	    : 0;
}

static int
cells_make(const struct reading *r, struct cells *out)
{
	size_t names = cell_names_count(r->names);
	struct cells c = CELLS_INIT;

	if (r->n * names > CELLS_MAX)
		return err_set(
		    r->e, "more than %d figures: too many", CELLS_MAX);
	c.cap = r->n * names;
	c.items = calloc(c.cap + 1, sizeof(*c.items));
	for (size_t i = 0; c.items != NULL && i < r->n; i++)
		for (size_t k = 0; k < names; k++)
			if (cell_add(r, &r->groups[i], k, &c) == -1) {
				cells_free(&c);
				return err_sys(r->e, "reading the figures");
			}
	*out = c;
	return c.items == NULL ? err_sys(r->e, "reading the figures") : 0;
}

static void
groups_free(struct reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->groups[i].region);
		free(r->groups[i].counts);
	}
	free(r->groups);
}

int
cells_read(struct sqlite3 *db, const struct conf *c, struct period period,
    struct cells *out, struct err *e)
{
	struct reading r = { .db = db, .conf = c, .period = period, .e = e };
	int rc = -1;

	r.names = cell_names_read(db, c, e);
	if (r.names != NULL && groups_make(&r) == 0 && counts_read(&r) == 0) {
		for (size_t i = 0; i < r.n; i++) {
			unjudged_set(&r, r.groups[i].counts);
			rest_set(&r, "polarity", r.groups[i].counts);
			rest_set(&r, "weight", r.groups[i].counts);
		}
		if (regions_merge(&r) == 0)
			rc = cells_make(&r, out);
	}
	groups_free(&r);
	cell_names_free(&r.names);
	return rc;
}
