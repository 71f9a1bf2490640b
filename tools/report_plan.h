/*
 * report_plan.h - the pages of the report, planned before they are printed.
 *
 * What is printed is made of blocks that are not to be cut in two, and whose
 * height is known beforehand: everything is set on lines of one height
 * (5.25 mm on A4).  So no page spills, on any machine whose letters are no
 * wider than those of DejaVu, which is what widths are reckoned by.
 */
#ifndef REPORT_PLAN_H
#define REPORT_PLAN_H

#include <stdbool.h>

#include "gehoor/buf.h"

/* Heights are in half lines. */
#define PLAN_LINE 2
#define PLAN_PAGE (49 * PLAN_LINE)

/* Letters that surely fit beside one another: half of a page, and all. */
#define PLAN_HALF 40
#define PLAN_WIDE 72

struct plan {
	struct buf *out; /* borrowed */
	unsigned used;   /* of the page that is open */
	unsigned pages;  /* begun */
	bool open;
};

#define PLAN_INIT(to) \
	{ \
		(to), 0, 0, false \
	}

/*
 * Puts a block on the page, or on a new one if it does not fit what is left;
 * the block is empty then.
 */
void plan_add(struct plan *p, struct buf *block, unsigned height);

/* What comes next begins a page, unless one has just begun. */
void plan_break(struct plan *p);

/* What is left of the page; all of it before the first. */
unsigned plan_left(const struct plan *p);

void plan_end(struct plan *p);

/* How many lines a text (UTF-8) takes where so many letters fit. */
unsigned plan_lines(const char *text, unsigned letters);

#endif
