/*
 * system_parts.h - the inside of a system; for system*.c only.
 */
#ifndef SYSTEM_PARTS_H
#define SYSTEM_PARTS_H

#include "system.h"

struct row {
	struct term *terms;
	size_t n;
	struct range r;
};

struct system {
	struct range *ranges, *saved;
	size_t n, cap;
	struct row *rows;
	size_t nrows, rows_cap;
	size_t *begin, *rows_of; /* by number */
	size_t *queue;           /* a ring of rows to visit */
	size_t queue_at, queue_n;
	bool *queued;
};

/*
 * Adds the rows that follow when numbers of which little is known are
 * eliminated from the equations.  0 or -1.
 */
int system_eliminate(struct system *s);

#endif
