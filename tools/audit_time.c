/*
 * audit_time.c - quarters add up to their year, and weeks to their quarter.
 */
#include "audit_parts.h"

static int
weeks_of(struct period p)
{
	struct week first, last;

	period_weeks(p, &first, &last);
	return last.week - first.week + 1;
}

static bool
within(struct period part, struct period whole)
{
	if (whole.quarter != 0)
		return part.week != 0 &&
		    week_quarter((struct week){ part.year, part.week }) ==
		    whole.quarter;
	return part.week != 0 || part.quarter != 0;
}

/* Not in a longer part of the run that is itself within the whole. */
static bool
is_longest(const struct linking *l, size_t from, size_t to, size_t part,
    struct period whole)
{
	for (size_t i = from; i < to; i++)
		if (i != part && within(l->sorted[i]->key->period, whole) &&
		    within(l->sorted[part]->key->period,
			l->sorted[i]->key->period) &&
		    l->sorted[i]->key->period.quarter != 0)
			return false;
	return true;
}

static int
time_row(struct linking *l, size_t from, size_t to, size_t which)
{
	struct period whole = l->sorted[which]->key->period;
	int weeks = 0;

	for (size_t i = from; i < to; i++) {
		struct period p = l->sorted[i]->key->period;

		if (i == which || !within(p, whole) ||
		    !is_longest(l, from, to, i, whole))
			continue;
		linking_term(l, l->sorted[i], 1);
		weeks += p.week != 0 ? 1 : weeks_of(p);
	}
	if (weeks == 0)
		return 0;
	linking_term(l, l->sorted[which], -1);
	return linking_row(
	    l, weeks == weeks_of(whole) ? audit_exactly_0 : audit_at_most_0);
}

int
audit_link_time(struct linking *l)
{
	static const enum audit_column order[COLUMN_COUNT] = { COLUMN_BOX,
		COLUMN_REGION, COLUMN_DIMENSION, COLUMN_CATEGORY, COLUMN_YEAR,
		COLUMN_PERIOD };
	size_t to;

	linking_sort(l, order);
	for (size_t from = 0; from < l->a->n; from = to) {
		to = linking_run(l, from, COLUMN_COUNT - 1);
		for (size_t i = from; i < to; i++)
			if (l->sorted[i]->key->period.week == 0 &&
			    time_row(l, from, to, i) == -1)
				return -1;
	}
	return 0;
}
