/*
 * report_bars.h - categories with their figures: a table that is a chart.
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

/* The same, of those categories that end so: "wachten:pos". */
void bars_rank_end(const struct report *r, const char *dimension,
    const char *end, struct bars *out);

struct bars_look {
	int number; /* of the first chart in the report, for its ids */
	size_t max; /* bars */
	bool wide;  /* over the page, with what people ask for */
	enum text caption;
};

/* Adds them; returns the height. */
unsigned bars_add(const struct report *r, struct buf *b,
    const struct bars *bars, const struct bars_look *look);

/* The height of one more wide bar, at most. */
unsigned bars_height(const struct report *r, const struct printed *p);

#endif
