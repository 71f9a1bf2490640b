/*
 * term.h - a term of conf/themes as a person writes it, and as the matcher
 * looks for it.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/err.h"

#define TERM_MAX 96 /* bytes, blanks at the ends included */

struct term {
	char bytes[TERM_MAX + 1]; /* normalised; a blank is a closed end */
	size_t len;
	bool exception; /* written with ! before it */
};

/* 0; or -1 with what is wrong with it and what would be right. */
int term_parse(const char *text, struct term *out, struct err *e);

#endif
