/*
 * report_said.c - what people said: how it sounded, what pleased them, and
 * some of their own words.
 */
#include <string.h>

#include "report_bars.h"
#include "report_parts.h"

#define GOOD_MAX 3
#define SOUND_NUMBER 101 /* of the first chart here */
#define GOOD_NUMBER 111

/* Themes by how many were pleased, the most first. */
static void
rank_good(const struct report *r, struct bars *out)
{
	struct bars all;

	out->n = 0;
	bars_rank_all(r, "theme-polarity", &all);
	for (size_t i = 0; i < all.n && out->n < GOOD_MAX; i++) {
		const char *id = all.items[i]->key.category;
		const char *end = strchr(id, ':');

		if (end != NULL && strcmp(end, ":pos") == 0 &&
		    strncmp(id, CELL_NO_THEME ":", sizeof(CELL_NO_THEME)) != 0)
			out->items[out->n++] = all.items[i];
	}
}

static void
half(const struct report *r, struct buf *b, enum text head,
    const struct bars *bars, int number)
{
	buf_adds(b, "<div class=\"half\">");
	words_element(r, b, "h3", "", head);
	bars_add(r, b, bars, BARS_MAX, number, false);
	buf_adds(b, "</div>\n");
}

static void
sound(const struct report *r, struct buf *b)
{
	struct bars polarity, good;

	bars_rank_all(r, "polarity", &polarity);
	rank_good(r, &good);
	if (polarity.n == 0 && good.n == 0)
		return;
	buf_adds(b, "<div class=\"halves\">\n");
	if (polarity.n > 0)
		half(r, b, TEXT_REPORT_SOUND_HEAD, &polarity, SOUND_NUMBER);
	if (good.n > 0)
		half(r, b, TEXT_REPORT_GOOD_HEAD, &good, GOOD_NUMBER);
	buf_adds(b, "</div>\n");
}

void
report_quotes(const struct report *r, struct buf *b, size_t max)
{
	for (size_t i = 0; r->quotes != NULL && i < r->quotes->n && i < max;
	     i++) {
		const struct quote *q = &r->quotes->items[i];

		buf_adds(b, "<blockquote dir=\"auto\"><p>");
		html_escape(b, str_of(q->text));
		buf_adds(b, "</p></blockquote>\n<p class=\"by\">");
		html_escape(b, str_of(words_category(r, "theme", q->theme)));
		buf_adds(b, "</p>\n");
	}
}

void
report_said(const struct report *r, struct buf *b)
{
	buf_adds(b, "<section>\n");
	words_element(r, b, "h2", "", TEXT_REPORT_SAID_HEAD);
	sound(r, b);
	if (r->quotes != NULL && r->quotes->n > 0) {
		report_quotes(r, b, REPORT_QUOTES);
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_QUOTE_NOTE);
	} else {
		words_element(
		    r, b, "p", " class=\"note\"", TEXT_REPORT_QUOTE_NONE);
	}
	buf_adds(b, "</section>\n");
}
