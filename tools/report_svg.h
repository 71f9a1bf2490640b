/*
 * report_svg.h - the two charts of the report, as inline SVG.
 *
 * Both begin at zero, use one colour and tints of it that stay apart in
 * grey, and carry title and description for people who do not see them.
 */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "gehoor/buf.h"
#include "report_range.h"
#include "report_words.h"

/* One horizontal bar; max is the value that fills the room. */
struct svg_bar {
	int number; /* of the bar in the report, for its ids */
	const char *title;
	const struct printed *figure;
	uint64_t max;
};
void svg_bar(const struct report *r, struct buf *b, const struct svg_bar *bar);

/* Columns side by side, one to a quarter; the last one stands out. */
struct svg_columns {
	int number;
	const char *title;
	const struct printed *figures[SCOPE_QUARTERS]; /* NULL: no data yet */
	struct period quarters[SCOPE_QUARTERS];
	size_t n;
	uint64_t max;
	bool banded; /* what is usual is drawn behind them */
	struct range range;
};
void
svg_columns(const struct report *r, struct buf *b, const struct svg_columns *c);

#endif
