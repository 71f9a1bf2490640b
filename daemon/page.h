/*
 * page.h - the pages, each one response that needs nothing else.
 */
#ifndef PAGE_H
#define PAGE_H

#include "sheet.h"

/* The one style sheet, between <style> and </style> of every page. */
extern const char page_style[];

/* What sets a page apart from the others. */
struct page {
	enum text step; /* behind the name in the title; or none: */
#define PAGE_NO_STEP TEXT_COUNT
	const char *path; /* behind /LANG in the language links: "/lijn" */
};

/* Everything up to and into <main>, and from </main> on. */
void page_begin(struct sheet *s, const struct words *w, const struct page *p);
void page_end(struct sheet *s, const struct words *w, const struct page *p);

/*
 * Adds the template for one line of help, "112 | Danger | Call at once.":
 * {tel}, {number}, {name}, {words}.  Nothing where the text is empty.
 */
void page_help(
    struct sheet *s, const struct words *w, enum text t, const char *tmpl);
extern const enum text page_help_texts[]; /* ends with TEXT_COUNT */

void page_start(struct sheet *s, const struct words *w);
void
page_form(struct sheet *s, const struct words *w, const struct conf_box *box);
void
page_check(struct sheet *s, const struct words *w, const struct conf_box *box);
void page_receipt(struct sheet *s, const struct words *w);
void page_code(struct sheet *s, const struct words *w);
void page_status(struct sheet *s, const struct words *w);
/* A button for who wants a proof to keep; the code is that of the view. */
void page_proof(struct sheet *s, const struct words *w);
void page_privacy(struct sheet *s, const struct words *w);
void page_safe(struct sheet *s, const struct words *w);

/* The page that says what did not work. */
void page_fail(
    struct sheet *s, const struct words *w, enum text title, enum text text);

/* Who reads what is written in that box. */
const char *page_readers(const struct words *w, const struct conf_box *box);

/* The choices that every box has: field values and their words. */
struct page_choice {
	const char *id;
	enum text label;
};
#define PAGE_WISHES 5
#define PAGE_WHOS 4
#define PAGE_PUBLISH 2
extern const struct page_choice page_wishes[PAGE_WISHES];
extern const struct page_choice page_whos[PAGE_WHOS];
extern const struct page_choice page_publish[PAGE_PUBLISH];

/* Scale questions go from 1 to this. */
#define PAGE_SCALE 5

#endif
