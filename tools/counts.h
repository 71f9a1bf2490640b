/*
 * counts.h - counters in memory, added to a table of the database at the
 * end of a batch.
 */
#ifndef COUNTS_H
#define COUNTS_H

#include <stdint.h>

#include "gehoor/err.h"

struct counts;
struct sqlite3_stmt;

/* Strings are pointers of names.h or constants: compared as pointers. */
struct count_key {
	uint32_t week;
	const char *text[4]; /* NULL: not used */
};

struct counts *counts_new(void);
void counts_free(struct counts **c);

/* Adds step, which may be negative. 0, or -1 if there is no memory. */
int counts_add(struct counts *c, const struct count_key *key, int step);

/*
 * Runs the statement once for each counter, with the week, the texts in use
 * and the number bound in that order, and empties the counters.  The SQLite
 * result code.
 */
int counts_flush(struct counts *c, struct sqlite3_stmt *stmt);

#endif
