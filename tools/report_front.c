/*
 * report_front.c - page one of the report: how many messages there were and
 * what they were about, with what people ask for.
 */
#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"

#define FRONT_THEMES 10
#define FRONT_FINDINGS 3
#define TITLE_LETTERS 34 /* that fit a line */
#define TITLE_LINE 4
#define TITLE_ROOM 2
#define MASTHEAD 7 /* with one line of scope below it */
#define COUNT 9
#define THEMES_HEAD 3
#define THEMES_CAPTION PLAN_LINE /* at most */
#define THEMES_ROOM 1

/* The finding of the period, made from what is printed below it. */
static void
title_leader(const struct report *r, const struct findings *f, struct buf *b)
{
	const struct printed *top = f->themes.items[0];
	uint64_t tenths = words_tenths(r, top);
	struct words n = words_number(tenths);
	const struct html_value v[] = { { "theme",
					    str_of(findings_theme(r, top)) },
		{ "n", str_of(n.text) } };

	if (tenths > 0)
		words_add(r, b, TEXT_REPORT_TITLE_SHARE, v, 2);
	else
		words_add(r, b, TEXT_REPORT_TITLE_ONE, v, 1);
}

void
report_title(const struct report *r, const struct findings *f, struct buf *b)
{
	struct words n = words_number(f->leaders);

	if (report_is_empty(r))
		words_put(r, b, TEXT_REPORT_TITLE_FEW);
	else if (f->leaders == 0)
		words_put(r, b, TEXT_REPORT_TITLE_NONE);
	else if (f->leaders == 1)
		title_leader(r, f, b);
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

static void
masthead_scope(const struct report *r, struct buf *b, enum text t,
    const char *name, const char *value)
{
	buf_adds(b, "<p class=\"ed\">");
	words_add(r, b, t, (struct html_value[]){ { name, str_of(value) } }, 1);
	buf_adds(b, "</p>\n");
}

/* Organisation, edition, period, and what the report leaves out. */
void
report_masthead(const struct report *r, struct buf *b)
{
	struct words period = words_period(r, r->scope->period, WORDS_SHORT);
	const char *box = r->scope->box, *region = r->scope->region;
	struct words where = words_region(r, region == NULL ? "" : region);

	buf_adds(b, "<header>\n<p class=\"org\">");
	html_escape(b, str_of(r->conf->organisation));
	buf_adds(b, "</p>\n<p class=\"ed\">");
	words_put(r, b, report_edition_name(r));
	buf_adds(b, " &#183; ");
	html_escape(b, str_of(period.text));
	buf_adds(b, "</p>\n");
	if (box != NULL)
		masthead_scope(r, b, TEXT_REPORT_SCOPE_BOX, "box",
		    words_category(r, "box", box));
	if (region != NULL)
		masthead_scope(
		    r, b, TEXT_REPORT_SCOPE_REGION, "region", where.text);
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

/* The number, and what it is a number of. */
static unsigned
how_many(const struct report *r, struct buf *b)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	struct words period = words_period(r, r->scope->period, WORDS_FULL);
	struct words base = words_number(PROTECT_BASE);
	struct words n = words_figure(r, total);

	if (report_is_empty(r))
		return set_text(r, b, &set_para, TEXT_REPORT_FEW,
		    (struct html_value[]){ { "period", str_of(period.text) },
			{ "base", str_of(base.text) } },
		    2);
	buf_addf(b,
	    "<div class=\"count\"><p class=\"n\">%s</p>\n"
	    "<p class=\"w\">",
	    n.text);
	words_add(r, b, TEXT_REPORT_COUNT,
	    (struct html_value[]){ { "period", str_of(period.text) } }, 1);
	before(r, total, b);
	buf_adds(b, "</p></div>\n");
	return COUNT;
}

static unsigned
without_theme(const struct report *r, struct buf *b)
{
	const struct printed *p =
	    report_figure(r, r->scope->period, "theme", CELL_NO_THEME);
	struct words n = words_figure(r, p);

	if (bars_rank(p) == 0)
		return 0;
	return set_text(r, b, &set_note, TEXT_REPORT_NO_THEME_NOTE,
	    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
}

/* What waits for a person, exact as in the sum line, and since when. */
static unsigned
waiting(const struct report *r, struct buf *b)
{
	static const struct set_kind kind = { "p", "wait", SET_NOTE };
	uint64_t n = r->sums->term[SUM_QUARANTINED];
	struct week since = r->sums->waiting_since;
	struct period quarter = { .year = since.year };
	struct words count = words_number(n), period;

	if (n == 0)
		return 0;
	if (since.year != 0)
		quarter.quarter = week_quarter(since);
	else
		quarter = r->scope->period;
	period = words_period(r, quarter, WORDS_FULL);
	return 1 +
	    set_text(r, b, &kind,
		n == 1 ? TEXT_REPORT_WAITING_ONE : TEXT_REPORT_WAITING,
		(struct html_value[]){ { "n", str_of(count.text) },
		    { "period", str_of(period.text) } },
		2);
}

/* What the council is asked about, where there is one theme to ask of. */
static unsigned
ask(const struct report *r, const struct findings *f, struct buf *b)
{
	static const struct set_kind kind = { "p", "ask", SET_TEXT };

	if (r->edition == EDITION_PUBLIC || f->leaders == 0)
		return 0;
	return 1 +
	    set_text(r, b, &kind, TEXT_REPORT_ASK,
		(struct html_value[]){ { "theme",
		    str_of(findings_theme(r, f->themes.items[0])) } },
		1);
}

/* As many bars as the height has room for. */
static void
themes(const struct report *r, const struct findings *f, unsigned room,
    struct buf *b)
{
	struct bars_look look = {
		.number = 1, .wide = true, .caption = TEXT_REPORT_THEMES_SUB
	};
	unsigned height = 0;

	for (; look.max < f->themes.n && look.max < FRONT_THEMES; look.max++) {
		height += bars_height(r, f->themes.items[look.max]);
		if (height > room)
			break;
	}
	bars_add(r, b, &f->themes, &look);
}

/* What stands below the bars; their room is what it leaves of the page. */
static unsigned
below(const struct report *r, const struct findings *f, struct buf *b)
{
	unsigned height = THEMES_ROOM + without_theme(r, b);

	height += ask(r, f, b);
	height += waiting(r, b);
	return height +
	    set_text(r, b, &set_note, TEXT_REPORT_COUNT_NOTE, NULL, 0);
}

static void
figures(const struct report *r, const struct findings *f, unsigned used,
    struct buf *b)
{
	struct buf foot = BUF_INIT;

	used += findings_list(r, b, f, FRONT_FINDINGS);
	if (f->themes.n > 0) {
		words_element(
		    r, b, "h2", " class=\"in\"", TEXT_REPORT_THEMES_HEAD);
		used += THEMES_HEAD;
		used += THEMES_CAPTION;
		used += below(r, f, &foot);
		if (used < PLAN_PAGE)
			themes(r, f, PLAN_PAGE - used, b);
	} else {
		below(r, f, &foot);
	}
	buf_add(b, foot.data, foot.len);
	b->failed |= foot.failed;
	buf_free(&foot);
}

void
report_front(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	struct findings f;
	unsigned used = MASTHEAD + TITLE_ROOM;

	findings_make(r, &f);
	report_title(r, &f, &heading);
	report_masthead(r, &b);
	buf_adds(&b, "<h1>");
	buf_add(&b, heading.data, heading.len);
	buf_adds(&b, "</h1>\n");
	if (buf_cstr(&heading) != NULL)
		used +=
		    TITLE_LINE * plan_lines(buf_cstr(&heading), TITLE_LETTERS);
	used += how_many(r, &b);
	if (!report_is_empty(r))
		figures(r, &f, used, &b);
	else
		waiting(r, &b);
	b.failed |= heading.failed;
	plan_add(plan, &b, PLAN_PAGE);
	buf_free(&heading);
	buf_free(&b);
}
