/*
 * system.h - whole numbers of which only bounds and sums are known, and what
 * follows from those.
 *
 * Interval propagation to a fixed point, sharpened by exact elimination (the
 * rows that remain when a number of which nothing is known is eliminated)
 * and by probing (which values of a number can be had at all).  Everything
 * is integer arithmetic; what it excludes is excluded for certain.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYSTEM_MAX INT64_C(1000000000000) /* no number is beyond it */

struct range {
	int64_t lo, hi;
};

struct term {
	size_t number;
	int64_t factor;
};

struct system;

struct system *system_new(void);
void system_free(struct system **s);

/* A new number within the range.  0 and *number, or -1: no memory. */
int system_number(struct system *s, struct range r, size_t *number);
/* The number is also within this range.  Before system_solve. */
void system_narrow(struct system *s, size_t number, struct range r);

/*
 * The sum of the terms, of different numbers, is within the range.  Before
 * system_solve.  0 or -1.
 */
int system_row(
    struct system *s, const struct term *terms, size_t n, struct range r);

/*
 * Concludes all that follows.  0; 1 if the rows contradict each other; or -1
 * without memory.
 */
int system_solve(struct system *s);

/*
 * The number is within this range and no longer in the one it was given,
 * which is narrower: whatever followed from that is taken back.  After
 * system_solve.  0; 1 if this changes nothing for the number watched, which
 * then keeps its range; or -1.
 */
int
system_widen(struct system *s, size_t number, struct range r, size_t watched);

/* Between these two, changes are a trial that is taken back. */
void system_try(struct system *s);
void system_undo(struct system *s);
/* The trial is how things are. */
void system_keep(struct system *s);

struct range system_range(const struct system *s, size_t number);

/*
 * The range, made as narrow as trying the values at its ends makes it, if
 * there are few; stops when two are left that can be had.  After
 * system_solve.
 */
struct range system_probe(struct system *s, size_t number);

/* Calls back with the other numbers of every row the number is in. */
typedef void system_beside_fn(size_t number, void *arg);
void system_beside(
    const struct system *s, size_t number, system_beside_fn *fn, void *arg);

#endif
