/*
 * page_form.c - the form of a box: one page, one field that must be filled.
 *
 * It comes back through the same slots when something is to be put right, so
 * that nobody types anything twice.
 */
#include "gehoor/moment.h"
#include "page.h"

const struct page_choice page_wishes[PAGE_WISHES] = {
	{ "none", TEXT_WISH_NONE },
	{ "answer", TEXT_WISH_ANSWER },
	{ "talk", TEXT_WISH_TALK },
	{ "change", TEXT_WISH_CHANGE },
	{ "pass_on", TEXT_WISH_PASS_ON },
};

const struct page_choice page_whos[PAGE_WHOS] = {
	{ "jongere", TEXT_WHO_YOUNG },
	{ "ouder", TEXT_WHO_PARENT },
	{ "pleegouder", TEXT_WHO_FOSTER },
	{ "anders", TEXT_WHO_OTHER },
};

const struct page_choice page_publish[PAGE_PUBLISH] = {
	{ "report", TEXT_PUBLISH_REPORT },
	{ "read", TEXT_PUBLISH_READ },
};

const struct page_choice page_scale[PAGE_SCALE] = {
	{ "1", TEXT_SCALE_1 },
	{ "2", TEXT_SCALE_2 },
	{ "3", TEXT_SCALE_3 },
	{ "4", TEXT_SCALE_4 },
	{ "5", TEXT_SCALE_5 },
};

/* Beside the words of page_scale. */
#define FACE(code) "<span aria-hidden=\"true\">&#" code ";</span>"
static const char *const faces[PAGE_SCALE] = { FACE("128546"), FACE("128577"),
	FACE("128528"), FACE("128578"), FACE("128515") };

static const char form_top[] =
    "<h1 dir=\"auto\">{title}</h1>\n<p>{intro}{more}</p>\n"
    "<ul><li>{form_anon}</li>\n<li>{readers}</li>\n"
    "<li>{form_receipt}</li></ul>\n"
    "<div class=\"now\"><p><b>{not_watched}</b></p>\n<p>";
static const char form_call[] =
    "<span>{name} <a href=\"{tel}\">{number}</a></span>\n";
static const char form_open[] =
    "</p></div>\n"
    "<form method=\"post\" action=\"/{lang}/{name}\" novalidate>\n"
    "<input type=\"hidden\" name=\"token\" value=\"";
static const char form_story[] =
    "\">\n<div class=\"f\"><label class=\"q\" for=\"text\">{story_label}"
    "</label>\n<p class=\"o\" id=\"h\">{story_hint}</p>\n";
static const char form_story_area[] =
    "<textarea id=\"text\" name=\"text\" rows=\"9\" {{area}} "
    "aria-describedby=\"h\"";
static const char form_story_end[] =
    "</textarea></div>\n<p class=\"o\">{rest_optional}</p>\n";
static const char form_question[] =
    "<div class=\"f\"><label class=\"q\" dir=\"auto\" "
    "for=\"q-{id}\">{label}</label>\n"
    "<textarea id=\"q-{id}\" name=\"{name}\" rows=\"3\" {{area}}>\n";
static const char form_end[] =
    "<div class=\"off\" aria-hidden=\"true\"><label for=\"leeg\">{honeypot}"
    "</label><input type=\"text\" id=\"leeg\" name=\"leeg\" "
    "tabindex=\"-1\" autocomplete=\"off\" value=\"";
static const char form_buttons[] =
    "\"></div>\n<p class=\"go\"><button class=\"b\" type=\"submit\" "
    "name=\"step\" value=\"check\">{button_check}</button>\n"
    "<button type=\"submit\" name=\"step\" value=\"send\">{button_send}"
    "</button></p></form>\n";

/* What keeps a story out of spelling services, and its lines in order. */
static const char area[] =
    "dir=\"auto\" spellcheck=\"false\" autocomplete=\"off\" "
    "data-gramm=\"false\"";

const char *
page_readers(const struct words *w, const struct conf_box *box)
{
	static const enum text readers[] = {
		[BOX_FEEDBACK] = TEXT_READS_FEEDBACK,
		[BOX_LINE] = TEXT_READS_LINE,
		[BOX_INSPECTION] = TEXT_READS_INSPECTION,
		[BOX_TABLE] = TEXT_READS_TABLE,
	};

	return w->text[readers[box->kind]];
}

