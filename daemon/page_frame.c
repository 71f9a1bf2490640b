/*
 * page_frame.c - what all pages have in common: head, quick exit, help lines,
 * links and the other languages.
 */
#include "page.h"

#define NO_BREAK_SPACE "\xc2\xa0"

/* The quick exit is the first link, and the title is neutral on purpose. */
static const char frame_head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"{lang}\" dir=\"{lang_dir}\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
    "<title>";
static const char frame_body[] =
    "{page_name}{step}</title>\n"
    "<link rel=\"icon\" href=\"data:,\">\n"
    "<style>{{style}}</style></head><body>\n"
    "<header><a class=\"exit\" href=\"/weg\">&#10005; {exit}</a>\n"
    "<a class=\"skip\" href=\"#main\">{skip}</a></header>\n";
static const char frame_main[] = "<main id=\"main\">\n";
static const char frame_summary[] =
    "<div id=\"fout\" class=\"card\" tabindex=\"-1\" autofocus role=\"alert\">"
    "<p class=\"q\">{error_title}</p>\n<p><a "
    "href=\"#text\">{message}</a></p></div>\n";

static const char frame_help[] =
    "</main>\n<footer><h2>{help}</h2>\n<p>{not_watched}</p>\n"
    "<ul class=\"tel\">\n";
static const char frame_help_line[] =
    "<li><a href=\"{tel}\">{number}</a> "
    "<span><b>{name}</b> {words}</span></li>\n";
/* Below a form, which has said the rest above: in few bytes. */
static const char frame_help_small[] =
    "</main>\n<footer><h2>{help}</h2>\n<ul>\n";
static const char frame_help_line_small[] =
    "<li><a href=\"{tel}\">{number}</a> {name}</li>\n";
static const char frame_official[] =
    "</ul>\n<p class=\"o\">{checked}</p>\n<p>{footer_official}</p>\n<ul>";
static const char frame_complaint[] =
    "<li><a href=\"{url}\" rel=\"noreferrer\">{link_complaint}</a></li>\n";
static const char frame_links[] =
    "<li><a href=\"/{lang}/\">{back_to_start}</a></li>\n"
    "<li><a href=\"/{lang}/code\">{link_code}</a></li>\n"
    "<li><a href=\"/{lang}/antwoord\">{link_answers}</a></li>\n"
    "<li><a href=\"/{lang}/privacy\">{link_privacy}</a></li>\n"
    "<li><a href=\"/{lang}/veilig\">{link_safe}</a></li></ul>\n";
static const char frame_language[] =
    "<a href=\"/{code}{path}\" lang=\"{code}\" "
    "dir=\"{dir}\">{name}</a>\n";

const enum text page_help_texts[] = { TEXT_HELP_EMERGENCY, TEXT_HELP_SUICIDE,
	TEXT_HELP_CHILD, TEXT_HELP_HOME, TEXT_HELP_ADVOCATE, TEXT_COUNT };

/* Around the links to the other languages. */
struct languages {
	const char *open, *close;
};
static const struct languages languages_top = {
	"<nav aria-label=\"{languages}\">\n", "</nav>\n"
};
static const struct languages languages_end = {
	"<p><span class=\"o\">{languages}</span> ", "</p>\n"
};

/*
 * Where one comes first, the languages do too: who cannot read this one would
 * not look for another below it.  On the others, somebody has chosen.
 */
static bool
languages_first(const struct page *p)
{
	return p->step == PAGE_NO_STEP;
}

/* Links to the same page in the other languages, each in its own words. */
static void
language_links(struct sheet *s, const struct words *w, const char *path,
    const struct languages *around)
{
	const struct conf *c = w->conf;

	if (c->nlangs < 2)
		return;
	sheet_fill(s, w, around->open, NULL, 0);
	for (size_t i = 0; i < c->nlangs; i++) {
		const struct conf_lang *l = &c->langs[i];

		if (l == w->lang)
			continue;
		sheet_fill(s, w, frame_language,
		    (struct html_value[]){ { "code", str_of(l->code) },
			{ "path", str_of(path) },
			{ "dir", str_of(l->texts[TEXT_LANG_DIR]) },
			{ "name", str_of(l->texts[TEXT_LANG_NAME]) } },
		    4);
	}
	sheet_fill(s, w, around->close, NULL, 0);
}

