/*
 * report_grid.h - a table of figures, as long as it is: on every page that
 * it takes, with its head again.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "report_plan.h"
#include "report_words.h"

#define GRID_COLUMNS 12

struct grid {
	const char *caption;
	enum text corner; /* above the names of the rows */
	struct words columns[GRID_COLUMNS];
	size_t ncolumns;
	/*
	 * Rows are named by the figures that these dimensions have in the
	 * period; NULL: no more.
	 */
	const char *dimensions[3];
	/* The figure of a row in a column; NULL: there is none. */
	const struct printed *(*figure)(const struct report *r,
	    const struct grid *g, const struct printed *row, size_t column);
	const void *of; /* for figure() */
};

/* Over the whole page; nothing if it has no rows. */
void grid_add(const struct report *r, const struct grid *g, struct plan *plan);

/* One column, to stand beside another: the figures of a dimension. */
unsigned grid_half(const struct report *r, struct buf *b, const char *dimension,
    enum text caption);

#endif