/* The help lines in one row, before anything is written. */
static void
form_calls(struct sheet *s, const struct words *w)
{
	for (const enum text *t = page_help_texts; *t != TEXT_COUNT; t++)
		if (*t != TEXT_HELP_ADVOCATE)
			page_help(s, w, *t, form_call);
}

/* For whom it is and until when, behind the introduction. */
static void
for_whom(struct buf *b, const struct words *w, const struct conf_box *box)
{
	const char *target = conf_words_in(&box->target, w->lang->code);
	struct moment m;

	if (*target != '\0') {
		buf_addc(b, ' ');
		words_replace(b, w->text[TEXT_FORM_TARGET], "target", target);
	}
	if (moment_parse(box->closes, strlen(box->closes), &m) == 0) {
		buf_addc(b, ' ');
		page_moment(b, w, m.timed ? TEXT_FORM_ENDS : TEXT_FORM_CLOSES,
		    box->closes);
	}
}

static void
form_head(struct sheet *s, const struct words *w, const struct conf_box *box)
{
	const char *lang = w->lang->code;
	const char *intro = conf_words_in(&box->intro, lang);
	struct buf more = BUF_INIT;

	if (*intro == '\0')
		intro = w->text[TEXT_FORM_INTRO];
	for_whom(&more, w, box);
	sheet_fill(s, w, form_top,
	    (struct html_value[]){
		{ "title", str_of(conf_words_in(&box->title, lang)) },
		{ "intro", str_of(intro) },
		{ "more", { (const char *)more.data, more.len } },
		{ "readers", str_of(page_readers(w, box)) } },
	    4);
	s->failed |= more.failed;
	buf_free(&more);
	form_calls(s, w);
	sheet_fill(s, w, form_open,
	    (struct html_value[]){
		{ "lang", str_of(lang) }, { "name", str_of(box->name) } },
	    2);
	sheet_slot(s, SLOT_TOKEN, "", "");
}

/* A text area forgets a first line break: hence the one that we put. */
static void
form_text(struct sheet *s, const struct words *w)
{
	const struct html_value attributes = { "area", str_of(area) };

	sheet_fill(s, w, form_story, NULL, 0);
	sheet_problem(s, w, "<p class=\"err\">{message}</p>\n");
	sheet_fill(s, w, form_story_area, &attributes, 1);
	sheet_problem(s, w, " aria-invalid=\"true\"");
	sheet_fill(s, w, ">\n", NULL, 0);
	sheet_slot(s, SLOT_VALUE, "text", "");
	sheet_fill(s, w, form_story_end, NULL, 0);
}

static void
fieldset_open(struct sheet *s, const struct words *w, struct str legend)
{
	const struct html_value v = { "legend", legend };

	sheet_fill(
	    s, w, "<fieldset><legend dir=\"auto\">{legend}</legend>\n", &v, 1);
}

/* One button to choose, behind its label if there is any beside words. */
struct button {
	const char *type; /* "radio" or "checkbox" */
	const char *name, *id;
	const char *face; /* HTML */
	struct str label;
};

static void
button(struct sheet *s, const struct words *w, const struct button *b)
{
	sheet_fill(s, w,
	    "<label><input type=\"{type}\" name=\"{name}\" "
	    "value=\"{id}\"",
	    (struct html_value[]){ { "type", str_of(b->type) },
		{ "name", str_of(b->name) }, { "id", str_of(b->id) } },
	    3);
	sheet_if(s, b->name, b->id, " checked");
	sheet_fill(s, w, ">{{face}}{label}</label>\n",
	    (struct html_value[]){
		{ "face", str_of(b->face) }, { "label", b->label } },
	    2);
}

static void
choice(struct sheet *s, const struct words *w, const char *type,
    const char *name, const char *id, struct str label)
{
	button(s, w, &(struct button){ type, name, id, "", label });
}

static void
choices(struct sheet *s, const struct words *w, const char *type,
    const char *name, const struct page_choice *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		choice(s, w, type, name, c[i].id, str_of(w->text[c[i].label]));
}

/* Faces and words; those who do not see the faces do not hear them. */
static void
scale(struct sheet *s, const struct words *w, const char *name)
{
	for (size_t i = 0; i < PAGE_SCALE; i++)
		button(s, w,
		    &(struct button){ "radio", name, page_scale[i].id, faces[i],
			str_of(w->text[page_scale[i].label]) });
}

