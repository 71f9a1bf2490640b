/*
 * protect.h - what stands between the counts and everybody who reads them.
 *
 * All cells of a release go in together, because what one cell may say
 * depends on the others; all printed cells come out.  Reports and exports see
 * only these.  (The sum line, of the whole installation, is exact by design
 * and does not pass here; it counts as known to the reader.)
 */
#ifndef PROTECT_H
#define PROTECT_H

#include <stddef.h>
#include <stdint.h>

#include "cell_key.h"
#include "gehoor/err.h"

#define PROTECT_LEAST 5 /* 1 to 4 print as "fewer than 5" */
#define PROTECT_ROUND 5 /* everything else is rounded to 5 */
#define PROTECT_BASE 20 /* messages a group needs */

struct cells;
struct conf;

enum printed_status {
	PRINTED_SHOWN,  /* value is rounded, or 0 */
	PRINTED_UNDER5, /* 1 to 4 */
	PRINTED_HIDDEN  /* not told */
};

struct printed {
	struct cell_key key;
	enum printed_status status;
	uint64_t value; /* 0 unless shown */
};

struct release {
	struct printed *items;
	size_t n;
};

#define RELEASE_INIT \
	{ \
		NULL, 0 \
	}

/*
 * Takes the cells (they are wiped and freed, also on failure) and makes the
 * printed figures, in the same order.  What was printed earlier, and shares
 * a total with these, goes in too: nothing may follow from both together.
 * conf (or NULL) says which themes make a point.  0 or -1.
 */
int protect(struct cells *cells, const struct conf *conf,
    const struct release *earlier, struct release *out, struct err *e);

void release_free(struct release *r);

/* Moves the figures of one release behind those of another.  0 or -1. */
int release_append(struct release *to, struct release *from, struct err *e);

/* The figure; NULL if the release has none of that name. */
const struct printed *
release_find(const struct release *r, struct period period, const char *box,
    const char *region, const char *dimension, const char *category);

#endif
