/*
 * words.h - what people read in one language, ready to be put into pages.
 */
#ifndef WORDS_H
#define WORDS_H

#include "gehoor/conf.h"
#include "gehoor/html.h"

/* The most values that one template gets beside the words themselves. */
#define WORDS_EXTRA 12

struct look;

struct words {
	const struct conf *conf;      /* borrowed */
	const struct conf_lang *lang; /* borrowed */
	const struct look *look;      /* borrowed */
	char *text[TEXT_COUNT]; /* {organisation} filled in, not escaped */
};

/*
 * The words of a language; polite: as to people who are called "u".  0, or -1
 * for no memory; words_free is legal after either.
 */
int words_init(struct words *w, const struct conf *c,
    const struct conf_lang *lang, bool polite);
void words_free(struct words *w);

/*
 * Adds the template: {key} becomes the escaped text of that key, or the value
 * of that name among the extra ones, which come first.
 */
void words_fill(struct buf *b, const struct words *w, const char *tmpl,
    const struct html_value *extra, size_t nextra);

/* Adds text with {name} replaced by the value, nothing escaped. */
void words_replace(
    struct buf *b, const char *text, const char *name, const char *value);

#endif
