/*
 * look.h - what the pages look like: style sheets made from the colours of
 * the configuration, and how a Content-Security-Policy names them.
 */
#ifndef LOOK_H
#define LOOK_H

#include "gehoor/conf.h"

/* A page has one of them between <style> and </style>. */
enum style {
	STYLE_FORM, /* of the form, and small for it */
	STYLE_PAGE, /* of all other pages */
	STYLES
};

/* "'sha256-...'" (CSP level 3, section 2.3.1), and a NUL. */
#define LOOK_CSP_LEN (8 + 44 + 1)

struct look {
	char *css[STYLES];
	char csp[STYLES][LOOK_CSP_LEN + 1];
};

/* 0, or -1 for no memory; look_free is legal after either. */
int look_init(struct look *l, const struct conf *c);
void look_free(struct look *l);

#endif
