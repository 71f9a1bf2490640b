/*
 * report_bars.c - categories with their figures, as a list of bars.
 */
#include "report_bars.h"

#include <string.h>

#include "report_parts.h"
#include "report_svg.h"

uint64_t
bars_rank(const struct printed *p)
{
	if (p == NULL || p->status == PRINTED_HIDDEN)
		return 0;
	return p->status == PRINTED_UNDER5 ? 1 : p->value;
}

static bool
tells_nothing(const struct printed *p)
{
	return strcmp(p->key.category, CELL_NO_THEME) == 0 ||
	    strcmp(p->key.category, CELL_UNKNOWN) == 0 || bars_rank(p) == 0;
}

void
bars_rank_all(const struct report *r, const char *dimension, struct bars *out)
{
	const struct printed *p;

	out->n = 0;
	for (size_t i = 0; (p = report_category(r, dimension, i)) != NULL &&
	     out->n < BARS_MAX;
	     i++) {
		size_t at = out->n;

		if (tells_nothing(p))
			continue;
		for (; at > 0 && bars_rank(out->items[at - 1]) < bars_rank(p);
		     at--)
			out->items[at] = out->items[at - 1];
		out->items[at] = p;
		out->n++;
	}
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

void
bars_add(const struct report *r, struct buf *b, const struct bars *bars,
    size_t max, int number, bool needs)
{
	uint64_t most = bars->n > 0 ? bars_rank(bars->items[0]) : 0;

	buf_adds(b, needs ? "<ol class=\"bars\">\n" : "<ul class=\"bars\">\n");
	for (size_t i = 0; i < bars->n && i < max; i++) {
		const struct printed *p = bars->items[i];
		struct svg_bar bar = { number + (int)i,
			words_category(r, p->key.dimension, p->key.category), p,
			most };

		buf_adds(b, "<li><div class=\"w\"><strong>");
		html_escape(b, str_of(bar.title));
		buf_adds(b, "</strong>");
		if (needs) {
			buf_adds(b, "<span>");
			html_escape(b, str_of(need(r, p)));
			buf_adds(b, "</span>");
		}
		buf_adds(b, "</div><div class=\"g\">");
		svg_bar(r, b, &bar);
		buf_adds(b, "</div></li>\n");
	}
	buf_adds(b, needs ? "</ol>\n" : "</ul>\n");
}
