/*
 * report_range.h - how many messages are usual: what the quarters before
 * leave for chance.
 *
 * Counts go up and down by themselves.  Those of rare events that come one
 * by one vary by about the square root of their mean (Poisson); twice that
 * on both sides, and half a step for the rounding of what is printed, is what
 * a quarter may have without anything having changed.  As NHS England's
 * "Making Data Count", without its colours.
 */
#ifndef REPORT_RANGE_H
#define REPORT_RANGE_H

#include "report.h"

#define RANGE_LEAST 6 /* quarters before, of which the figure is known */

struct range {
	uint64_t low, high; /* rounded outwards, as figures are printed */
};

enum range_side { RANGE_UNKNOWN, RANGE_BELOW, RANGE_WITHIN, RANGE_ABOVE };

/*
 * The range for the last of the quarters (oldest first), made of those
 * before; figures may be NULL.  False if too few are known, or the quarters
 * are fewer than eight.
 */
bool
range_of(const struct printed *const *figures, size_t n, struct range *out);

/* Where the last figure stands. */
enum range_side
range_side(const struct printed *last, const struct range *range);

/* Both at once, for a category of the report's own group. */
enum range_side range_find(const struct report *r, const char *dimension,
    const char *category, struct range *out);

#endif
