/*
 * page_closed.c - boxes that close: whether they are open, and the page that
 * says kindly that one is not.
 */
#include <stdio.h>

#include "gehoor/moment.h"
#include "page.h"

/* Left-to-right isolate, and its end (Unicode UAX 9). */
#define ISOLATE "\xe2\x81\xa6"
#define END_ISOLATE "\xe2\x81\xa9"

static const char closed_top[] = "<h1>{closed_title}</h1>\n<p>{text}</p>\n";
static const char closed_elsewhere[] = "<h2>{closed_elsewhere}</h2>\n";
static const char closed_link[] =
    "<p><a class=\"big\" href=\"/{lang}/{name}\"><b>{title}</b> {intro}"
    "</a></p>\n";
static const char closed_typed[] =
    "<p class=\"now\">{closed_kept}</p>\n"
    "<dl class=\"card\"><dt>{check_story}</dt><dd dir=\"auto\">";
static const char closed_form[] =
    "</dd></dl>\n<form method=\"post\" action=\"/{lang}/{name}\">\n";
static const char closed_button[] =
    "<p class=\"go\"><button type=\"submit\" name=\"step\" value=\"edit\" "
    "formaction=\"/{lang}/{name}\">{title}</button></p>\n";

bool
page_is_open(const struct conf_box *box, int64_t now)
{
	struct moment m;

	return moment_parse(box->closes, strlen(box->closes), &m) != 0 ||
	    now < moment_end(&m);
}

void
page_moment(
    struct buf *b, const struct words *w, enum text t, const char *moment)
{
	bool rtl = strcmp(w->text[TEXT_LANG_DIR], "rtl") == 0;
	struct moment m = { .year = 1970, .month = 1, .day = 1 };
	char date[MOMENT_DATE_LEN + 1], time[MOMENT_TIME_LEN + 1];
	char isolated[MOMENT_DATE_LEN + 2 * sizeof(ISOLATE)];
	struct buf dated = BUF_INIT;
	const char *s;

	(void)moment_parse(moment, strlen(moment), &m); /* conf has checked */
	moment_date(&m, date);
	moment_time(&m, time);
	/* In a line from right to left its parts would change places. */
	snprintf(isolated, sizeof(isolated), "%s%s%s", rtl ? ISOLATE : "", date,
	    rtl ? END_ISOLATE : "");
	words_replace(&dated, w->text[t], "date", isolated);
	if ((s = buf_cstr(&dated)) != NULL)
		words_replace(b, s, "time", time);
	b->failed |= s == NULL;
	buf_free(&dated);
}

void
page_open_boxes(
    struct sheet *s, const struct words *w, const char *tmpl, int64_t now)
{
	const char *lang = w->lang->code;

	for (size_t i = 0; i < w->conf->nboxes; i++) {
		const struct conf_box *box = &w->conf->boxes[i];

		if (!box->listed || !page_is_open(box, now))
			continue;
		sheet_fill(s, w, tmpl,
		    (struct html_value[]){ { "lang", str_of(lang) },
			{ "name", str_of(box->name) },
			{ "title", str_of(conf_words_in(&box->title, lang)) },
			{ "intro", str_of(conf_words_in(&box->intro, lang)) } },
		    4);
	}
}

/* The first box in which people can write; if there is none, this one. */
static const struct conf_box *
another(const struct words *w, const struct conf_box *box, int64_t now)
{
	for (size_t i = 0; i < w->conf->nboxes; i++)
		if (w->conf->boxes[i].listed &&
		    page_is_open(&w->conf->boxes[i], now))
			return &w->conf->boxes[i];
	return box;
}

/*
 * What was typed goes along to the box whose button is pressed; to another one
 * that is open, where the browser does not know such buttons.
 */
static void
carry(struct sheet *s, const struct words *w, const struct conf_box *box,
    int64_t now)
{
	sheet_fill(s, w, closed_typed, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "text", "");
	sheet_fill(s, w, closed_form,
	    (struct html_value[]){ { "lang", str_of(w->lang->code) },
		{ "name", str_of(another(w, box, now)->name) } },
	    2);
	sheet_slot(s, SLOT_HIDDEN, "", "");
	page_open_boxes(s, w, closed_button, now);
	sheet_fill(s, w, "</form>\n", NULL, 0);
}

void
page_closed(struct sheet *s, const struct words *w, const struct conf_box *box,
    bool typed, int64_t now)
{
	const struct page p = { TEXT_CLOSED_TITLE, "/", STYLE_PAGE };
	struct buf text = BUF_INIT;

	page_begin(s, w, &p);
	page_moment(&text, w, TEXT_CLOSED_TEXT, box->closes);
	sheet_fill(s, w, closed_top,
	    (struct html_value[]){
		{ "text", { (const char *)text.data, text.len } } },
	    1);
	if (typed)
		carry(s, w, box, now);
	else {
		sheet_fill(s, w, closed_elsewhere, NULL, 0);
		page_open_boxes(s, w, closed_link, now);
	}
	page_end(s, w, &p);
	s->failed |= text.failed;
	buf_free(&text);
}
