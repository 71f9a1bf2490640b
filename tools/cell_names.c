/*
 * cell_names.c - the dimensions and categories every group of a release has.
 */
#include "cell_names.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell_key.h"
#include "db.h"
#include "gauge.h"

static const char *const total_ids[] = { "", NULL };
static const char *const no_theme_ids[] = { CELL_NO_THEME, NULL };
static const char *const channel_ids[] = { "web", "sms", "table", "paper",
	"via", NULL };
static const char *const who_ids[] = { "jongere", "ouder", "pleegouder",
	"anders", CELL_UNKNOWN, NULL };
static const char *const wish_ids[] = { "none", "answer", "talk", "change",
	"pass_on", CELL_UNKNOWN, NULL };
static const char *const weight_ids[] = { "0", "1", "2", "3", CELL_NONE, NULL };

enum own { OWN_NONE, OWN_THEMES, OWN_LANGUAGES, OWN_POLARITIES, OWN_POINTS };

/* In the order of a release; halves come behind what they are halves of. */
static const struct dimension {
	const char *name;
	const char *whole;      /* categories are those of this, and ":neg" */
	const char *nothing;    /* what "" in the tally is called */
	enum own own;           /* of the configuration or another module */
	const char *const *ids; /* after those */
} dimensions[] = {
	{ "total", NULL, "", OWN_NONE, total_ids },
	{ "theme", NULL, CELL_UNKNOWN, OWN_THEMES, no_theme_ids },
	{ "channel", NULL, CELL_UNKNOWN, OWN_NONE, channel_ids },
	{ "who", NULL, CELL_UNKNOWN, OWN_NONE, who_ids },
	{ "lang", NULL, CELL_UNKNOWN, OWN_LANGUAGES, NULL },
	{ "wish", NULL, CELL_UNKNOWN, OWN_NONE, wish_ids },
	{ "polarity", NULL, CELL_NONE, OWN_POLARITIES, NULL },
	{ "weight", NULL, CELL_NONE, OWN_NONE, weight_ids },
	{ "theme-polarity", "theme", CELL_UNKNOWN, OWN_NONE, NULL },
	{ "point", NULL, CELL_UNKNOWN, OWN_POINTS, NULL },
	{ "point-polarity", "point", CELL_UNKNOWN, OWN_NONE, NULL },
};

#define NDIMENSIONS (sizeof(dimensions) / sizeof(dimensions[0]))

static const char counted_sql[] =
    "SELECT DISTINCT dimension, category FROM tally"
    " WHERE dimension NOT IN ('total', 'theme-polarity', 'point-polarity')"
    " ORDER BY 1, 2";

struct name {
	const struct dimension *dimension;
	char *category;
	size_t whole, unjudged; /* places, or CELL_NAME_NONE */
};

struct cell_names {
	struct name *items;
	size_t n, cap;
	size_t *sorted; /* places by dimension and category */
};

void
cell_names_free(struct cell_names **n)
{
	if (*n == NULL)
		return;
	for (size_t i = 0; i < (*n)->n; i++)
		free((*n)->items[i].category);
	free((*n)->items);
	free((*n)->sorted);
	free(*n);
	*n = NULL;
}

static const struct dimension *
dimension_find(const char *name)
{
	for (size_t i = 0; i < NDIMENSIONS; i++)
		if (strcmp(dimensions[i].name, name) == 0)
			return &dimensions[i];
	return NULL;
}

static bool
is_there(
    const struct cell_names *n, const struct dimension *d, const char *category)
{
	for (size_t i = n->n; i-- > 0 && n->items[i].dimension == d;)
		if (strcmp(n->items[i].category, category) == 0)
			return true;
	return false;
}

/* Adds a category behind the others of its dimension, once. */
static int
name_add(struct cell_names *n, const struct dimension *d, const char *category,
    size_t whole)
{
	if (whole == CELL_NAME_NONE && is_there(n, d, category))
		return 0;
	if (n->n == n->cap) {
		size_t cap = n->cap == 0 ? 128 : n->cap * 2;
		struct name *items =
		    reallocarray(n->items, cap, sizeof(*items));

		if (items == NULL)
			return -1;
		n->items = items;
		n->cap = cap;
	}
	n->items[n->n] =
	    (struct name){ d, strdup(category), whole, CELL_NAME_NONE };
	return n->items[n->n++].category == NULL ? -1 : 0;
}

/* Points that no theme leads to are not counted. */
static int
points_add(
    struct cell_names *n, const struct dimension *d, const struct conf *c)
{
	for (size_t i = 0; i < c->nframeworks; i++)
		for (size_t k = 0; k < c->frameworks[i].npoints; k++) {
			const struct conf_point *p =
			    &c->frameworks[i].points[k];

			if (p->themes.n > 0 &&
			    name_add(n, d, p->id, CELL_NAME_NONE) == -1)
				return -1;
		}
	return 0;
}

