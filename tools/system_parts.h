/*
 * system_parts.h - the inside of a system; for system*.c only.
 */
#ifndef SYSTEM_PARTS_H
#define SYSTEM_PARTS_H

#include "system.h"

#define SYSTEM_VISITS_EACH 64 /* of a row, then propagation is called off */

struct row {
	size_t begin, n; /* among the terms */
	struct range r;
	bool used; /* a number was eliminated with it */
};

/* The rows a number is in, in the order of adding. */
struct rows_of {
	size_t *rows;
	size_t n, cap;
};

/* What a number was before. */
struct was {
	size_t number;
	struct range r;
};

struct trail {
	struct was *items;
	size_t n, cap;
};

struct system {
	struct range *base; /* what was given */
	struct range *ranges;
	struct rows_of *rows_of;
	size_t n, cap;
	struct term *terms;
	size_t nterms, terms_cap;
	struct row *rows;
	size_t nrows, rows_cap, rows_max;
	size_t *queue; /* a ring of rows to visit, with room for rows_max */
	size_t queue_at, queue_n;
	bool *queued;
	int64_t *factors; /* by number, all 0 */
	size_t *stack;    /* of numbers that are taken back */
	bool *taken;
	struct trail trail; /* of ranges, while something is tried */
	struct trail bases; /* of what was given, likewise */
	size_t *pivots;     /* rows used since the mark */
	size_t npivots;
	size_t *probed; /* numbers that were narrowed by probing */
	size_t nprobed;
	size_t mark_rows, mark_terms;
	bool trying;
};

void system_enqueue(struct system *s, size_t row);
void system_enqueue_number(struct system *s, size_t number);

/*
 * Visits what is queued until nothing changes.  Whoever is called off early
 * has concluded too little, never too much.  false: nothing is left for a
 * number.
 */
bool system_propagate(struct system *s, size_t visits);

/* Notes what a number was.  0 or -1. */
int system_note(struct trail *t, size_t number, struct range r);

/* Without memory to take it back later, a bound is left out: no harm. */
bool system_may_change(struct system *s, size_t number);

/*
 * Adds the rows that follow when numbers of which little is known are
 * eliminated from the equations.  0 or -1.
 */
int system_eliminate(struct system *s);

/* The same for this number, which became one of them.  0 or -1. */
int system_eliminate_one(struct system *s, size_t number);

#endif
