/*
 * report_trend.c - themes by quarter, as small charts on one scale.
 *
 * No arrows and no colours of good and bad: going up and down is mostly
 * chance.  With eight quarters a band shows how much of it is usual.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"
#include "report_svg.h"

#define TREND_LEAST 2 /* quarters that make a chart */
#define ABREAST 3
#define CHART_HEIGHT 12

/*
 * The i-th theme, not counting messages without one: those are many, and
 * would press all others flat.
 */
static const struct printed *
trend_theme(const struct report *r, size_t i)
{
	const struct printed *p;

	for (size_t at = 0; (p = report_category(r, "theme", at)) != NULL; at++)
		if (strcmp(p->key.category, CELL_NO_THEME) != 0 && i-- == 0)
			return p;
	return NULL;
}

static uint64_t
highest(const struct report *r, const struct period *quarters, size_t n)
{
	const struct printed *theme, *p;
	uint64_t max = 0;

	for (size_t i = 0; (theme = trend_theme(r, i)) != NULL; i++)
		for (size_t q = 0; q < n; q++) {
			p = report_figure(
			    r, quarters[q], "theme", theme->key.category);
			if (p != NULL && p->value > max)
				max = p->value;
		}
	return max;
}

/* So that every band fits. */
static uint64_t
highest_range(const struct report *r)
{
	const struct printed *theme;
	struct range range;
	uint64_t max = 0;

	for (size_t i = 0; (theme = trend_theme(r, i)) != NULL; i++)
		if (range_find(r, "theme", theme->key.category, &range) !=
			RANGE_UNKNOWN &&
		    range.high > max)
			max = range.high;
	return max;
}

static void
chart(const struct report *r, const struct svg_columns *c, struct buf *b)
{
	buf_adds(b, "<figure><figcaption>");
	html_escape(b, str_of(c->title));
	buf_adds(b, "</figcaption>");
	svg_columns(r, b, c);
	buf_adds(b, "</figure>");
}

/* A theme with all its quarters. */
static void
columns_of(
    const struct report *r, const struct printed *theme, struct svg_columns *c)
{
	c->number++;
	c->title = words_category(r, "theme", theme->key.category);
	for (size_t q = 0; q < c->n; q++)
		c->figures[q] = report_figure(
		    r, c->quarters[q], "theme", theme->key.category);
	c->banded = r->scope->period.quarter != 0 &&
	    range_of(c->figures, c->n, &c->range);
}

/* Rows of charts, the first below the head of the part. */
static void
charts(const struct report *r, struct svg_columns *c, struct plan *plan,
    struct buf *b, unsigned height)
{
	const struct printed *theme;

	for (size_t i = 0; (theme = trend_theme(r, i)) != NULL; i++) {
		if (i % ABREAST == 0)
			buf_adds(b, "<div class=\"small\">");
		columns_of(r, theme, c);
		chart(r, c, b);
		if (i % ABREAST == ABREAST - 1 ||
		    trend_theme(r, i + 1) == NULL) {
			buf_adds(b, "</div>\n");
			plan_add(plan, b, height + CHART_HEIGHT);
			height = 0;
		}
	}
}

/* How the charts are read, and a sentence for each theme that moved. */
static void
moved(const struct report *r, const struct findings *f, struct plan *plan,
    struct buf *b)
{
	unsigned height =
	    set_text(r, b, &set_note, TEXT_REPORT_TREND_KEY, NULL, 0);

	if (f->judged)
		height +=
		    set_text(r, b, &set_note, TEXT_REPORT_BAND_KEY, NULL, 0);
	if (f->nmoved > 0) {
		buf_adds(b, "<ul class=\"finds\">\n");
		for (size_t i = 0; i < f->nmoved; i++)
			height += findings_add_moved(r, b, &f->moved[i]);
		buf_adds(b, "</ul>\n");
		height += 2 * PLAN_LINE;
	}
	plan_add(plan, b, height);
}

static void
trend_title(
    const struct report *r, const struct findings *f, size_t n, struct buf *b)
{
	struct words many = words_number(f->nmoved);

	if (n < SCOPE_QUARTERS)
		words_put(r, b, TEXT_REPORT_TREND_EARLY);
	else if (!f->judged)
		words_put(r, b, TEXT_REPORT_TREND_HEAD);
	else if (f->nmoved == 0)
		words_put(r, b, TEXT_REPORT_TREND_SAME);
	else if (f->nmoved == 1)
		words_add(r, b,
		    f->moved[0].side == RANGE_ABOVE ? TEXT_REPORT_TREND_MORE
						    : TEXT_REPORT_TREND_LESS,
		    (struct html_value[]){ { "theme",
			str_of(findings_theme(r, f->moved[0].figure)) } },
		    1);
	else
		words_add(r, b, TEXT_REPORT_TREND_MOVED,
		    (struct html_value[]){ { "n", str_of(many.text) } }, 1);
}

static unsigned
trend_head(const struct report *r, const struct findings *f,
    const struct svg_columns *c, struct buf *b)
{
	struct buf heading = BUF_INIT;
	struct words first, last;
	unsigned height;

	trend_title(r, f, c->n, &heading);
	height = set_part(r, b, TEXT_REPORT_TREND_HEAD, &heading);
	if (c->n < SCOPE_QUARTERS)
		height += 1 +
		    set_text(r, b, &set_para, TEXT_REPORT_TREND_FEW, NULL, 0);
	if (c->n < TREND_LEAST)
		return height;
	first = words_period(r, c->quarters[0], WORDS_FULL);
	last = words_period(r, c->quarters[c->n - 1], WORDS_FULL);
	return height + 1 +
	    set_text(r, b, &set_note, TEXT_REPORT_TREND_SUB,
		(struct html_value[]){ { "first", str_of(first.text) },
		    { "last", str_of(last.text) } },
		2);
}

void
report_trend(const struct report *r, struct plan *plan)
{
	struct svg_columns c = { .number = 0 };
	struct buf b = BUF_INIT;
	struct findings f;
	unsigned height;
	uint64_t most = highest_range(r);

	c.n = report_quarters(r, c.quarters);
	c.max = highest(r, c.quarters, c.n);
	if (most > c.max)
		c.max = most;
	findings_make(r, &f);
	height = trend_head(r, &f, &c, &b);
	plan_break(plan);
	if (c.n >= TREND_LEAST) {
		charts(r, &c, plan, &b, height);
		moved(r, &f, plan, &b);
	} else {
		plan_add(plan, &b, height);
	}
	buf_free(&b);
}
