/*
 * expire_counts.h - the counts that outlive messages.
 *
 * Before messages are deleted after their time, what they add to the counts
 * of each quarter is taken from the database: by region, dimension and
 * category, never two of those together.  A cell is only kept apart if its
 * whole quarter is large enough to be printed apart (protect.h): a region
 * with fewer than PROTECT_BASE messages becomes "not told", a category with
 * fewer than PROTECT_LEAST becomes "not told" too, or is left out where it is
 * a theme or a point.  The total of a quarter always stays.
 */
#ifndef EXPIRE_COUNTS_H
#define EXPIRE_COUNTS_H

#include <stdint.h>

#include "desk_event.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "names.h"

struct sqlite3;

struct expire_counts {
	struct desk_count *items; /* ordered; strings are kept by names */
	size_t n;
	uint64_t sums[STATUS_COUNT];
	uint64_t missing; /* leaves that are not in the database */
};

/*
 * Counts the messages of a box whose leaves are given (n of HASH_LEN bytes).
 * Uses temporary tables of db.  0 or -1; free with expire_counts_free.
 */
int expire_counts_read(struct sqlite3 *db, const struct conf *conf,
    const char *box, const uint8_t *leaves, size_t n, struct names *names,
    struct expire_counts *out, struct err *e);
void expire_counts_free(struct expire_counts *c);

#endif
