/*
 * page_info.c - the pages that never change: the start, who reads it and what
 * is kept, how to leave no trace, and what did not work.
 */
#include "page.h"

#include <stdio.h>

static const char start_top[] =
    "<h1>{start_title}</h1>\n<p>{start_intro}</p>\n<h2>{start_choose}</h2>\n";
static const char start_box[] =
    "<p><a class=\"big\" href=\"/{lang}/{name}\"><b>{title}</b> {intro}"
    "</a></p>\n";
static const char start_end[] =
    "<div class=\"card\"><h2>{start_who_q}</h2><p>{start_who_a}</p>\n"
    "<h2>{start_anon_q}</h2><p>{start_anon_a}</p>\n"
    "<h2>{start_next_q}</h2><p>{start_next_a}</p>\n"
    "<h2>{start_exit_q}</h2><p>{start_exit_a}</p></div>\n";

static const char privacy_top[] =
    "<h1>{privacy_title}</h1>\n"
    "<h2>{privacy_not_q}</h2><p>{privacy_not_a}</p>\n"
    "<h2>{privacy_keep_q}</h2><p>{privacy_keep_a}</p>\n"
    "<h2>{privacy_read_q}</h2><p>{privacy_read_a}</p>\n<dl>\n";
static const char privacy_reader[] = "<dt>{title}</dt><dd>{readers}</dd>\n";
static const char privacy_long[] = "</dl>\n<h2>{privacy_long_q}</h2><dl>\n";
static const char privacy_end[] =
    "</dl>\n<h2>{privacy_leak_q}</h2><p>{privacy_leak_a}</p>\n"
    "<h2>{privacy_sms_q}</h2><p>{privacy_sms_a}</p>\n";

static const char safe_page[] =
    "<h1>{safe_title}</h1>\n<p>{safe_intro}</p>\n"
    "<h2>{safe_device_q}</h2><p>{safe_device_a}</p>\n"
    "<h2>{safe_private_q}</h2><p>{safe_private_a}</p>\n"
    "<h2>{safe_history_q}</h2><p>{safe_history_a}</p>\n"
    "<h2>{safe_exit_q}</h2><p>{safe_exit_a}</p>\n"
    "<h2>{safe_sms_q}</h2><p>{safe_sms_a}</p>\n";

static struct str
box_title(const struct words *w, const struct conf_box *box)
{
	return str_of(conf_words_in(&box->title, w->lang->code));
}

void
page_start(struct sheet *s, const struct words *w, int64_t now)
{
	const struct page p = { PAGE_NO_STEP, "/", STYLE_PAGE };

	page_begin(s, w, &p);
	sheet_fill(s, w, start_top, NULL, 0);
	page_open_boxes(s, w, start_box, now);
	sheet_fill(s, w, start_end, NULL, 0);
	page_end(s, w, &p);
}

/* How long the messages of a box are kept, in words. */
static void
privacy_weeks(
    struct sheet *s, const struct words *w, const struct conf_box *box)
{
	struct buf weeks = BUF_INIT;
	char number[16];

	snprintf(number, sizeof(number), "%d", box->retention_weeks);
	words_replace(&weeks, w->text[TEXT_PRIVACY_WEEKS], "weeks", number);
	sheet_fill(s, w, "<dt>{title}</dt><dd>{kept}</dd>\n",
	    (struct html_value[]){ { "title", box_title(w, box) },
		{ "kept", { (const char *)weeks.data, weeks.len } } },
	    2);
	s->failed |= weeks.failed;
	buf_free(&weeks);
}

void
page_privacy(struct sheet *s, const struct words *w)
{
	const struct page p = { PAGE_NO_STEP, "/privacy", STYLE_PAGE };
	const struct conf *c = w->conf;

	page_begin(s, w, &p);
	sheet_fill(s, w, privacy_top, NULL, 0);
	for (size_t i = 0; i < c->nboxes; i++)
		sheet_fill(s, w, privacy_reader,
		    (struct html_value[]){
			{ "title", box_title(w, &c->boxes[i]) },
			{ "readers", str_of(page_readers(w, &c->boxes[i])) } },
		    2);
	sheet_fill(s, w, privacy_long, NULL, 0);
	for (size_t i = 0; i < c->nboxes; i++)
		privacy_weeks(s, w, &c->boxes[i]);
	sheet_fill(s, w, privacy_end, NULL, 0);
	page_end(s, w, &p);
}

void
page_safe(struct sheet *s, const struct words *w)
{
	const struct page p = { PAGE_NO_STEP, "/veilig", STYLE_PAGE };

	page_begin(s, w, &p);
	sheet_fill(s, w, safe_page, NULL, 0);
	page_end(s, w, &p);
}

void
page_fail(
    struct sheet *s, const struct words *w, enum text title, enum text text)
{
	const struct page p = { title, "/", STYLE_PAGE };

	page_begin(s, w, &p);
	sheet_fill(s, w,
	    "<h1>{title}</h1>\n<p>{text}</p>\n"
	    "<p><a href=\"/{lang}/\">{back_to_start}</a></p>\n",
	    (struct html_value[]){ { "title", str_of(w->text[title]) },
		{ "text", str_of(w->text[text]) },
		{ "lang", str_of(w->lang->code) } },
	    3);
	page_end(s, w, &p);
}
