/*
 * report_front.c - page one of the report: how many messages there were and
 * what they were about, with what people ask for.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"

#define FRONT_THEMES 8 /* bars that fit one page */
#define FRONT_FINDINGS 3

/* The finding of the period, made from what is printed below it. */
static void
title(const struct report *r, const struct findings *f, struct buf *b)
{
	struct words n = words_number(f->leaders);

	if (report_is_empty(r))
		words_put(r, b, TEXT_REPORT_TITLE_FEW);
	else if (f->leaders == 0)
		words_put(r, b, TEXT_REPORT_TITLE_NONE);
	else if (f->leaders == 1)
		words_add(r, b, TEXT_REPORT_TITLE_ONE,
		    (struct html_value[]){ { "theme",
			str_of(findings_theme(r, f->themes.items[0])) } },
		    1);
	else if (f->leaders == 2)
		words_add(r, b, TEXT_REPORT_TITLE_TWO,
		    (struct html_value[]){
			{ "theme",
			    str_of(findings_theme(r, f->themes.items[0])) },
			{ "other",
			    str_of(findings_theme(r, f->themes.items[1])) } },
		    2);
	else
		words_add(r, b, TEXT_REPORT_TITLE_MANY,
		    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
}

/* Organisation, edition, period, and what the report leaves out. */
void
report_masthead(const struct report *r, struct buf *b)
{
	struct words period = words_period(r, r->scope->period, WORDS_SHORT);
	const char *box = r->scope->box, *region = r->scope->region;

	buf_adds(b, "<header>\n<p class=\"org\">");
	html_escape(b, str_of(r->conf->organisation));
	buf_adds(b, "</p>\n<p class=\"ed\">");
	words_put(r, b, report_edition_name(r));
	buf_adds(b, " &#183; ");
	html_escape(b, str_of(period.text));
	buf_adds(b, "</p>\n");
	if (box != NULL) {
		buf_adds(b, "<p class=\"ed\">");
		words_add(r, b, TEXT_REPORT_SCOPE_BOX,
		    (struct html_value[]){
			{ "box", str_of(words_category(r, "box", box)) } },
		    1);
		buf_adds(b, "</p>\n");
	}
	if (region != NULL) {
		buf_adds(b, "<p class=\"ed\">");
		words_add(r, b, TEXT_REPORT_SCOPE_REGION,
		    (struct html_value[]){ { "region",
			str_of(words_category(r, "region", region)) } },
		    1);
		buf_adds(b, "</p>\n");
	}
	buf_adds(b, "</header>\n");
}

/* How that compares with the quarter before, when both are shown. */
static void
before(const struct report *r, const struct printed *now, struct buf *b)
{
	struct period p = r->scope->period;
	const struct printed *then;
	struct words period, n;

	if (p.quarter == 0)
		return;
	p = quarter_add(p, -1);
	then = report_figure(r, p, "total", "");
	if (then == NULL || then->status != PRINTED_SHOWN)
		return;
	period = words_period(r, p, WORDS_FULL);
	n = words_number(then->value);
	buf_addc(b, ' ');
	words_add(r, b,
	    then->value == now->value ? TEXT_REPORT_BEFORE_SAME
				      : TEXT_REPORT_BEFORE,
	    (struct html_value[]){
		{ "period", str_of(period.text) }, { "n", str_of(n.text) } },
	    2);
}

static void
how_many(const struct report *r, struct buf *b)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	struct words period = words_period(r, r->scope->period, WORDS_FULL);
	struct words base = words_number(PROTECT_BASE);
	struct words n = words_figure(r, total);

	if (report_is_empty(r)) {
		buf_adds(b, "<p class=\"lead\">");
		words_add(r, b, TEXT_REPORT_FEW,
		    (struct html_value[]){ { "period", str_of(period.text) },
			{ "base", str_of(base.text) } },
		    2);
		buf_adds(b, "</p>\n");
		return;
	}
	buf_addf(b,
	    "<div class=\"count\"><p class=\"n\">%s</p>\n"
	    "<p class=\"w\">",
	    n.text);
	words_add(r, b, TEXT_REPORT_COUNT,
	    (struct html_value[]){ { "period", str_of(period.text) } }, 1);
	before(r, total, b);
	buf_adds(b, "</p></div>\n");
}

static void
without_theme(const struct report *r, struct buf *b)
{
	const struct printed *p =
	    report_figure(r, r->scope->period, "theme", CELL_NO_THEME);
	struct words n = words_figure(r, p);

	if (bars_rank(p) == 0)
		return;
	buf_adds(b, "<p class=\"note\">");
	words_add(r, b, TEXT_REPORT_NO_THEME_NOTE,
	    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
	buf_adds(b, "</p>\n");
}

/* What waits for a person, exact as in the sum line, and since when. */
static void
waiting(const struct report *r, struct buf *b)
{
	uint64_t n = r->sums->term[SUM_QUARANTINED];
	struct week since = r->sums->waiting_since;
	struct period quarter = { .year = since.year };
	struct words count = words_number(n), period;

	if (n == 0)
		return;
	if (since.year != 0)
		quarter.quarter = week_quarter(since);
	else
		quarter = r->scope->period;
	period = words_period(r, quarter, WORDS_FULL);
	buf_adds(b, "<p class=\"wait\">");
	words_add(r, b, n == 1 ? TEXT_REPORT_WAITING_ONE : TEXT_REPORT_WAITING,
	    (struct html_value[]){ { "n", str_of(count.text) },
		{ "period", str_of(period.text) } },
	    2);
	buf_adds(b, "</p>\n");
}

/* What the council is asked about, where there is one theme to ask of. */
static void
ask(const struct report *r, const struct findings *f, struct buf *b)
{
	if (r->edition == EDITION_PUBLIC || f->leaders == 0)
		return;
	buf_adds(b, "<p class=\"ask\">");
	words_add(r, b, TEXT_REPORT_ASK,
	    (struct html_value[]){
		{ "theme", str_of(findings_theme(r, f->themes.items[0])) } },
	    1);
	buf_adds(b, "</p>\n");
}

static void
themes(const struct report *r, const struct findings *f, struct buf *b)
{
	if (f->themes.n == 0)
		return;
	words_element(r, b, "h2", "", TEXT_REPORT_THEMES_HEAD);
	words_element(r, b, "p", " class=\"sub\"", TEXT_REPORT_THEMES_SUB);
	bars_add(r, b, &f->themes, FRONT_THEMES, 1, true);
	without_theme(r, b);
}

void
report_front(const struct report *r, struct buf *b)
{
	struct findings f;

	findings_make(r, &f);
	buf_adds(b, "<section class=\"front\">\n");
	report_masthead(r, b);
	buf_adds(b, "<h1>");
	title(r, &f, b);
	buf_adds(b, "</h1>\n");
	how_many(r, b);
	if (!report_is_empty(r)) {
		findings_list(r, b, &f, FRONT_FINDINGS);
		themes(r, &f, b);
		ask(r, &f, b);
	}
	waiting(r, b);
	if (!report_is_empty(r))
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_COUNT_NOTE);
	buf_adds(b, "</section>\n");
}
