/*
 * appraise.h - all that is found in a message: what it is about, what it
 * weighs, and its words without what says who somebody is.
 *
 * This is what leaves the sealed log: the database gets an appraisal, and
 * never the text it was made of.
 */
#ifndef APPRAISE_H
#define APPRAISE_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

struct appraisal {
	uint64_t themes;  /* bit i: conf->themes[i] */
	uint8_t polarity; /* enum polarity */
	uint8_t weight;   /* 0 to 3 */
	uint8_t tone;     /* 0 to 3 */
	uint8_t danger;   /* bits of enum danger */
	bool spam;
	/* Redacted; owned, ended by '\0'.  NULL: there was no text. */
	char *words;
	char *kernel; /* behind the words in the same memory */
};

struct appraiser;        /* read only: threads share it */
struct appraise_scratch; /* memory of one thread, reused */

/* c is borrowed until appraiser_free.  0 or -1. */
int appraiser_new(const struct conf *c, struct appraiser **out, struct err *e);
void appraiser_free(struct appraiser **a);

/* a is borrowed until appraise_scratch_free.  NULL without memory. */
struct appraise_scratch *appraise_scratch_new(const struct appraiser *a);
void appraise_scratch_free(struct appraise_scratch **s);

/* Appraises a text in UTF-8.  0; or -1 without memory, and *out is empty. */
int
appraise(struct str text, struct appraise_scratch *s, struct appraisal *out);

/* Wipes and frees the words; it is empty then. */
void appraisal_free(struct appraisal *a);

#endif
