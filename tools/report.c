/*
 * report.c - the theme report: the frame, and what its pages ask of it.
 */
#include "report.h"

#include <string.h>

#include "report_parts.h"
#include "report_words.h"

static const char *
scope_box(const struct report *r)
{
	return r->scope->box == NULL ? "" : r->scope->box;
}

static const char *
scope_region(const struct report *r)
{
	return r->scope->region == NULL ? "" : r->scope->region;
}

static const struct {
	const char *name;
	enum text text;
} editions[EDITION_COUNT] = {
#define X(c, name, text) [c] = { name, text },
	EDITIONS(X)
#undef X
};

enum edition
edition_find(const char *name)
{
	int e = 0;

	while (e < EDITION_COUNT && strcmp(editions[e].name, name) != 0)
		e++;
	return (enum edition)e;
}

enum text
report_edition_name(const struct report *r)
{
	return editions[r->edition].text;
}

const struct printed *
report_figure(const struct report *r, struct period period,
    const char *dimension, const char *category)
{
	return release_find(r->release, period, scope_box(r), scope_region(r),
	    dimension, category);
}

bool
report_is_empty(const struct report *r)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");

	return total == NULL || total->status == PRINTED_HIDDEN;
}

size_t
report_quarters(
    const struct report *r, struct period out[static SCOPE_QUARTERS])
{
	struct period last = scope_last_quarter(r->scope->period);
	size_t n = 0;

	for (int i = 1 - SCOPE_QUARTERS; i <= 0; i++) {
		struct period q = quarter_add(last, i);

		if (report_figure(r, q, "total", "") != NULL)
			out[n++] = q;
	}
	return n;
}

const struct printed *
report_category(const struct report *r, const char *dimension, size_t i)
{
	for (size_t j = 0; j < r->release->n; j++) {
		const struct printed *p = &r->release->items[j];

		if (period_equal(p->key.period, r->scope->period) &&
		    strcmp(p->key.box, scope_box(r)) == 0 &&
		    strcmp(p->key.region, scope_region(r)) == 0 &&
		    strcmp(p->key.dimension, dimension) == 0 && i-- == 0)
			return p;
	}
	return NULL;
}

/* A string of a style sheet: everything unusual as a code point. */
static void
css_string(struct buf *b, const char *text)
{
	buf_addc(b, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x80 || c == ' ' || (c >= '0' && c <= '9') ||
		    ((c | 32) >= 'a' && (c | 32) <= 'z'))
			buf_addc(b, (char)c);
		else
			buf_addf(b, "\\%06x ", c);
	}
	buf_addc(b, '"');
}

/* What stands below every printed page. */
static void
page_foot(const struct report *r, struct buf *b)
{
	struct words period = words_period(r, r->scope->period, WORDS_SHORT);

	buf_adds(b, "@page{@bottom-left{content:");
	css_string(b, r->conf->organisation);
	buf_adds(b, " \" \\0000b7  \" ");
	css_string(b, period.text);
	buf_adds(b,
	    "}@bottom-right{content:counter(page) \" / \" "
	    "counter(pages)}}\n");
}

static void
head(const struct report *r, struct buf *b)
{
	struct words period = words_period(r, r->scope->period, WORDS_SHORT);

	buf_adds(b, "<!DOCTYPE html>\n<html lang=\"");
	html_escape(b, str_of(r->lang->code));
	buf_adds(b, "\" dir=\"");
	html_escape(b, str_of(r->lang->texts[TEXT_LANG_DIR]));
	if (r->edition == EDITION_POSTER)
		buf_adds(b, "\" class=\"sheet");
	buf_adds(b,
	    "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<title>");
	words_put(r, b, report_edition_name(r));
	buf_adds(b, ", ");
	html_escape(b, str_of(period.text));
	buf_adds(b, "</title>\n<style>\n");
	buf_adds(b, report_style);
	if (r->edition == EDITION_POSTER)
		buf_adds(b, report_poster_style);
	else
		page_foot(r, b);
	buf_adds(b, "</style>\n</head>\n<body>\n<main>\n");
}

/* What every edition but the poster has behind page one. */
static void
inner_pages(const struct report *r, struct plan *plan)
{
	bool all = r->edition != EDITION_PUBLIC;

	if (all)
		report_trend(r, plan);
	report_said(r, plan);
	report_board(r, plan, REPORT_BOARD);
	if (!all)
		return;
	report_heard(r, plan);
	report_meeting(r, plan);
	report_tables(r, plan);
}

static void
pages(const struct report *r, struct buf *out)
{
	struct plan plan = PLAN_INIT(out);

	report_front(r, &plan);
	if (!report_is_empty(r))
		inner_pages(r, &plan);
	report_made(r, &plan);
	plan_end(&plan);
}

int
report_make(const struct report *r, struct buf *out)
{
	head(r, out);
	if (r->edition == EDITION_POSTER)
		report_poster(r, out);
	else
		pages(r, out);
	buf_adds(out, "</main>\n</body>\n</html>\n");
	return out->failed ? -1 : 0;
}
