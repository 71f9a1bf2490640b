/*
 * printed.c - lists of figures that may be read.
 */
#include <stdlib.h>
#include <string.h>

#include "protect.h"
#include "scope.h"

void
release_free(struct release *r)
{
	for (size_t i = 0; i < r->n; i++)
		cell_key_free(&r->items[i].key);
	free(r->items);
	*r = (struct release)RELEASE_INIT;
}

int
release_append(struct release *to, struct release *from, struct err *e)
{
	struct printed *items =
	    reallocarray(to->items, to->n + from->n + 1, sizeof(*items));

	if (items == NULL)
		return err_sys(e, "reading the figures");
	memcpy(items + to->n, from->items, from->n * sizeof(*items));
	to->items = items;
	to->n += from->n;
	free(from->items);
	*from = (struct release)RELEASE_INIT;
	return 0;
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
