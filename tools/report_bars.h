/*
 * report_bars.h - categories with their figures, as a list of bars.
 */
#ifndef REPORT_BARS_H
#define REPORT_BARS_H

#include "report_words.h"

#define BARS_MAX 80

/* Categories of a dimension that have messages, most printed ones first. */
struct bars {
	const struct printed *items[BARS_MAX];
	size_t n;
};

/* What a figure counts for in an order: shown ones, then "fewer than 5". */
uint64_t bars_rank(const struct printed *p);

/* Of the period of the scope; without the categories of nothing told. */
void
bars_rank_all(const struct report *r, const char *dimension, struct bars *out);

/*
 * Adds the first max of them as a list; number is that of the first chart in
 * the report, for its ids.  needs: with what people ask for of a theme.
 */
void bars_add(const struct report *r, struct buf *b, const struct bars *bars,
    size_t max, int number, bool needs);

#endif