static int
own_add(struct cell_names *n, const struct dimension *d, const struct conf *c)
{
	int rc = 0;

	switch (d->own) {
	case OWN_THEMES:
		for (size_t i = 0; rc == 0 && i < c->nthemes; i++)
			rc = name_add(n, d, c->themes[i].id, CELL_NAME_NONE);
		break;
	case OWN_LANGUAGES:
		for (size_t i = 0; rc == 0 && i < c->languages.n; i++)
			rc = name_add(
			    n, d, c->languages.items[i], CELL_NAME_NONE);
		break;
	case OWN_POLARITIES:
		for (int p = 0; rc == 0 && p < POLARITY_COUNT; p++)
			rc = name_add(n, d, polarity_name((enum polarity)p),
			    CELL_NAME_NONE);
		return rc == 0 ? name_add(n, d, CELL_NONE, CELL_NAME_NONE) : -1;
	case OWN_POINTS:
		return points_add(n, d, c);
	default:
		break;
	}
	return rc;
}

/* "wachten:neg" and the like; last what nobody judged. */
static int
halves_add(struct cell_names *n, const struct dimension *d)
{
	size_t end = n->n;
	char name[192];

	for (size_t i = 0; i < end; i++) {
		if (strcmp(n->items[i].dimension->name, d->whole) != 0)
			continue;
		for (int p = 0; p <= POLARITY_COUNT; p++) {
			snprintf(name, sizeof(name), "%s:%s",
			    n->items[i].category,
			    p < POLARITY_COUNT ? polarity_name((enum polarity)p)
					       : CELL_UNKNOWN);
			if (name_add(n, d, name, i) == -1)
				return -1;
		}
		for (int p = 0; p <= POLARITY_COUNT; p++)
			n->items[n->n - 1 - (size_t)p].unjudged = n->n - 1;
	}
	return 0;
}

/*
 * Categories of a dimension that are counted somewhere: every group has them,
 * for if only those had them where they occur, their names would tell.
 */
static int
counted_add(
    struct cell_names *n, const struct dimension *d, sqlite3_stmt *counted)
{
	int rc;

	sqlite3_reset(counted);
	while ((rc = sqlite3_step(counted)) == SQLITE_ROW) {
		const char *category =
		    (const char *)sqlite3_column_text(counted, 1);

		if (strcmp((const char *)sqlite3_column_text(counted, 0),
			d->name) == 0 &&
		    name_add(n, d, category[0] == '\0' ? d->nothing : category,
			CELL_NAME_NONE) == -1)
			return -1;
	}
	return rc == SQLITE_DONE ? 0 : -1;
}

static int
by_name(const void *x, const void *y, void *arg)
{
	const struct cell_names *n = arg;
	const struct name *a = &n->items[*(const size_t *)x],
			  *b = &n->items[*(const size_t *)y];
	int c = strcmp(a->dimension->name, b->dimension->name);

	return c != 0 ? c : strcmp(a->category, b->category);
}

static int
names_add(struct cell_names *n, const struct conf *c, sqlite3_stmt *counted)
{
	for (size_t i = 0; i < NDIMENSIONS; i++) {
		const struct dimension *d = &dimensions[i];

		if (d->whole != NULL) {
			if (halves_add(n, d) == -1)
				return -1;
			continue;
		}
		if (own_add(n, d, c) == -1)
			return -1;
		for (size_t k = 0; d->ids != NULL && d->ids[k] != NULL; k++)
			if (name_add(n, d, d->ids[k], CELL_NAME_NONE) == -1)
				return -1;
		if (counted_add(n, d, counted) == -1)
			return -1;
	}
	n->sorted = calloc(n->n + 1, sizeof(*n->sorted));
	for (size_t i = 0; n->sorted != NULL && i < n->n; i++)
		n->sorted[i] = i;
	if (n->sorted == NULL)
		return -1;
	qsort_r(n->sorted, n->n, sizeof(*n->sorted), by_name, n);
	return 0;
}

struct cell_names *
cell_names_read(struct sqlite3 *db, const struct conf *c, struct err *e)
{
	sqlite3_stmt *counted = db_prepare(db, counted_sql, e);
	struct cell_names *n = calloc(1, sizeof(*n));

	if (counted != NULL && (n == NULL || names_add(n, c, counted) == -1)) {
		err_sys(e, "reading the figures");
		cell_names_free(&n);
	} else if (counted == NULL) {
		cell_names_free(&n);
	}
	sqlite3_finalize(counted);
	return n;
}

size_t
cell_names_count(const struct cell_names *n)
{
	return n->n;
}

void
cell_names_get(const struct cell_names *n, size_t i, const char **dimension,
    const char **category)
{
	*dimension = n->items[i].dimension->name;
	*category = n->items[i].category;
}

size_t
cell_names_find(
    const struct cell_names *n, const char *dimension, const char *category)
{
	const struct dimension *d = dimension_find(dimension);
	size_t from = 0, to = n->n;

	if (d == NULL)
		return CELL_NAME_NONE;
	if (category[0] == '\0' && d->nothing != NULL)
		category = d->nothing;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct name *at = &n->items[n->sorted[middle]];
		int c = strcmp(d->name, at->dimension->name);

		if (c == 0)
			c = strcmp(category, at->category);
		if (c == 0)
			return n->sorted[middle];
		if (c < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return CELL_NAME_NONE;
}

size_t
cell_names_whole(const struct cell_names *n, size_t i)
{
	return n->items[i].whole;
}

size_t
cell_names_unjudged(const struct cell_names *n, size_t i)
{
	return n->items[i].unjudged;
}

bool
cell_names_is_unjudged(const struct cell_names *n, size_t i)
{
	return n->items[i].unjudged == i;
}
