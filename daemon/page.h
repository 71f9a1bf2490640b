/*
 * page.h - the pages, each one response that needs nothing else.
 */
#ifndef PAGE_H
#define PAGE_H

#include "look.h"
#include "sheet.h"

/* What sets a page apart from the others. */
struct page {
	enum text step; /* behind the name in the title; or none: */
#define PAGE_NO_STEP TEXT_COUNT
	const char *path; /* behind /LANG in the language links: "/lijn" */
	enum style style;
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

/* now in Unix seconds: which boxes are open */
void page_start(struct sheet *s, const struct words *w, int64_t now);
void
page_form(struct sheet *s, const struct words *w, const struct conf_box *box);
void
page_check(struct sheet *s, const struct words *w, const struct conf_box *box);
void page_receipt(struct sheet *s, const struct words *w);
/*
 * A box in which nobody can write any more, with where to go instead; typed:
 * for who just wrote something, to take it there.
 */
void page_closed(struct sheet *s, const struct words *w,
    const struct conf_box *box, bool typed, int64_t now);
/* What was said and done; the items are written by page_actions. */
void page_answers(struct sheet *s, const struct words *w);
void page_code(struct sheet *s, const struct words *w);
void page_status(struct sheet *s, const struct words *w);
/* A button for who wants a proof to keep; the code is that of the view. */
void page_proof(struct sheet *s, const struct words *w);
void page_privacy(struct sheet *s, const struct words *w);
void page_safe(struct sheet *s, const struct words *w);

/* The page that says what did not work. */
void page_fail(
    struct sheet *s, const struct words *w, enum text title, enum text text);

/* Adds the template for a link or button to every box that is open. */
void page_open_boxes(
    struct sheet *s, const struct words *w, const char *tmpl, int64_t now);

/* Whether people can write there now. */
bool page_is_open(const struct conf_box *box, int64_t now);

/* A text with "{date}" and "{time}" of a moment of the configuration. */
void page_moment(
    struct buf *b, const struct words *w, enum text t, const char *moment);

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
#define PAGE_SCALE 5 /* a scale goes from "1" to this */
extern const struct page_choice page_wishes[PAGE_WISHES];
extern const struct page_choice page_whos[PAGE_WHOS];
extern const struct page_choice page_publish[PAGE_PUBLISH];
extern const struct page_choice page_scale[PAGE_SCALE];

#endif
