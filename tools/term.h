/*
 * term.h - a term of conf/themes as a person writes it, and as the matcher
 * looks for it: parts behind each other.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/err.h"

#define TERM_MAX 96  /* bytes of a part, blanks at the ends included */
#define TERM_PARTS 5 /* in a term */
#define TERM_GAP 4   /* words that may stand in a gap */

struct term_part {
	char bytes[TERM_MAX + 1]; /* normalised; a blank is a closed end */
	size_t len;
	bool concept; /* bytes name a concept */
	unsigned gap; /* words that may stand before it */
};

struct term {
	struct term_part parts[TERM_PARTS];
	size_t n;
	bool exception; /* written with ! before it */
};

/* 0; or -1 with what is wrong with it and what would be right. */
int term_parse(const char *text, struct term *out, struct err *e);

#endif
