/*
 * protect.c - what stands between the counts and everybody who reads them.
 *
 * Rules, as a reader of the report knows them too:
 *	base	a region with fewer than 20 messages in a period prints
 *		nothing at all, not even its total;
 *	small	1 to 4 print as "fewer than 5";
 *	round	everything else is rounded to the nearest multiple of 5; 0
 *		is 0.
 * No randomness and no clock: the same counts give the same figures.
 */
#include "protect.h"

#include <stdlib.h>
#include <string.h>

#include "cells.h"

static bool
same_group(const struct cell_key *a, const struct cell_key *b)
{
	return period_equal(a->period, b->period) &&
	    strcmp(a->box, b->box) == 0 && strcmp(a->region, b->region) == 0;
}

/* Messages in the cell's group; a group without a total has none. */
static uint64_t
group_base(const struct cells *cells, const struct cell_key *key)
{
	for (size_t i = 0; i < cells->n; i++)
		if (strcmp(cells->items[i].key.dimension, "total") == 0 &&
		    same_group(&cells->items[i].key, key))
			return cells->items[i].count;
	return 0;
}

static enum printed_status
cell_status(const struct cells *cells, const struct cell *cell)
{
	if (cell->key.region[0] != '\0' &&
	    group_base(cells, &cell->key) < PROTECT_BASE)
		return PRINTED_HIDDEN;
	if (cell->count > 0 && cell->count < PROTECT_LEAST)
		return PRINTED_UNDER5;
	return PRINTED_SHOWN;
}

static uint64_t
rounded(uint64_t count)
{
	return PROTECT_ROUND * ((count + PROTECT_ROUND / 2) / PROTECT_ROUND);
}

int
protect(struct cells *cells, struct release *out, struct err *e)
{
	struct release r = { calloc(cells->n + 1, sizeof(*r.items)), cells->n };

	if (r.items == NULL) {
		cells_free(cells);
		return err_sys(e, "protecting the figures");
	}
	for (size_t i = 0; i < cells->n; i++) {
		struct printed *p = &r.items[i];

		p->status = cell_status(cells, &cells->items[i]);
		if (p->status == PRINTED_SHOWN)
			p->value = rounded(cells->items[i].count);
	}
	for (size_t i = 0; i < cells->n; i++) {
		r.items[i].key = cells->items[i].key;
		cells->items[i].key = (struct cell_key){ .box = NULL };
	}
	if (cells->n > 0)
		explicit_bzero(cells->items, cells->n * sizeof(*cells->items));
	cells_free(cells);
	*out = r;
	return 0;
}

void
release_free(struct release *r)
{
	for (size_t i = 0; i < r->n; i++)
		cell_key_free(&r->items[i].key);
	free(r->items);
	*r = (struct release)RELEASE_INIT;
}

const struct printed *
release_find(const struct release *r, struct period period, const char *box,
    const char *region, const char *dimension, const char *category)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct cell_key *k = &r->items[i].key;

		if (period_equal(k->period, period) &&
		    strcmp(k->category, category) == 0 &&
		    strcmp(k->dimension, dimension) == 0 &&
		    strcmp(k->box, box) == 0 && strcmp(k->region, region) == 0)
			return &r->items[i];
	}
	return NULL;
}
