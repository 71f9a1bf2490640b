/*
 * page_code.c - where a code is typed, and what becomes of its message.
 *
 * What differs comes in as fields of a form made for it (code.c): sentences
 * ready to be read, so that all answers are the same page.
 */
#include "page.h"

static const char entry_page[] =
    "<h1>{code_title}</h1>\n<p>{code_intro}</p>\n"
    "<form method=\"post\" action=\"/{lang}/code\" novalidate>\n"
    "<div class=\"f\"><label class=\"q\" for=\"text\">{code_field}</label>\n"
    "<p class=\"o\" id=\"h\">{code_example}</p>\n";
static const char entry_input[] =
    "<input type=\"text\" id=\"text\" name=\"code\" dir=\"ltr\" "
    "autocomplete=\"off\" autocapitalize=\"characters\" "
    "spellcheck=\"false\" aria-describedby=\"h\"";
static const char entry_end[] =
    "></div>\n<p class=\"go\"><button type=\"submit\">{code_button}</button>"
    "</p></form>\n<p>{code_lost}</p>\n";

static const char status_top[] = "<h1>{status_title}</h1>\n";
static const char status_facts[] =
    "<dl class=\"card\"><dt>{status_kept_q}</dt><dd>{status_kept}</dd>\n"
    "<dt>{status_covered_q}</dt><dd>";
static const char status_passed[] = "</dd>\n<dt>{status_passed_q}</dt><dd>";
static const char status_answer[] =
    "</dd>\n<dt>{status_answer_q}</dt><dd dir=\"auto\">";
static const char status_add[] =
    "</dd></dl>\n<form method=\"post\" action=\"/{lang}/code\" novalidate>\n"
    "<input type=\"hidden\" name=\"token\" value=\"";
static const char status_story[] =
    "<div class=\"f\"><label class=\"q\" for=\"text\">{status_add}"
    "</label>\n<p class=\"o\" id=\"h\">{status_add_hint}</p>\n";
static const char status_area[] =
    "<textarea id=\"text\" name=\"text\" rows=\"5\" dir=\"auto\" "
    "spellcheck=\"false\" autocomplete=\"off\" data-gramm=\"false\" "
    "aria-describedby=\"h\"";
static const char status_end[] =
    "</textarea></div>\n<p class=\"go\"><button type=\"submit\" name=\"step\" "
    "value=\"add\">{status_add_button}</button></p></form>\n";

static const char proof_open[] =
    "<form class=\"card\" method=\"post\" action=\"/{lang}/code\">\n"
    "<h2>{proof_title}</h2><p>{proof_text}</p>\n";
static const char proof_end[] =
    "<p class=\"go\"><button class=\"b\" type=\"submit\" name=\"step\" "
    "value=\"proof\">{proof_button}</button></p></form>\n";

/* The code goes along in the body of the next post, never in an address. */
static void
carry_code(struct sheet *s, const struct words *w)
{
	sheet_fill(
	    s, w, "<input type=\"hidden\" name=\"code\" value=\"", NULL, 0);
	sheet_slot(s, SLOT_CODE, "", "");
	sheet_fill(s, w, "\">\n", NULL, 0);
}

void
page_proof(struct sheet *s, const struct words *w)
{
	const struct html_value lang = { "lang", str_of(w->lang->code) };

	sheet_fill(s, w, proof_open, &lang, 1);
	carry_code(s, w);
	sheet_fill(s, w, proof_end, NULL, 0);
}

void
page_code(struct sheet *s, const struct words *w)
{
	const struct page p = { TEXT_LINK_CODE, "/code", STYLE_PAGE };
	const struct html_value lang = { "lang", str_of(w->lang->code) };

	page_begin(s, w, &p);
	sheet_fill(s, w, entry_page, &lang, 1);
	sheet_problem(s, w, "<p class=\"err\">{message}</p>\n");
	sheet_fill(s, w, entry_input, NULL, 0);
	sheet_problem(s, w, " aria-invalid=\"true\"");
	sheet_fill(s, w, " value=\"", NULL, 0);
	sheet_slot(s, SLOT_VALUE, "code", "");
	sheet_fill(s, w, "\"", NULL, 0);
	sheet_fill(s, w, entry_end, NULL, 0);
	page_end(s, w, &p);
}

/* What is there, and a place to add something. */
void
page_status(struct sheet *s, const struct words *w)
{
	const struct page p = { TEXT_LINK_CODE, "/code", STYLE_PAGE };
	const struct html_value lang = { "lang", str_of(w->lang->code) };

	page_begin(s, w, &p);
	sheet_fill(s, w, status_top, NULL, 0);
	sheet_fill(s, w, "<p class=\"q\" role=\"status\">", NULL, 0);
	sheet_slot(s, SLOT_VALUE, "added", "");
	sheet_fill(s, w, "</p>\n", NULL, 0);
	sheet_fill(s, w, status_facts, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "covered", "");
	sheet_fill(s, w, status_passed, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "passed", "");
	sheet_fill(s, w, status_answer, NULL, 0);
	sheet_slot(s, SLOT_VALUE, "answer", "");
	sheet_fill(s, w, status_add, &lang, 1);
	sheet_slot(s, SLOT_TOKEN, "", "");
	sheet_fill(s, w, "\">\n", NULL, 0);
	carry_code(s, w);
	sheet_fill(s, w, status_story, NULL, 0);
	sheet_problem(s, w, "<p class=\"err\">{message}</p>\n");
	sheet_fill(s, w, status_area, NULL, 0);
	sheet_problem(s, w, " aria-invalid=\"true\"");
	sheet_fill(s, w, ">\n", NULL, 0);
	sheet_slot(s, SLOT_VALUE, "text", "");
	sheet_fill(s, w, status_end, NULL, 0);
	page_proof(s, w);
	page_end(s, w, &p);
}
