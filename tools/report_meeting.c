/*
 * report_meeting.c - for the council: questions for its meeting, the points
 * of the organisation's own framework, and room for its advice.
 */
#include <string.h>

#include "report_findings.h"
#include "report_parts.h"
#include "report_set.h"

#define LINE_HEIGHT 4 /* to write on */
#define LINES_LEAST 6
#define ADVICE_ROOM 8 /* its heading, and who signs it */
#define ASK_MOVED 2

static unsigned
ask(const struct report *r, struct buf *b, enum text t, const char *theme)
{
	return set_text(r, b, &set_item, t,
	    (struct html_value[]){ { "theme", str_of(theme) } }, 1);
}

static unsigned
ask_moved(const struct report *r, const struct findings *f, struct buf *b)
{
	unsigned height = 0;

	for (size_t i = 0, n = 0; i < f->nmoved && n < ASK_MOVED; i++)
		if (f->moved[i].side == RANGE_ABOVE) {
			height += ask(r, b, TEXT_REPORT_ASK_MORE,
			    findings_theme(r, f->moved[i].figure));
			n++;
		}
	return height;
}

static unsigned
questions(const struct report *r, const struct findings *f, struct buf *b)
{
	unsigned height = set_head(r, b, TEXT_REPORT_ASK_HEAD);

	buf_adds(b, "<ol class=\"asks\">\n");
	if (f->themes.n > 0)
		height += ask(r, b, TEXT_REPORT_ASK_TOP,
		    findings_theme(r, f->themes.items[0]));
	height += ask_moved(r, f, b);
	if (f->good != NULL)
		height +=
		    ask(r, b, TEXT_REPORT_ASK_GOOD, findings_theme(r, f->good));
	if (f->missed != NULL)
		height += ask(r, b, TEXT_REPORT_ASK_MISSED,
		    words_category(r, "who", f->missed->key.category));
	height += ask(r, b, TEXT_REPORT_ASK_BEFORE, "");
	buf_adds(b, "</ol>\n");
	return height + PLAN_LINE;
}

/* Lines to write on, as many as the page has left. */
static void
advice(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT;
	unsigned room = plan_left(plan);
	unsigned least = ADVICE_ROOM + LINES_LEAST * LINE_HEIGHT;
	unsigned height = ADVICE_ROOM;

	if (room < least)
		room = PLAN_PAGE;
	buf_adds(&b, "<div class=\"advice\">");
	set_head(r, &b, TEXT_REPORT_ADVICE_HEAD);
	for (; height + LINE_HEIGHT <= room; height += LINE_HEIGHT)
		buf_adds(&b, "<div class=\"line\"></div>");
	words_element(r, &b, "p", " class=\"note\"", TEXT_REPORT_ADVICE_BY);
	buf_adds(&b, "</div>\n");
	plan_add(plan, &b, height);
	buf_free(&b);
}

void
report_meeting(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	struct findings f;
	unsigned height;

	findings_make(r, &f);
	words_put(r, &heading, TEXT_REPORT_MEETING_TITLE);
	height = set_part(r, &b, TEXT_REPORT_MEETING_HEAD, &heading);
	height += questions(r, &f, &b);
	plan_break(plan);
	plan_add(plan, &b, height);
	if (r->conf->nframeworks > 0)
		report_polarities(r, plan, "point",
		    conf_words_in(&r->conf->frameworks[0].title, r->lang->code),
		    TEXT_REPORT_POINT);
	advice(r, plan);
	buf_free(&b);
}
