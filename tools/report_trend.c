/*
 * report_trend.c - themes by quarter, as small charts on one scale.
 *
 * No arrows and no colours of good and bad: going up and down is mostly
 * chance.  With eight quarters a band shows how much of it is usual.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"
#include "report_svg.h"

#define TREND_LEAST 2 /* quarters that make a chart */

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

static void
charts(const struct report *r, const struct period *quarters, size_t n,
    struct buf *b)
{
	const struct printed *theme;
	struct svg_columns c = { .n = n, .max = highest(r, quarters, n) };
	uint64_t most = highest_range(r);

	if (most > c.max)
		c.max = most;

	buf_adds(b, "<div class=\"small\">");
	for (size_t i = 0; (theme = trend_theme(r, i)) != NULL; i++) {
		c.number = (int)i + 1;
		c.title = words_category(r, "theme", theme->key.category);
		for (size_t q = 0; q < n; q++) {
			c.quarters[q] = quarters[q];
			c.figures[q] = report_figure(
			    r, quarters[q], "theme", theme->key.category);
		}
		c.banded = range_of(c.figures, n, &c.range);
		chart(r, &c, b);
	}
	buf_adds(b, "</div>\n");
}

/* A sentence for each theme that left its range, or that none did. */
static void
moved(const struct report *r, struct buf *b)
{
	struct findings f;

	findings_make(r, &f);
	if (!f.judged)
		return;
	words_element(r, b, "p", " class=\"note\"", TEXT_REPORT_BAND_KEY);
	buf_adds(b, "<ul class=\"finds\">\n");
	for (size_t i = 0; i < f.nmoved; i++) {
		buf_adds(b, "<li>");
		findings_add_moved(r, b, &f.moved[i]);
		buf_adds(b, "</li>\n");
	}
	if (f.nmoved == 0)
		words_element(r, b, "li", "", TEXT_REPORT_FIND_SAME);
	buf_adds(b, "</ul>\n");
}

void
report_trend(const struct report *r, struct buf *b)
{
	struct period quarters[SCOPE_QUARTERS];
	size_t n = report_quarters(r, quarters);
	struct words first, last;

	buf_adds(b, "<section>\n");
	words_element(r, b, "h2", "", TEXT_REPORT_TREND_HEAD);
	if (n >= TREND_LEAST) {
		first = words_period(r, quarters[0], WORDS_FULL);
		last = words_period(r, quarters[n - 1], WORDS_FULL);
		buf_adds(b, "<p class=\"sub\">");
		words_add(r, b, TEXT_REPORT_TREND_SUB,
		    (struct html_value[]){ { "first", str_of(first.text) },
			{ "last", str_of(last.text) } },
		    2);
		buf_adds(b, "</p>\n");
		charts(r, quarters, n, b);
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_TREND_KEY);
		moved(r, b);
	}
	if (n < SCOPE_QUARTERS)
		words_element(
		    r, b, "p", " class=\"lead\"", TEXT_REPORT_TREND_FEW);
	buf_adds(b, "</section>\n");
}
