/*
 * page_answers.c - what people said and what was done about it.
 */
#include <stdio.h>

#include "actions.h"
#include "page.h"

static const char answers_top[] =
    "<h1>{answers_title}</h1>\n<p>{answers_intro}</p>\n";
static const char action_open[] = "<div class=\"card\">\n";
static const char action_period[] = "<p class=\"o\">{period}</p>\n";
static const char action_said[] = "<h2>{answers_said}</h2>\n";
static const char action_did[] = "<h2>{answers_did}: {status}</h2>\n";
static const char action_why[] = "<h2>{answers_why}</h2>\n";

/* In its own language, where that is not the page's. */
static const char action_text[] =
    "<p lang=\"{lang}\" dir=\"auto\">{text}</p>\n";

void
page_answers(struct sheet *s, const struct words *w)
{
	const struct page p = { TEXT_ANSWERS_TITLE, "/antwoord", STYLE_PAGE };

	page_begin(s, w, &p);
	sheet_fill(s, w, answers_top, NULL, 0);
	sheet_slot(s, SLOT_EXTRA, "", "");
	page_end(s, w, &p);
}

static void
add_text(struct buf *b, const struct words *w, const char *head,
    const struct action_text *t, const char *status)
{
	words_fill(b, w, head,
	    (struct html_value[]){ { "status", str_of(status) } }, 1);
	if (t->text.n == 0)
		return;
	words_fill(b, w, action_text,
	    (struct html_value[]){
		{ "lang", str_of(t->lang) }, { "text", t->text } },
	    2);
}

/* "3e kwartaal 2026"; a week would be finer than anybody is told. */
static void
add_period(struct buf *b, const struct words *w, struct period p)
{
	struct buf named = BUF_INIT, dated = BUF_INIT;
	char quarter[16], year[16];
	const char *s;

	if (p.quarter == 0)
		return;
	snprintf(quarter, sizeof(quarter), "%d", p.quarter);
	snprintf(year, sizeof(year), "%d", p.year);
	words_replace(&named, w->text[TEXT_REPORT_SHORT_QUARTER], "n", quarter);
	if ((s = buf_cstr(&named)) != NULL)
		words_replace(&dated, s, "year", year);
	words_fill(b, w, action_period,
	    (struct html_value[]){
		{ "period", { (const char *)dated.data, dated.len } } },
	    1);
	b->failed |= named.failed || dated.failed;
	buf_free(&named);
	buf_free(&dated);
}

void
page_action(struct buf *b, const struct words *w, const struct action *a)
{
	static const enum text statuses[ACTION_STATUSES] = {
		[ACTION_NEW] = TEXT_ACTION_NEW,
		[ACTION_BUSY] = TEXT_ACTION_BUSY,
		[ACTION_DONE] = TEXT_ACTION_DONE,
		[ACTION_NOT] = TEXT_ACTION_NOT,
	};
	const char *status = w->text[statuses[a->status]];

	buf_adds(b, action_open);
	add_period(b, w, a->period);
	add_text(b, w, action_said, &a->said, "");
	add_text(b, w, action_did, &a->did, status);
	if (a->why.text.n > 0)
		add_text(b, w, action_why, &a->why, "");
	buf_adds(b, "</div>\n");
}
