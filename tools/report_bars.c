/*
 * report_bars.c - categories with their figures: a table that is a chart.
 */
#include "report_bars.h"

#include <string.h>

#include "report_parts.h"
#include "report_plan.h"
#include "report_svg.h"

#define LABEL_WIDE 40 /* letters that fit a line */
#define NEED_WIDE 52
#define LABEL_HALF 22
#define CAPTION 84
#define CAPTION_HALF 3 /* high: one line and room above it */

uint64_t
bars_rank(const struct printed *p)
{
	if (p == NULL || p->status == PRINTED_HIDDEN)
		return 0;
	return p->status == PRINTED_UNDER5 ? 1 : p->value;
}

/* Whether it is THING, or THING:END where an end is asked for. */
static bool
is_ranked(const struct printed *p, const char *end)
{
	const char *category = p->key.category;
	size_t n = strcspn(category, ":");

	if (strcmp(category + n, end) != 0 || bars_rank(p) == 0)
		return false;
	return !(n == strlen(CELL_NO_THEME) &&
		   strncmp(category, CELL_NO_THEME, n) == 0 &&
		   strncmp(p->key.dimension, "theme", 5) == 0) &&
	    strcmp(category, CELL_UNKNOWN) != 0 &&
	    strcmp(category, CELL_NONE) != 0;
}

void
bars_rank_end(const struct report *r, const char *dimension, const char *end,
    struct bars *out)
{
	const struct printed *p;

	out->n = 0;
	for (size_t i = 0; (p = report_category(r, dimension, i)) != NULL &&
	     out->n < BARS_MAX;
	     i++) {
		size_t at = out->n;

		if (!is_ranked(p, end))
			continue;
		for (; at > 0 && bars_rank(out->items[at - 1]) < bars_rank(p);
		     at--)
			out->items[at] = out->items[at - 1];
		out->items[at] = p;
		out->n++;
	}
}

void
bars_rank_all(const struct report *r, const char *dimension, struct bars *out)
{
	bars_rank_end(r, dimension, "", out);
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

static const char *
label(const struct report *r, const struct printed *p)
{
	return words_category(r, p->key.dimension, p->key.category);
}

unsigned
bars_height(const struct report *r, const struct printed *p)
{
	return PLAN_LINE *
	    (plan_lines(label(r, p), LABEL_WIDE) +
		plan_lines(need(r, p), NEED_WIDE));
}

static unsigned
bar(const struct report *r, struct buf *b, const struct svg_bar *bar, bool wide)
{
	buf_adds(b, "<tr><th scope=\"row\">");
	html_escape(b, str_of(bar->title));
	if (wide) {
		buf_adds(b, "<small>");
		html_escape(b, str_of(need(r, bar->figure)));
		buf_adds(b, "</small>");
	}
	buf_adds(b, "</th>");
	words_cell(r, bar->figure, b);
	buf_adds(b, "<td>");
	svg_bar(r, b, bar);
	buf_adds(b, "</td></tr>\n");
	return wide ? bars_height(r, bar->figure)
		    : PLAN_LINE * plan_lines(bar->title, LABEL_HALF);
}

unsigned
bars_add(const struct report *r, struct buf *b, const struct bars *bars,
    const struct bars_look *look)
{
	const char *caption = r->lang->texts[look->caption];
	unsigned height = look->wide ? PLAN_LINE * plan_lines(caption, CAPTION)
				     : CAPTION_HALF;

	buf_addf(
	    b, "<table class=\"bars%s\"><caption>", look->wide ? " wide" : "");
	words_put(r, b, look->caption);
	buf_adds(b, "</caption>\n<tbody>\n");
	for (size_t i = 0; i < bars->n && i < look->max; i++) {
		const struct printed *p = bars->items[i];

		height += bar(r, b,
		    &(struct svg_bar){ look->number + (int)i, label(r, p), p,
			bars_rank(bars->items[0]) },
		    look->wide);
	}
	buf_adds(b, "</tbody></table>\n");
	return height;
}
