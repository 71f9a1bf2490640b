/*
 * report_poster.c - one sheet to hang up: how many, what stands out, some of
 * people's words, and what was done.
 *
 * As much of these as the sheet has room for, in that order.
 */
#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"

/* The lines of the sheet are higher than those of other pages. */
#define POSTER_PAGE 58 /* half lines below the field of the title */
#define POSTER_FINDINGS 3
#define POSTER_QUOTES 3
#define POSTER_THEMES 5
#define POSTER_BAR 5
#define POSTER_LETTERS 46 /* of a quote that fit a line */
#define POSTER_BOARD 3

static void
field(const struct report *r, const struct findings *f, struct buf *b)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	struct words period = words_period(r, r->scope->period, WORDS_FULL);
	struct words n = words_figure(r, total);

	buf_adds(b, "<div class=\"field\">\n");
	report_masthead(r, b);
	buf_adds(b, "<h1>");
	report_title(r, f, b);
	buf_adds(b, "</h1>\n");
	if (!report_is_empty(r)) {
		buf_addf(b,
		    "<div class=\"count\"><p class=\"n\">%s</p>\n"
		    "<p class=\"w\">",
		    n.text);
		words_add(r, b, TEXT_REPORT_COUNT,
		    (struct html_value[]){ { "period", str_of(period.text) } },
		    1);
		buf_adds(b, "</p></div>\n");
	}
	buf_adds(b, "</div>\n");
}

static unsigned
quotes(const struct report *r, unsigned room, struct buf *b)
{
	struct buf one = BUF_INIT;
	unsigned used = 0;

	for (size_t i = 0, n = 0; i < report_nquotes(r) && n < POSTER_QUOTES;
	     i++) {
		unsigned height = report_quote(r, &one, i, POSTER_LETTERS);

		if (used + height <= room) {
			buf_add(b, one.data, one.len);
			used += height;
			n++;
		}
		b->failed |= one.failed;
		buf_clear(&one);
	}
	buf_free(&one);
	return used;
}

void
report_poster(const struct report *r, struct buf *b)
{
	struct bars_look look = { .number = 1,
		.max = POSTER_THEMES,
		.wide = true,
		.caption = TEXT_REPORT_THEMES_SUB };
	struct findings f;
	unsigned used;

	findings_make(r, &f);
	buf_adds(b, "<div class=\"page poster\">\n");
	field(r, &f, b);
	if (!report_is_empty(r)) {
		used = findings_list(r, b, &f, POSTER_FINDINGS);
		if (f.themes.n > 0)
			bars_add(r, b, &f.themes, &look);
		used += POSTER_THEMES * POSTER_BAR;
		if (used < POSTER_PAGE)
			quotes(r, POSTER_PAGE - used, b);
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_COUNT_NOTE);
	}
	buf_adds(b, "</div>\n");
}
