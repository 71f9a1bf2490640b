/*
 * report_meeting.c - for the council: questions for its meeting, the points
 * of the organisation's own framework, and room for its advice.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"

#define POINTS_NUMBER 701 /* of the first chart here */
#define LINES 13          /* to write on */
#define ASK_MOVED 2

static void
ask(const struct report *r, struct buf *b, enum text t, const char *theme)
{
	buf_adds(b, "<li>");
	words_add(
	    r, b, t, (struct html_value[]){ { "theme", str_of(theme) } }, 1);
	buf_adds(b, "</li>\n");
}

static void
questions(const struct report *r, const struct findings *f, struct buf *b)
{
	words_element(r, b, "h3", "", TEXT_REPORT_ASK_HEAD);
	buf_adds(b, "<ol class=\"asks\">\n");
	if (f->themes.n > 0)
		ask(r, b, TEXT_REPORT_ASK_TOP,
		    findings_theme(r, f->themes.items[0]));
	for (size_t i = 0, n = 0; i < f->nmoved && n < ASK_MOVED; i++)
		if (f->moved[i].side == RANGE_ABOVE) {
			ask(r, b, TEXT_REPORT_ASK_MORE,
			    findings_theme(r, f->moved[i].figure));
			n++;
		}
	if (f->good != NULL)
		ask(r, b, TEXT_REPORT_ASK_GOOD, findings_theme(r, f->good));
	if (f->missed != NULL)
		ask(r, b, TEXT_REPORT_ASK_MISSED,
		    words_category(r, "who", f->missed->key.category));
	ask(r, b, TEXT_REPORT_ASK_BEFORE, "");
	buf_adds(b, "</ol>\n");
}

static void
points(const struct report *r, struct buf *b)
{
	struct bars bars;

	bars_rank_all(r, "point", &bars);
	if (bars.n == 0 || r->conf->nframeworks == 0)
		return;
	buf_adds(b, "<h3>");
	html_escape(b,
	    str_of(
		conf_words_in(&r->conf->frameworks[0].title, r->lang->code)));
	buf_adds(b, "</h3>\n");
	bars_add(r, b, &bars, BARS_MAX, POINTS_NUMBER, false);
}

static void
advice(const struct report *r, struct buf *b)
{
	buf_adds(b, "<div class=\"advice\">");
	words_element(r, b, "h3", "", TEXT_REPORT_ADVICE_HEAD);
	for (int i = 0; i < LINES; i++)
		buf_adds(b, "<div class=\"line\"></div>");
	words_element(r, b, "p", " class=\"note\"", TEXT_REPORT_ADVICE_BY);
	buf_adds(b, "</div>\n");
}

void
report_meeting(const struct report *r, struct buf *b)
{
	struct findings f;

	findings_make(r, &f);
	buf_adds(b, "<section class=\"meeting\">\n");
	words_element(r, b, "h2", "", TEXT_REPORT_MEETING_HEAD);
	questions(r, &f, b);
	points(r, b);
	advice(r, b);
	buf_adds(b, "</section>\n");
}
