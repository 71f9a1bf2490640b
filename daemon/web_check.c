/*
 * web_check.c - the check page: everything once more before it is sent, and
 * a kind question where something might show who wrote it.
 *
 * It asks, it never refuses: what is not taken out is stored as it stands.
 * Only what people wrote in their own words is looked at.
 */
#include <stdio.h>

#include "answer.h"
#include "gehoor/scan.h"
#include "page.h"
#include "route.h"
#include "site.h"

#define SPANS_MAX 64 /* looked for in one text */
#define SHOWN_MAX 8  /* said on the page */

static const char found_open[] =
    "<div class=\"now\"><p><b>{check_found}</b></p>\n<ul>\n";
static const char found_one[] = "<li>{kind}: <bdi>{what}</bdi></li>\n";
static const char found_end[] =
    "</ul>\n<p>{check_found_ask}</p>\n<p class=\"go\"><button class=\"b\" "
    "form=\"f\" type=\"submit\" name=\"step\" value=\"clean\">{button_clean}"
    "</button></p></div>\n";
static const char cleaned[] =
    "<p class=\"now\" role=\"status\">{check_cleaned}</p>\n";

static const enum text kind_words[SCAN_NKINDS] = {
	[SCAN_MAIL] = TEXT_KIND_MAIL,
	[SCAN_IBAN] = TEXT_KIND_IBAN,
	[SCAN_PHONE] = TEXT_KIND_PHONE,
	[SCAN_BSN] = TEXT_KIND_BSN,
	[SCAN_POSTCODE] = TEXT_KIND_POSTCODE,
	[SCAN_ADDRESS] = TEXT_KIND_ADDRESS,
	[SCAN_NAME] = TEXT_KIND_NAME,
};

/* Whether the field is one that people fill in with their own words. */
static bool
is_own_words(const struct conf_box *box, struct str name)
{
	if (str_is(name, "text"))
		return true;
	if (name.n < 2 || memcmp(name.p, "q.", 2) != 0)
		return false;
	name.p += 2;
	name.n -= 2;
	for (size_t i = 0; i < box->nquestions; i++)
		if (str_is(name, box->questions[i].id))
			return box->questions[i].type == QUESTION_TEXT;
	return true;
}

/* The help lines are nobody's numbers, whatever the council made of them. */
static size_t
scan(const struct words *w, struct str text, struct scan_span *spans)
{
	const char *numbers[8];
	struct scan_allow allow = { numbers, 0 };

	for (const enum text *t = page_help_texts;
	     *t != TEXT_COUNT && allow.n < 8; t++)
		numbers[allow.n++] = w->text[*t];
	return scan_text(text, &allow, spans, SPANS_MAX);
}

/* Adds what was found in one text; returns how much. */
static size_t
list_found(struct buf *b, const struct words *w, struct str text, size_t room)
{
	struct scan_span spans[SPANS_MAX];
	size_t n = scan(w, text, spans);

	for (size_t i = 0; i < n && i < room; i++)
		words_fill(b, w, found_one,
		    (struct html_value[]){
			{ "kind", str_of(w->text[kind_words[spans[i].kind]]) },
			{ "what",
			    { text.p + spans[i].start,
				spans[i].end - spans[i].start } } },
		    2);
	return n < room ? n : room;
}

static void
add_found(struct buf *b, const struct words *w, const struct conf_box *box,
    const struct form *f)
{
	struct buf list = BUF_INIT;
	size_t room = SHOWN_MAX;

	for (size_t i = 0; i < f->nfields && room > 0; i++)
		if (is_own_words(box, form_name_at(f, i)))
			room -= list_found(&list, w, form_value_at(f, i), room);
	if (room < SHOWN_MAX) {
		words_fill(b, w, found_open, NULL, 0);
		buf_add(b, list.data, list.len);
		words_fill(b, w, found_end, NULL, 0);
	}
	b->failed |= list.failed;
	buf_free(&list);
}

/* Adds a field with "[telefoonnummer]" where there was one. */
static int
add_cleaned(
    struct form *to, const struct words *w, struct str name, struct str value)
{
	struct scan_span spans[SPANS_MAX];
	const char *words[SCAN_NKINDS];
	struct buf b = BUF_INIT;
	int r;

	for (size_t i = 0; i < SCAN_NKINDS; i++)
		words[i] = w->text[kind_words[i]];
	r = scan_replace(value, spans, scan(w, value, spans), words, &b);
	if (r == 0)
		r = form_add(
		    to, name, (struct str){ (const char *)b.data, b.len });
	buf_free(&b);
	return r;
}

/* The form with everything that was found taken out. 0, or -1: no memory. */
static int
clean(const struct words *w, const struct conf_box *box, const struct form *f,
    struct form *out)
{
	int r = 0;

	form_init(out);
	for (size_t i = 0; r == 0 && i < f->nfields; i++) {
		struct str name = form_name_at(f, i);
		struct str value = form_value_at(f, i);

		r = is_own_words(box, name) ? add_cleaned(out, w, name, value)
					    : form_add(out, name, value);
	}
	return r;
}

static void
show(struct exchange *x, const struct route_match *m, const struct form *f,
    struct buf *extra)
{
	if (extra->failed)
		route_error(x, 503);
	else
		web_show(x,
		    site_box_page(x->app->site, m->lang, m->box, SITE_CHECK),
		    200, f, (struct str){ NULL, 0 },
		    (struct str){ (const char *)extra->data, extra->len });
}

void
web_check(struct exchange *x, const struct route_match *m, const struct form *f,
    bool take_out)
{
	const struct words *w = site_words(x->app->site, m->lang, m->box);
	const struct conf_box *box = &x->app->conf->boxes[m->box];
	struct buf extra = BUF_INIT;
	struct form left;

	/* A program only hears that there is nothing to put right. */
	if (answer_as_json(x)) {
		answer_json(
		    x, 200, "step", str_of("check"), "box", str_of(box->name));
		return;
	}
	if (!take_out) {
		add_found(&extra, w, box, f);
		show(x, m, f, &extra);
	} else if (clean(w, box, f, &left) == 0) {
		words_fill(&extra, w, cleaned, NULL, 0);
		add_found(&extra, w, box, &left);
		show(x, m, &left, &extra);
		form_free(&left);
	} else {
		form_free(&left);
		route_error(x, 503);
	}
	buf_free(&extra);
}
