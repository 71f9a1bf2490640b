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

#include "db.h"
#include "gehoor/json_write.h"

#define CELLS_MAX 100000 /* far beyond any sensible report */

static const char *const total_ids[] = { "", NULL };
static const char *const no_theme_ids[] = { CELL_NO_THEME, NULL };
static const char *const channel_ids[] = { "web", "sms", "table", "paper",
	"via", NULL };
static const char *const who_ids[] = { "jongere", "ouder", "pleegouder",
	"anders", CELL_UNKNOWN, NULL };
static const char *const wish_ids[] = { "none", "answer", "talk", "change",
	"pass_on", CELL_UNKNOWN, NULL };

static const struct dimension {
	const char *name;
	const char *const *ids; /* after those of the configuration */
} dimensions[] = {
	{ "total", total_ids },
	{ "theme", no_theme_ids },
	{ "channel", channel_ids },
	{ "who", who_ids },
	{ "lang", NULL },
	{ "wish", wish_ids },
};

#define NDIMENSIONS (sizeof(dimensions) / sizeof(dimensions[0]))

/* Cells that share a period, a box and a region. */
struct group {
	struct period period;
	const char *box;    /* NULL: all */
	const char *region; /* NULL: all; "": not told */
};

/* What is being read. */
struct reading {
	sqlite3 *db;
	sqlite3_stmt *stmt;
	const struct conf *conf;
	struct cells *cells;
	struct cells counted; /* every category that was ever counted */
	char *regions;        /* that messages can have, as a JSON array */
	struct err *e;
};

static const char counts_sql[] =
    "SELECT dimension, category, sum(n) FROM tally"
    " WHERE week BETWEEN ?1 AND ?2 AND (?3 IS NULL OR box = ?3)"
    " AND (?4 IS NULL OR region = ?4"
    " OR (region <> '' AND instr('+' || ?4 || '+', '+' || region || '+') > 0)"
    " OR (?4 = '' AND region NOT IN (SELECT value FROM json_each(?5))))"
    " GROUP BY dimension, category ORDER BY dimension, category";

static const char counted_sql[] =
    "SELECT DISTINCT dimension, CASE WHEN category = '' THEN '" CELL_UNKNOWN
    "' ELSE category END FROM tally WHERE dimension <> 'total' ORDER BY 1, 2";

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

/* How a group's region is called in its cells. */
static const char *
region_name(const struct group *g)
{
	if (g->region == NULL)
		return "";
	return g->region[0] == '\0' ? CELL_UNKNOWN : g->region;
}

static int
cell_add(struct reading *r, const struct group *g, const char *dimension,
    const char *category, uint64_t count)
{
	struct cells *c = r->cells;
	struct cell *cell;

	if (c->n == CELLS_MAX)
		return err_set(
		    r->e, "more than %d figures: too many", CELLS_MAX);
	if (c->n == c->cap) {
		size_t cap = c->cap == 0 ? 256 : c->cap * 2;
		struct cell *items =
		    reallocarray(c->items, cap, sizeof(*items));

		if (items == NULL)
			return err_sys(r->e, "reading the figures");
		c->items = items;
		c->cap = cap;
	}
	cell = &c->items[c->n++];
	cell->key = (struct cell_key){ .period = g->period,
		.box = strdup(g->box == NULL ? "" : g->box),
		.region = strdup(region_name(g)),
		.dimension = strdup(dimension),
		.category = strdup(category) };
	cell->count = count;
	if (cell->key.box == NULL || cell->key.region == NULL ||
	    cell->key.dimension == NULL || cell->key.category == NULL)
		return err_sys(r->e, "reading the figures");
	return 0;
}

/* The categories of a dimension that the configuration names. */
static int
configured_add(
    struct reading *r, const struct group *g, const struct dimension *d)
{
	const struct conf *c = r->conf;

	if (strcmp(d->name, "theme") == 0)
		for (size_t i = 0; i < c->nthemes; i++)
			if (cell_add(r, g, d->name, c->themes[i].id, 0) == -1)
				return -1;
	if (strcmp(d->name, "lang") == 0)
		for (size_t i = 0; i < c->languages.n; i++)
			if (cell_add(r, g, d->name, c->languages.items[i], 0) ==
			    -1)
				return -1;
	return 0;
}

/*
 * Categories of a dimension that are counted somewhere: every group has them,
 * for if only those had them where they occur, their names would tell.
 */
static int
counted_add(struct reading *r, const struct group *g, size_t first,
    const struct dimension *d)
{
	for (size_t i = 0; i < r->counted.n; i++) {
		const struct cell_key *k = &r->counted.items[i].key;
		size_t at = first;

		if (strcmp(k->dimension, d->name) != 0)
			continue;
		while (at < r->cells->n &&
		    (strcmp(r->cells->items[at].key.dimension, d->name) != 0 ||
			strcmp(r->cells->items[at].key.category, k->category) !=
			    0))
			at++;
		if (at == r->cells->n &&
		    cell_add(r, g, d->name, k->category, 0) == -1)
			return -1;
	}
	return 0;
}

/* All categories that can occur, with nothing counted yet. */
static int
known_add(struct reading *r, const struct group *g)
{
	size_t first = r->cells->n;

	for (size_t i = 0; i < NDIMENSIONS; i++) {
		const struct dimension *d = &dimensions[i];

		if (configured_add(r, g, d) == -1)
			return -1;
		for (size_t j = 0; d->ids != NULL && d->ids[j] != NULL; j++)
			if (cell_add(r, g, d->name, d->ids[j], 0) == -1)
				return -1;
		if (counted_add(r, g, first, d) == -1)
			return -1;
	}
	return 0;
}

