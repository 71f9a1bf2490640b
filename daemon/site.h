/*
 * site.h - the pages, prepared from texts and boxes at start and on SIGHUP.
 */
#ifndef SITE_H
#define SITE_H

#include "gehoor/conf.h"

struct site;
struct sheet;
struct sms_line;

/*
 * Prepares all pages and reads the secrets of the SMS lines; warns through
 * log_warn of a form over 8 KB.  Borrows c until site_free.  0 or -1.
 */
int site_new(const struct conf *c, struct site **out, struct err *e);
void site_free(struct site **s);

/* The CSP source of the style sheet, "'sha256-...'"; lives as the site. */
const char *site_style_csp(const struct site *s);

/* The number of a language or box, or -1; the first language is 0. */
long site_lang(const struct site *s, struct str code);
long site_box(const struct site *s, struct str name);

/* Pages without slots, and the receipt with one for the code. */
enum site_page {
	SITE_START,
	SITE_PRIVACY,
	SITE_SAFE,
	SITE_RECEIPT,
	SITE_CODE,
	SITE_STATUS,
	SITE_FAIL,
	SITE_FAIL_MISSING,
	SITE_FAIL_BIG,
	SITE_FAIL_BUSY,
	SITE_PAGES
};
const struct sheet *
site_page(const struct site *s, long lang, enum site_page page);
const struct sheet *site_form(const struct site *s, long lang, long box);
const struct sheet *site_check(const struct site *s, long lang, long box);

/* A text of that language with the organisation's name in it. */
const char *site_text(const struct site *s, long lang, enum text t);

/* The configured SMS line of that name, or NULL. */
const struct sms_line *site_line(const struct site *s, struct str name);

#endif
