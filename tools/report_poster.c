/*
 * report_poster.c - one sheet to hang up: how many, what stands out, some of
 * people's words, and what was done.
 */
#include "report_findings.h"
#include "report_parts.h"

#define POSTER_FINDINGS 3
#define POSTER_QUOTES 3
#define POSTER_THEMES 3
#define POSTER_BOARD 3

void
report_poster(const struct report *r, struct buf *b)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	struct words period = words_period(r, r->scope->period, WORDS_FULL);
	struct words n = words_figure(r, total);
	struct findings f;

	findings_make(r, &f);
	buf_adds(b, "<section class=\"poster\">\n");
	report_masthead(r, b);
	if (report_is_empty(r)) {
		words_element(r, b, "h1", "", TEXT_REPORT_TITLE_FEW);
		buf_adds(b, "</section>\n");
		return;
	}
	buf_addf(b, "<h1><b>%s</b> ", n.text);
	words_add(r, b, TEXT_REPORT_COUNT,
	    (struct html_value[]){ { "period", str_of(period.text) } }, 1);
	buf_adds(b, "</h1>\n");
	if (f.themes.n > 0)
		bars_add(r, b, &f.themes, POSTER_THEMES, 1, true);
	findings_list(r, b, &f, POSTER_FINDINGS);
	report_quotes(r, b, POSTER_QUOTES);
	if (json_array_size(r->board) > 0)
		report_board(r, b, POSTER_BOARD);
	words_element(r, b, "p", " class=\"note\"", TEXT_REPORT_COUNT_NOTE);
	buf_adds(b, "</section>\n");
}
