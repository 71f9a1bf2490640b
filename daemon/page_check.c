/*
 * page_check.c - everything once more before it is sent, and the receipt.
 */
#include "page.h"

static const char check_top[] =
    "<h1>{check_title}</h1>\n<p>{check_intro}</p>\n";
/* All in one form: not every browser knows a button of a form elsewhere. */
static const char check_form[] =
    "<form id=\"f\" method=\"post\" action=\"/{lang}/{name}\">\n";
static const char check_open[] =
    "<dl class=\"card\"><dt>{check_story}</dt><dd dir=\"auto\">";
static const char check_token[] =
    "</dl>\n<input type=\"hidden\" name=\"token\" value=\"";
static const char check_buttons[] =
    "<p class=\"go\"><button class=\"b\" type=\"submit\" name=\"step\" "
    "value=\"edit\">{button_change}</button>\n"
    "<button type=\"submit\" name=\"step\" value=\"send\">{button_send}"
    "</button></p></form>\n";

static const char receipt_top[] =
    "<h1>{receipt_title}</h1>\n<p>{receipt_intro}</p>\n"
    "<div class=\"card\"><p class=\"q\">{code_label}</p>\n"
    "<output id=\"code\" dir=\"ltr\">";
static const char receipt_end[] =
    "</output>\n<p>{code_hint}</p></div>\n"
    "<div class=\"now\"><b>{not_watched}</b></div>\n"
    "<h2>{next_title}</h2><p>{next_text}</p>\n"
    "<p>{receipt_again} <a href=\"/{lang}/code\">{link_code}</a></p>\n";
static const char receipt_more[] =
    "<p><a href=\"/{lang}/\">{receipt_more}</a></p>\n";

/* A part of the page for use in a slot; the caller frees b. */
static const char *
part(struct sheet *s, struct buf *b, const struct words *w, const char *tmpl,
    struct str label)
{
	const struct html_value v = { "label", label };
	const char *html;

	words_fill(b, w, tmpl, &v, 1);
	html = buf_cstr(b);
	s->failed |= html == NULL;
	return html == NULL ? "" : html;
}

static void
shown_head(struct sheet *s, const struct words *w, struct str label)
{
	const struct html_value v = { "label", label };

	sheet_fill(s, w, "<dt>{label}</dt>\n", &v, 1);
}

/* The words of a choice, if that is what was chosen. */
static void
shown_if(struct sheet *s, const struct words *w, const char *name,
    const char *id, struct str label)
{
	struct buf b = BUF_INIT;

	sheet_if(s, name, id, part(s, &b, w, "<dd>{label}</dd>\n", label));
	buf_free(&b);
}

static void
shown_none(struct sheet *s, const struct words *w, const char *name)
{
	struct buf b = BUF_INIT;

	sheet_slot(s, SLOT_NONE, name,
	    part(s, &b, w, "<dd class=\"o\">{check_empty}</dd>\n", str_of("")));
	buf_free(&b);
}

static void
shown_choices(struct sheet *s, const struct words *w, enum text legend,
    const char *name, const struct page_choice *c, size_t n)
{
	shown_head(s, w, str_of(w->text[legend]));
	for (size_t i = 0; i < n; i++)
		shown_if(s, w, name, c[i].id, str_of(w->text[c[i].label]));
	shown_none(s, w, name);
}

static void
shown_scale(struct sheet *s, const struct words *w, const char *name)
{
	for (size_t i = 0; i < PAGE_SCALE; i++)
		shown_if(s, w, name, page_scale[i].id,
		    str_of(w->text[page_scale[i].label]));
	shown_none(s, w, name);
}

static void
shown_answer(struct sheet *s, const struct words *w,
    const struct conf_question *q, const char *name)
{
	const char *lang = w->lang->code;

	if (q->type == QUESTION_SCALE) {
		shown_scale(s, w, name);
		return;
	}
	if (q->type == QUESTION_TEXT) {
		sheet_fill(s, w, "<dd dir=\"auto\">", NULL, 0);
		sheet_slot(s, SLOT_VALUE, name, "");
		sheet_fill(s, w, "</dd>\n", NULL, 0);
	}
	for (size_t i = 0; i < q->noptions; i++)
		shown_if(s, w, name, q->options[i].id,
		    str_of(conf_words_in(&q->options[i].label, lang)));
	shown_none(s, w, name);
}

