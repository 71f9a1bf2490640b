/*
 * report_poster.c - one sheet to hang up: how many, what stands out, some of
 * people's words, and what was done.
 *
 * As much of these as the sheet has room for, in that order.
 */
#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"

/*
 * The lines of the sheet are higher than those of other pages: there are
 * fewer of them, with fewer letters.
 */
#define POSTER_PAGE 86 /* half lines */
#define FIELD 25       /* without its title */
#define TITLE_LINE 5
#define TITLE_LETTERS 25
#define FINDING 4 /* two lines */
#define BAR 4
#define LETTERS 52 /* of a quote */
#define NOTE 6
#define ENOUGH 3 /* of each */
#define BARS 5

/* Returns the height. */
static unsigned
field(const struct report *r, const struct findings *f, struct buf *b)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	struct words period = words_period(r, r->scope->period, WORDS_FULL);
	struct words n = words_figure(r, total);
	struct buf heading = BUF_INIT;
	unsigned height = FIELD;

	report_title(r, f, &heading);
	if (buf_cstr(&heading) != NULL)
		height +=
		    TITLE_LINE * plan_lines(buf_cstr(&heading), TITLE_LETTERS);
	buf_adds(b, "<div class=\"field\">\n");
	report_masthead(r, b);
	buf_adds(b, "<h1>");
	buf_add(b, heading.data, heading.len);
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
	b->failed |= heading.failed;
	buf_free(&heading);
	return height;
}

static unsigned
quotes(const struct report *r, unsigned room, struct buf *b)
{
	struct buf one = BUF_INIT;
	unsigned used = 0;

	for (size_t i = 0, n = 0; i < report_nquotes(r) && n < ENOUGH; i++) {
		unsigned height = report_quote(r, &one, i, LETTERS);

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

/* As many bars as there is room for. */
static unsigned
themes(const struct report *r, const struct findings *f, unsigned room,
    struct buf *b)
{
	struct bars_look look = { .number = 1,
		.max = room / BAR < BARS ? room / BAR : BARS,
		.wide = true,
		.caption = TEXT_REPORT_THEMES_SUB };

	if (f->themes.n == 0)
		return 0;
	bars_add(r, b, &f->themes, &look);
	return (unsigned)(look.max < f->themes.n ? look.max : f->themes.n) *
	    BAR +
	    2 * PLAN_LINE;
}

static void
contents(const struct report *r, const struct findings *f, unsigned used,
    struct buf *b)
{
	static const unsigned least = ENOUGH * BAR + 2 * PLAN_LINE;
	unsigned quoted = report_nquotes(r) > 0 ? 20 : 0;

	used += NOTE;
	if (used + ENOUGH * FINDING + least <= POSTER_PAGE)
		used += 2 + findings_list(r, b, f, ENOUGH);
	used += themes(r, f,
	    used + quoted + least < POSTER_PAGE ? POSTER_PAGE - used - quoted
						: ENOUGH * BAR,
	    b);
	if (used < POSTER_PAGE)
		used += quotes(r, POSTER_PAGE - used, b);
	if (used < POSTER_PAGE)
		report_did(r, b, ENOUGH, POSTER_PAGE - used);
	words_element(r, b, "p", " class=\"note\"", TEXT_REPORT_COUNT_NOTE);
}

void
report_poster(const struct report *r, struct buf *b)
{
	struct findings f;
	unsigned used;

	findings_make(r, &f);
	buf_adds(b, "<div class=\"page poster\">\n");
	used = field(r, &f, b);
	if (!report_is_empty(r))
		contents(r, &f, used, b);
	buf_adds(b, "</div>\n");
}