static bool
has_dimension(const char *name)
{
	for (size_t i = 0; i < NDIMENSIONS; i++)
		if (strcmp(dimensions[i].name, name) == 0)
			return true;
	return false;
}

/* Puts one count where it belongs among the cells from first on. */
static int
count_put(struct reading *r, const struct group *g, size_t first,
    const char *dimension, const char *category, uint64_t count)
{
	if (!has_dimension(dimension))
		return 0;
	if (category[0] == '\0' && strcmp(dimension, "total") != 0)
		category = CELL_UNKNOWN;
	for (size_t i = first; i < r->cells->n; i++) {
		struct cell *cell = &r->cells->items[i];

		if (strcmp(cell->key.dimension, dimension) == 0 &&
		    strcmp(cell->key.category, category) == 0) {
			cell->count += count;
			return 0;
		}
	}
	return cell_add(r, g, dimension, category, count);
}

static void
group_bind(const struct reading *r, const struct group *g)
{
	struct week first, last;

	period_weeks(g->period, &first, &last);
	sqlite3_reset(r->stmt);
	sqlite3_bind_int(r->stmt, 1, week_number(first));
	sqlite3_bind_int(r->stmt, 2, week_number(last));
	sqlite3_bind_text(r->stmt, 3, g->box, -1, SQLITE_STATIC);
	sqlite3_bind_text(r->stmt, 4, g->region, -1, SQLITE_STATIC);
	sqlite3_bind_text(r->stmt, 5, r->regions, -1, SQLITE_STATIC);
}

static int
group_read(struct reading *r, const struct group *g)
{
	size_t first = r->cells->n;
	int rc;

	if (known_add(r, g) == -1)
		return -1;
	group_bind(r, g);
	while ((rc = sqlite3_step(r->stmt)) == SQLITE_ROW)
		if (count_put(r, g, first,
			(const char *)sqlite3_column_text(r->stmt, 0),
			(const char *)sqlite3_column_text(r->stmt, 1),
			(uint64_t)sqlite3_column_int64(r->stmt, 2)) == -1)
			return -1;
	return rc == SQLITE_DONE ? 0 : db_failed(r->db, r->e);
}

/* Every box and every region of the period, not both together. */
static int
parts_read(struct reading *r, struct period period)
{
	const struct conf *c = r->conf;
	struct group g = { period, NULL, NULL };

	for (size_t i = 0; c->nboxes > 1 && i < c->nboxes; i++) {
		g.box = c->boxes[i].name;
		if (group_read(r, &g) == -1)
			return -1;
	}
	g.box = NULL;
	for (size_t i = 0; c->regions.n > 0 && i <= c->regions.n; i++) {
		g.region = i < c->regions.n ? c->regions.items[i] : "";
		if (group_read(r, &g) == -1)
			return -1;
	}
	return 0;
}

/* The names that do not come from the configuration. */
static int
counted_read(struct reading *r)
{
	static const struct group nowhere = { .box = NULL };
	struct cells *out = r->cells;
	sqlite3_stmt *stmt = db_prepare(r->db, counted_sql, r->e);
	int rc = -1, step = SQLITE_ROW;

	if (stmt == NULL)
		return -1;
	r->cells = &r->counted;
	while ((step = sqlite3_step(stmt)) == SQLITE_ROW)
		if (cell_add(r, &nowhere,
			(const char *)sqlite3_column_text(stmt, 0),
			(const char *)sqlite3_column_text(stmt, 1), 0) == -1)
			break;
	if (step == SQLITE_DONE)
		rc = 0;
	else if (step != SQLITE_ROW)
		db_failed(r->db, r->e);
	r->cells = out;
	sqlite3_finalize(stmt);
	return rc;
}

/* A region "noord+oost" is what was two regions before. */
static void
region_list(struct buf *b, const char *region)
{
	json_item(b, str_of(region));
	for (size_t n; strchr(region, '+') != NULL; region += n + 1) {
		n = strcspn(region, "+");
		json_item(b, (struct str){ region, n });
		if (strchr(region + n + 1, '+') == NULL)
			json_item(b, str_of(region + n + 1));
	}
}

static int
regions_list(struct reading *r)
{
	const struct conf_list *regions = &r->conf->regions;
	struct buf b = BUF_INIT;

	json_open(&b, '[');
	for (size_t i = 0; i < regions->n; i++)
		region_list(&b, regions->items[i]);
	json_close(&b, ']');
	r->regions = b.failed ? NULL : strdup(buf_cstr(&b));
	buf_free(&b);
	return r->regions == NULL ? err_sys(r->e, "reading the figures") : 0;
}

int
cells_read(struct sqlite3 *db, const struct conf *c, struct period period,
    struct cells *out, struct err *e)
{
	struct cells cells = CELLS_INIT;
	struct reading r = { .db = db,
		.stmt = db_prepare(db, counts_sql, e),
		.conf = c,
		.cells = &cells,
		.e = e };
	struct group all = { period, NULL, NULL };
	int rc = -1;

	if (r.stmt != NULL && regions_list(&r) == 0 && counted_read(&r) == 0 &&
	    group_read(&r, &all) == 0)
		rc = parts_read(&r, period);
	sqlite3_finalize(r.stmt);
	cells_free(&r.counted);
	free(r.regions);
	if (rc == -1)
		cells_free(&cells);
	else
		*out = cells;
	return rc;
}