void
page_begin(struct sheet *s, const struct words *w, const struct page *p)
{
	struct buf step = BUF_INIT;
	const struct html_value lang = { "lang", str_of(w->lang->code) };

	s->style = p->style;
	if (p->step != PAGE_NO_STEP) {
		buf_adds(&step, " - ");
		buf_adds(&step, w->text[p->step]);
	}
	sheet_fill(s, w, frame_head, &lang, 1);
	sheet_problem(s, w, "{error_prefix}");
	sheet_fill(s, w, frame_body,
	    (struct html_value[]){
		{ "step", { (const char *)step.data, step.len } },
		{ "style", str_of(w->look->css[p->style]) } },
	    2);
	if (languages_first(p))
		language_links(s, w, p->path, &languages_top);
	sheet_fill(s, w, frame_main, NULL, 0);
	sheet_problem(s, w, frame_summary);
	s->failed |= step.failed;
	buf_free(&step);
}

/* The part up to the next "|" without blanks around it; moves *rest on. */
static struct str
help_part(struct str *rest)
{
	const char *bar = memchr(rest->p, '|', rest->n);
	size_t n = bar == NULL ? rest->n : (size_t)(bar - rest->p);
	struct str part = { rest->p, n };

	rest->p += n + (bar != NULL);
	rest->n -= n + (bar != NULL);
	while (part.n > 0 && part.p[0] == ' ') {
		part.p++;
		part.n--;
	}
	while (part.n > 0 && part.p[part.n - 1] == ' ')
		part.n--;
	return part;
}

/* "tel:" and the digits, for a link; and the number as one word to read. */
static void
help_number(struct str number, struct buf *tel, struct buf *shown)
{
	buf_adds(tel, "tel:");
	for (size_t i = 0; i < number.n; i++) {
		if (strchr("+0123456789", number.p[i]) != NULL)
			buf_addc(tel, number.p[i]);
		if (number.p[i] == ' ')
			buf_adds(shown, NO_BREAK_SPACE);
		else
			buf_addc(shown, number.p[i]);
	}
}

void
page_help(struct sheet *s, const struct words *w, enum text t, const char *tmpl)
{
	struct buf tel = BUF_INIT, shown = BUF_INIT;
	struct str rest = str_of(w->text[t]);
	struct str number = help_part(&rest), name = help_part(&rest);

	if (number.n == 0)
		return;
	help_number(number, &tel, &shown);
	sheet_fill(s, w, tmpl,
	    (struct html_value[]){
		{ "tel", { (const char *)tel.data, tel.len } },
		{ "number", { (const char *)shown.data, shown.len } },
		{ "name", name }, { "words", help_part(&rest) } },
	    4);
	s->failed |= tel.failed || shown.failed;
	buf_free(&tel);
	buf_free(&shown);
}

/* When somebody saw to it that the numbers are right; the way to complain. */
static void
official(struct sheet *s, const struct words *w)
{
	struct buf checked = BUF_INIT;
	const char *url = w->conf->complaint_url;

	page_moment(&checked, w, TEXT_HELP_CHECKED, w->conf->help_checked);
	sheet_fill(s, w, frame_official,
	    (struct html_value[]){
		{ "checked", { (const char *)checked.data, checked.len } } },
	    1);
	if (*url != '\0')
		sheet_fill(s, w, frame_complaint,
		    (struct html_value[]){ { "url", str_of(url) } }, 1);
	s->failed |= checked.failed;
	buf_free(&checked);
}

void
page_end(struct sheet *s, const struct words *w, const struct page *p)
{
	const struct html_value lang = { "lang", str_of(w->lang->code) };
	bool small = p->style == STYLE_FORM;

	sheet_fill(s, w, small ? frame_help_small : frame_help, NULL, 0);
	for (const enum text *t = page_help_texts; *t != TEXT_COUNT; t++)
		page_help(
		    s, w, *t, small ? frame_help_line_small : frame_help_line);
	official(s, w);
	sheet_fill(s, w, frame_links, &lang, 1);
	if (!languages_first(p))
		language_links(s, w, p->path, &languages_end);
	sheet_fill(s, w, "</footer></body></html>\n", NULL, 0);
}
