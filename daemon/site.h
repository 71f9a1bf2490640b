/*
 * site.h - the pages, prepared from texts and boxes at start and on SIGHUP.
 */
#ifndef SITE_H
#define SITE_H

#include "gehoor/conf.h"
#include "look.h"

struct site;
struct sheet;
struct sms_line;
struct words;

/*
 * Prepares all pages as they are at that moment (Unix seconds) and reads the
 * secrets of the SMS lines; warns through log_warn of a form over 8 KB.
 * Borrows c until site_free.  0 or -1.
 */
int
site_new(const struct conf *c, int64_t now, struct site **out, struct err *e);
void site_free(struct site **s);

/* Makes the pages anew if a box has closed since; cheap otherwise. */
void site_tick(struct site *s, int64_t now);

/* The CSP source of a style sheet, "'sha256-...'"; lives as the site. */
const char *site_style_csp(const struct site *s, enum style style);

/*
 * The number of a language or box, or of the box with that code on a poster;
 * or -1.  The first language is 0.
 */
long site_lang(const struct site *s, struct str code);
long site_box(const struct site *s, struct str name);
long site_short_code(const struct site *s, struct str code);

/*
 * Pages that are no box's own, addressing people as that box does (-1: as
 * the site does).  Sheets and words live as long as the site.
 */
enum site_page {
	SITE_START,
	SITE_PRIVACY,
	SITE_SAFE,
	SITE_RECEIPT,
	SITE_CODE,
	SITE_STATUS,
	SITE_ANSWERS,
	SITE_FAIL,
	SITE_FAIL_MISSING,
	SITE_FAIL_BIG,
	SITE_FAIL_BUSY,
	SITE_PAGES
};
const struct sheet *
site_page(const struct site *s, long lang, long box, enum site_page page);

/* Pages of a box: SITE_CARRY is the closed one for who wrote something. */
enum site_box_page { SITE_FORM, SITE_CHECK, SITE_CLOSED, SITE_CARRY };
const struct sheet *site_box_page(
    const struct site *s, long lang, long box, enum site_box_page page);

/* The words, or one text, with the organisation's name in it. */
const struct words *site_words(const struct site *s, long lang, long box);
const char *site_text(const struct site *s, long lang, long box, enum text t);

/* The configured SMS line of that name, or NULL. */
const struct sms_line *site_line(const struct site *s, struct str name);

#endif
