/*
 * cells.h - the exact counts a release is made from.
 *
 * Nothing but protect.c takes these; no output may include this header.
 */
#ifndef CELLS_H
#define CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cell_key.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "scope.h"

struct sqlite3;

struct cell {
	struct cell_key key;
	uint64_t count;
};

struct cells {
	struct cell *items;
	size_t n, cap;
};

#define CELLS_INIT \
	{ \
		NULL, 0, 0 \
	}

/*
 * Counts everything that may be printed of a period, whatever the scope: all
 * together, each box and each region, in all dimensions.  Every group
 * (period, box, region) has its total; a region named "noord+oost" has what
 * was counted for either.  The order depends on the configuration and the
 * counts' names only.  0 or -1.
 */
int cells_read(struct sqlite3 *db, const struct conf *c, struct period period,
    struct cells *out, struct err *e);

/* The first week in which anything was counted; 0: nothing was.  0 or -1. */
int cells_begun(struct sqlite3 *db, int *week, struct err *e);

/* Whether the key's region is in "noord+oost" there, and so not by itself. */
bool
cells_told_with_others(const struct cells *cells, const struct cell_key *key);

/* Messages in the key's group; a group without a total has none. */
uint64_t cells_base(const struct cells *cells, const struct cell_key *key);

void cells_free(struct cells *c);

#endif
