/*
 * suggest_terms.h - words that speak for a theme in what people labelled,
 * and that its terms do not have yet.
 *
 * A word, or two behind each other, is proposed for a theme if at least
 * SUGGEST_LEAST labelled messages about it have it, twice as many as others,
 * and if that is no accident (95 %).  Never a word that redaction would hide,
 * in small letters or with a capital: what one person wrote is no term.
 */
#ifndef SUGGEST_TERMS_H
#define SUGGEST_TERMS_H

#include <stddef.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"

#define SUGGEST_LEAST 5 /* messages */
#define SUGGEST_MOST 20 /* words for a theme */

struct sqlite3;

struct suggestion {
	size_t theme;          /* of the configuration */
	char *words;           /* as a term is written */
	unsigned about, other; /* labelled messages that have it */
	double score;
};

struct suggestions {
	struct suggestion *items; /* by theme, the clearest first */
	size_t n;
	size_t labelled; /* messages looked at */
};

/* Free with suggestions_free, in every case.  0 or -1. */
int suggestions_read(struct sqlite3 *db, const struct conf *c,
    struct suggestions *out, struct err *e);
void suggestions_free(struct suggestions *s);

#endif