static void
shown_question(
    struct sheet *s, const struct words *w, const struct conf_question *q)
{
	struct buf b = BUF_INIT;
	const char *name;

	buf_addf(&b, "q.%s", q->id);
	shown_head(s, w, str_of(conf_words_in(&q->label, w->lang->code)));
	if ((name = buf_cstr(&b)) != NULL)
		shown_answer(s, w, q, name);
	else
		s->failed = true;
	buf_free(&b);
}

static void
shown_region(struct sheet *s, const struct words *w)
{
	const struct conf *c = w->conf;

	shown_head(s, w, str_of(w->text[TEXT_REGION_LABEL]));
	for (size_t i = 0; i < c->regions.n; i++)
		shown_if(s, w, "region", c->region_words[i].id,
		    str_of(conf_words_in(
			&c->region_words[i].label, w->lang->code)));
	shown_none(s, w, "region");
}

static void
shown_groups(struct sheet *s, const struct words *w, const struct conf_box *box)
{
	if (box->ask_wish)
		shown_choices(
		    s, w, TEXT_WISH_LEGEND, "wish", page_wishes, PAGE_WISHES);
	if (box->ask_who)
		shown_choices(
		    s, w, TEXT_WHO_LEGEND, "who", page_whos, PAGE_WHOS);
	if (box->ask_region && w->conf->regions.n > 0)
		shown_region(s, w);
	if (box->ask_publish)
		shown_choices(s, w, TEXT_PUBLISH_LEGEND, "publish",
		    page_publish, PAGE_PUBLISH);
}

/* Everything is carried along in the form: nothing is kept here meanwhile. */
static void
check_carry(struct sheet *s, const struct words *w)
{
	sheet_fill(s, w, check_token, NULL, 0);
	sheet_slot(s, SLOT_TOKEN, "", "");
	sheet_fill(s, w, "\">\n", NULL, 0);
	sheet_slot(s, SLOT_HIDDEN, "", "");
	sheet_fill(s, w, check_buttons, NULL, 0);
}

void
page_check(struct sheet *s, const struct words *w, const struct conf_box *box)
{
	struct buf path = BUF_INIT;
	struct page p = { TEXT_BUTTON_CHECK, NULL, STYLE_PAGE };

	buf_addf(&path, "/%s", box->name);
	if ((p.path = buf_cstr(&path)) == NULL) {
		s->failed = true;
		return;
	}
	page_begin(s, w, &p);
	sheet_fill(s, w, check_top, NULL, 0);
	sheet_fill(s, w, check_form,
	    (struct html_value[]){ { "lang", str_of(w->lang->code) },
		{ "name", str_of(box->name) } },
	    2);
	sheet_slot(s, SLOT_EXTRA, "", "");
	sheet_fill(s, w, check_open, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "text", "");
	sheet_fill(s, w, "</dd>\n", NULL, 0);
	for (size_t i = 0; i < box->nquestions; i++)
		shown_question(s, w, &box->questions[i]);
	shown_groups(s, w, box);
	check_carry(s, w);
	page_end(s, w, &p);
	buf_free(&path);
}

void
page_receipt(struct sheet *s, const struct words *w)
{
	const struct page p = { TEXT_CODE_LABEL, "/", STYLE_PAGE };
	const struct html_value lang = { "lang", str_of(w->lang->code) };

	page_begin(s, w, &p);
	sheet_fill(s, w, receipt_top, NULL, 0);
	sheet_slot(s, SLOT_CODE, "", "");
	sheet_fill(s, w, receipt_end, &lang, 1);
	page_proof(s, w);
	sheet_fill(s, w, receipt_more, &lang, 1);
	page_end(s, w, &p);
}
