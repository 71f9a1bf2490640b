/*
 * report_range.c - how many messages are usual.
 *
 * Whole numbers only, so that no machine rounds otherwise.
 */
#include "report_range.h"

#include "report_parts.h"

#define UNDER5_MEAN 2 /* what "fewer than 5" stands for in a mean */

/* The whole square root. */
static uint64_t
root(uint64_t n)
{
	uint64_t r = 0;

	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

bool
range_of(const struct printed *const *figures, size_t n, struct range *out)
{
	uint64_t sum = 0, known = 0, mean10, spread10, low;

	if (n < SCOPE_QUARTERS)
		return false;
	for (size_t i = 0; i + 1 < n; i++) {
		const struct printed *p = figures[i];

		if (p == NULL || p->status == PRINTED_HIDDEN)
			continue;
		sum += p->status == PRINTED_UNDER5 ? UNDER5_MEAN : p->value;
		known++;
	}
	if (known < RANGE_LEAST)
		return false;
	/* In tenths. */
	mean10 = sum * 10 / known;
	spread10 = 2 * root(mean10 * 10) + PROTECT_ROUND * 10 / 2;
	low = mean10 > spread10 ? (mean10 - spread10) / 10 : 0;
	out->low = low / PROTECT_ROUND * PROTECT_ROUND;
	out->high = ((mean10 + spread10 + 9) / 10 + PROTECT_ROUND - 1) /
	    PROTECT_ROUND * PROTECT_ROUND;
	return true;
}

enum range_side
range_side(const struct printed *last, const struct range *range)
{
	if (last == NULL || last->status == PRINTED_HIDDEN)
		return RANGE_UNKNOWN;
	/* Of "fewer than 5" it is only known that it is not more. */
	if (last->status == PRINTED_UNDER5)
		return range->low > PROTECT_LEAST ? RANGE_BELOW : RANGE_WITHIN;
	return last->value < range->low ? RANGE_BELOW
	    : last->value > range->high ? RANGE_ABOVE
					: RANGE_WITHIN;
}

enum range_side
range_find(const struct report *r, const char *dimension, const char *category,
    struct range *out)
{
	const struct printed *figures[SCOPE_QUARTERS];
	struct period quarters[SCOPE_QUARTERS];
	size_t n = report_quarters(r, quarters);

	/* A year has no quarter of its own that could stand out. */
	if (r->scope->period.quarter == 0)
		return RANGE_UNKNOWN;
	for (size_t i = 0; i < n; i++)
		figures[i] = report_figure(r, quarters[i], dimension, category);
	return range_of(figures, n, out) ? range_side(figures[n - 1], out)
					 : RANGE_UNKNOWN;
}
