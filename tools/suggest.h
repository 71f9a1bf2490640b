/*
 * suggest.h - the word that was probably meant.
 */
#ifndef SUGGEST_H
#define SUGGEST_H

/* Remembers the nearest of the names shown to it. */
struct suggest {
	const char *word;	/* borrowed: what was typed */
	const char *nearest;	/* NULL: nothing near enough */
	unsigned distance;
};

void suggest_start(struct suggest *s, const char *word);
void suggest_see(struct suggest *s, const char *name);

#endif
