/*
 * report_findings.h - what stands out in the figures, as the report says it
 * in sentences and asks about it.
 */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "report_bars.h"
#include "report_range.h"

#define MOVED_MAX 8

struct moved {
	const struct printed *figure;
	struct range range;
	enum range_side side; /* below or above */
};

struct findings {
	struct bars themes; /* most printed ones first */
	size_t leaders;     /* of these, that share the highest figure */
	struct moved moved[MOVED_MAX];
	size_t nmoved;
	bool judged;                  /* whether any range is known */
	const struct printed *good;   /* the theme that pleases most, or NULL */
	const struct printed *heavy;  /* messages of weight 3, shown, or NULL */
	const struct printed *missed; /* a kind of sender that was hardly heard,
					 or NULL */
};

void findings_make(const struct report *r, struct findings *out);

/*
 * Adds them as a list of sentences, at most max; nothing if there is none.
 * Returns the height.
 */
unsigned findings_list(const struct report *r, struct buf *b,
    const struct findings *f, size_t max);

/* The sentence about a theme that moved, as an item; returns its height. */
unsigned findings_add_moved(
    const struct report *r, struct buf *b, const struct moved *m);

/* The theme of a figure, in the reader's words. */
const char *findings_theme(const struct report *r, const struct printed *p);

#endif
