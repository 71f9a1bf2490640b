/*
 * report_front.c - page one of the report: how many messages there were and
 * what they were about, with what people ask for.
 */
#include <string.h>

#include "report_parts.h"
#include "report_svg.h"
#include "report_words.h"

#define FRONT_THEMES 8 /* bars that fit one page */
#define RANKING_MAX 80

/* Themes of the period, most printed messages first. */
struct ranking {
	const struct printed *items[RANKING_MAX];
	size_t n;
};

/* Printed order: shown figures by size, then "fewer than 5"; 0 is left out. */
static uint64_t
rank(const struct printed *p)
{
	if (p->status == PRINTED_UNDER5)
		return 1;
	return p->status == PRINTED_SHOWN ? p->value : 0;
}

static void
ranking_make(const struct report *r, struct ranking *ranking)
{
	const struct printed *p;

	ranking->n = 0;
	for (size_t i = 0; (p = report_category(r, "theme", i)) != NULL &&
	     ranking->n < RANKING_MAX;
	     i++) {
		size_t at = ranking->n;

		if (strcmp(p->key.category, CELL_NO_THEME) == 0 || rank(p) == 0)
			continue;
		for (; at > 0 && rank(ranking->items[at - 1]) < rank(p); at--)
			ranking->items[at] = ranking->items[at - 1];
		ranking->items[at] = p;
		ranking->n++;
	}
}

static const char *
label(const struct report *r, const struct printed *p)
{
	return words_category(r, "theme", p->key.category);
}

/* The finding of the period, made from what is printed below it. */
static void
title(const struct report *r, const struct ranking *ranking, struct buf *b)
{
	size_t first = 0;
	struct words n;

	while (first < ranking->n &&
	    ranking->items[first]->status == PRINTED_SHOWN &&
	    ranking->items[first]->value == ranking->items[0]->value)
		first++;
	n = words_number(first);
	if (report_is_empty(r))
		words_put(r, b, TEXT_REPORT_TITLE_FEW);
	else if (first == 0)
		words_put(r, b, TEXT_REPORT_TITLE_NONE);
	else if (first == 1)
		words_add(r, b, TEXT_REPORT_TITLE_ONE,
		    (struct html_value[]){
			{ "theme", str_of(label(r, ranking->items[0])) } },
		    1);
	else if (first == 2)
		words_add(r, b, TEXT_REPORT_TITLE_TWO,
		    (struct html_value[]){
			{ "theme", str_of(label(r, ranking->items[0])) },
			{ "other", str_of(label(r, ranking->items[1])) } },
		    2);
	else
		words_add(r, b, TEXT_REPORT_TITLE_MANY,
		    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
}

/* Organisation, edition, period, and what the report leaves out. */
static void
masthead(const struct report *r, struct buf *b)
{
	struct words period = words_period(r, r->scope->period, WORDS_SHORT);
	const char *box = r->scope->box, *region = r->scope->region;

	buf_adds(b, "<header>\n<p class=\"org\">");
	html_escape(b, str_of(r->conf->organisation));
	buf_adds(b, "</p>\n<p class=\"ed\">");
	words_put(r, b, TEXT_REPORT_EDITION);
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

static const char *
need(const struct report *r, const struct printed *p)
{
	for (size_t i = 0; i < r->conf->nthemes; i++)
		if (strcmp(r->conf->themes[i].id, p->key.category) == 0)
			return conf_words_in(
			    &r->conf->themes[i].need, r->lang->code);
	return "";
}

static void
bars(const struct report *r, const struct ranking *ranking, struct buf *b)
{
	uint64_t max = ranking->n > 0 ? rank(ranking->items[0]) : 0;

	buf_adds(b, "<ol class=\"themes\">\n");
	for (size_t i = 0; i < ranking->n && i < FRONT_THEMES; i++) {
		struct svg_bar bar = { (int)i + 1, label(r, ranking->items[i]),
			ranking->items[i], max };

		buf_adds(b, "<li><div class=\"w\"><strong>");
		html_escape(b, str_of(bar.title));
		buf_adds(b, "</strong><span>");
		html_escape(b, str_of(need(r, ranking->items[i])));
		buf_adds(b, "</span></div><div class=\"g\">");
		svg_bar(r, b, &bar);
		buf_adds(b, "</div></li>\n");
	}
	buf_adds(b, "</ol>\n");
}

static void
without_theme(const struct report *r, struct buf *b)
{
	const struct printed *p =
	    report_figure(r, r->scope->period, "theme", CELL_NO_THEME);
	struct words n = words_figure(r, p);

	if (p == NULL || rank(p) == 0)
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

void
report_front(const struct report *r, struct buf *b)
{
	struct ranking ranking;

	ranking_make(r, &ranking);
	buf_adds(b, "<section class=\"front\">\n");
	masthead(r, b);
	buf_adds(b, "<h1>");
	title(r, &ranking, b);
	buf_adds(b, "</h1>\n");
	how_many(r, b);
	if (!report_is_empty(r) && ranking.n > 0) {
		words_element(r, b, "h2", "", TEXT_REPORT_THEMES_HEAD);
		words_element(
		    r, b, "p", " class=\"sub\"", TEXT_REPORT_THEMES_SUB);
		bars(r, &ranking, b);
		without_theme(r, b);
	}
	waiting(r, b);
	if (!report_is_empty(r))
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_COUNT_NOTE);
	buf_adds(b, "</section>\n");
}