static void
question_text(struct sheet *s, const struct words *w, const char *id,
    const char *name, struct str label)
{
	sheet_fill(s, w, form_question,
	    (struct html_value[]){ { "id", str_of(id) },
		{ "name", str_of(name) }, { "label", label },
		{ "area", str_of(area) } },
	    4);
	sheet_slot(s, SLOT_VALUE, name, "");
	sheet_fill(s, w, "</textarea></div>\n", NULL, 0);
}

/* A question of the box's own, as field q.ID. */
static void
question(struct sheet *s, const struct words *w, const struct conf_question *q)
{
	const char *lang = w->lang->code;
	struct str label = str_of(conf_words_in(&q->label, lang));
	struct buf b = BUF_INIT;
	const char *name;

	buf_addf(&b, "q.%s", q->id);
	if ((name = buf_cstr(&b)) == NULL) {
		s->failed = true;
	} else if (q->type == QUESTION_TEXT) {
		question_text(s, w, q->id, name, label);
	} else {
		fieldset_open(s, w, label);
		if (q->type == QUESTION_SCALE)
			scale(s, w, name);
		for (size_t i = 0; i < q->noptions; i++)
			choice(s, w,
			    q->type == QUESTION_SEVERAL ? "checkbox" : "radio",
			    name, q->options[i].id,
			    str_of(conf_words_in(&q->options[i].label, lang)));
		sheet_fill(s, w, "</fieldset>\n", NULL, 0);
	}
	buf_free(&b);
}

static void
region(struct sheet *s, const struct words *w)
{
	const struct conf *c = w->conf;

	sheet_fill(s, w,
	    "<div class=\"f\"><label class=\"q\" for=\"region\">"
	    "{region_label}</label>\n"
	    "<select id=\"region\" name=\"region\">"
	    "<option value=\"\">{dont_know}</option>\n",
	    NULL, 0);
	for (size_t i = 0; i < c->regions.n; i++) {
		const struct conf_region *o = &c->region_words[i];

		sheet_fill(s, w, "<option value=\"{id}\"",
		    (struct html_value[]){ { "id", str_of(o->id) } }, 1);
		sheet_if(s, "region", o->id, " selected");
		sheet_fill(s, w, ">{label}</option>\n",
		    (struct html_value[]){ { "label",
			str_of(conf_words_in(&o->label, w->lang->code)) } },
		    1);
	}
	sheet_fill(s, w, "</select></div>\n", NULL, 0);
}

/* The groups that every box may have. */
static void
groups(struct sheet *s, const struct words *w, const struct conf_box *box)
{
	if (box->ask_wish) {
		fieldset_open(s, w, str_of(w->text[TEXT_WISH_LEGEND]));
		choices(s, w, "radio", "wish", page_wishes, PAGE_WISHES);
		sheet_fill(s, w, "</fieldset>\n", NULL, 0);
	}
	if (box->ask_who) {
		fieldset_open(s, w, str_of(w->text[TEXT_WHO_LEGEND]));
		choices(s, w, "radio", "who", page_whos, PAGE_WHOS);
		choice(
		    s, w, "radio", "who", "", str_of(w->text[TEXT_RATHER_NOT]));
		sheet_fill(s, w, "</fieldset>\n", NULL, 0);
	}
	if (box->ask_region && w->conf->regions.n > 0)
		region(s, w);
	if (box->ask_publish) {
		fieldset_open(s, w, str_of(w->text[TEXT_PUBLISH_LEGEND]));
		sheet_fill(
		    s, w, "<p class=\"o\">{publish_hint}</p>\n", NULL, 0);
		choices(
		    s, w, "checkbox", "publish", page_publish, PAGE_PUBLISH);
		sheet_fill(s, w, "</fieldset>\n", NULL, 0);
	}
}

void
page_form(struct sheet *s, const struct words *w, const struct conf_box *box)
{
	struct buf path = BUF_INIT;
	struct page p = { PAGE_NO_STEP, NULL, STYLE_FORM };

	buf_addf(&path, "/%s", box->name);
	if ((p.path = buf_cstr(&path)) == NULL) {
		s->failed = true;
		return;
	}
	page_begin(s, w, &p);
	form_head(s, w, box);
	form_text(s, w);
	for (size_t i = 0; i < box->nquestions; i++)
		question(s, w, &box->questions[i]);
	groups(s, w, box);
	sheet_fill(s, w, form_end, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "leeg", "");
	sheet_fill(s, w, form_buttons, NULL, 0);
	page_end(s, w, &p);
	buf_free(&path);
}
