/*
 * report_parts.h - the pages of the report, each in a file of its own.
 */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report.h"
#include "report_plan.h"

struct findings;

#define REPORT_QUOTES 9 /* at most, and of the rest: */
#define REPORT_BOARD 12

/* Page one: how many, about what. */
void report_front(const struct report *r, struct plan *plan);
/* Its title: the finding of the period. */
void
report_title(const struct report *r, const struct findings *f, struct buf *b);
/* Who, for whom, of when; what stands above page one. */
void report_masthead(const struct report *r, struct buf *b);
/* Themes by quarter, side by side. */
void report_trend(const struct report *r, struct plan *plan);
/* What people said. */
void report_said(const struct report *r, struct plan *plan);
/* One of their own words, where so many letters fit; returns the height. */
unsigned
report_quote(const struct report *r, struct buf *b, size_t i, unsigned letters);
/* How many of them there are. */
size_t report_nquotes(const struct report *r);
/* You said - we did; at most max, which is REPORT_BOARD at most. */
void report_board(const struct report *r, struct plan *plan, size_t max);
/* What was done of it, as a list: what fits; returns the height. */
unsigned
report_did(const struct report *r, struct buf *b, size_t max, unsigned room);
/* Whom we heard, and whom we did not. */
void report_heard(const struct report *r, struct plan *plan);
/* For the council's meeting. */
void report_meeting(const struct report *r, struct plan *plan);
/* One sheet to hang up. */
void report_poster(const struct report *r, struct buf *b);
/* Every printed figure. */
void report_tables(const struct report *r, struct plan *plan);
/* Of themes or points: how they sounded; nothing if that is not told. */
void report_polarities(const struct report *r, struct plan *plan,
    const char *dimension, const char *caption, enum text corner);
/* How this was made, and the sum line. */
void report_made(const struct report *r, struct plan *plan);

/* The style sheet, compiled in. */
extern const char report_style[], report_poster_style[];

/* What the edition is called. */
enum text report_edition_name(const struct report *r);

/* The figure of the period in the scope's own group, or NULL. */
const struct printed *report_figure(const struct report *r,
    struct period period, const char *dimension, const char *category);

/* Whether the release has so few messages that it shows no figures. */
bool report_is_empty(const struct report *r);

/* The quarters the release has, oldest first; returns how many. */
size_t report_quarters(
    const struct report *r, struct period out[static SCOPE_QUARTERS]);

/*
 * The i-th category of a dimension in the scope's own group for the period
 * of the scope; NULL behind the last.
 */
const struct printed *
report_category(const struct report *r, const char *dimension, size_t i);

#endif
