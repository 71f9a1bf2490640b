/*
 * site.h - the pages, prepared from texts and boxes at start and on SIGHUP.
 */
#ifndef SITE_H
#define SITE_H

#include "gehoor/conf.h"

struct site;

/*
 * Prepares all pages and reads the secrets of the SMS lines; warns through
 * log_warn of a form over 8 KB.  Borrows c until site_free.  0 or -1.
 */
int site_new(const struct conf *c, struct site **out, struct err *e);
void site_free(struct site **s);

/*
 * What Content-Security-Policy must allow as style: "sha256-..." without
 * quotes; lives as long as the site.
 */
const char *site_style_csp(const struct site *s);

#endif
