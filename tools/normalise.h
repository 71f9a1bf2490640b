/*
 * normalise.h - the form in which texts and terms are compared.
 *
 * Small letters without marks, words between single blanks, " . " where a
 * sentence ends (so that no phrase runs across), chat spelling undone.
 * The text begins and ends with a blank.
 */
#ifndef NORMALISE_H
#define NORMALISE_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

enum normalise_how {
	NORMALISE_SINGLE = 1,  /* "niiiks" is "niks", not "niiks" */
	NORMALISE_NUMBERS = 2, /* "3e", "drie" and "12" become "#" */
	NORMALISE_PLAIN = 4    /* leave chat spelling: beginnings of words */
};

/* Adds the folded text: to be done once, before normalise_words. 0 or -1. */
int normalise_fold(struct buf *out, struct str text);

/*
 * Adds the words of a folded text.  Returns which of NORMALISE_SINGLE and
 * NORMALISE_NUMBERS would give (or gave) another result, so that the caller
 * need try only those.
 */
unsigned normalise_words(struct buf *out, struct str folded, unsigned how);

/*
 * Leaves of each letter of a to z that stands twice in a row one ("noit"),
 * so that neither stretching nor a slip makes another word; the new length.
 */
size_t normalise_squeeze(uint8_t *p, size_t n);

#endif
