/*
 * regions.h - names of regions, and which small ones are told as one.
 */
#ifndef REGIONS_H
#define REGIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/conf.h"

/* Whether the region is one of "noord+oost", or is called that itself. */
bool region_has(const char *names, const char *name);

/* Regions that are told as one: names like "noord+oost", owned. */
struct region_merge {
	char **names;
	size_t n;
};

/*
 * Regions with fewer than PROTECT_BASE messages are told together with the
 * small ones under the same parent, and with the smallest other one as long
 * as they are too few; where that is not enough they are in the whole only.
 * totals has one for each of the regions.  0, or -1 without memory.
 */
int region_merge_make(
    const struct conf *c, const uint64_t *totals, struct region_merge *out);
void region_merge_free(struct region_merge *m);

#endif
