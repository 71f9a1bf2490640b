/*
 * gauge_calm.h - a text without its anger, and how much anger there was.
 */
#ifndef GAUGE_CALM_H
#define GAUGE_CALM_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/* What is in the tone of a text, and in nothing else that is measured. */
struct gauge_noise {
	unsigned words;
	unsigned swears;    /* swear words and insults */
	unsigned sighs;     /* "pff" */
	unsigned shouted;   /* words of three and more capitals */
	unsigned bangs;     /* exclamation marks */
	unsigned asks;      /* question marks */
	unsigned stretched; /* words with a letter three times */
};

/*
 * Adds the text in small letters, without accents and swear words (swear.h),
 * with stops for exclamation marks; stretched letters are left for
 * normalise_words.  What is heard is added to the noise.  folded is spare
 * room.  0, or -1 without memory.
 */
int gauge_calm(struct str in, struct buf *folded, struct buf *out,
    struct gauge_noise *noise);

#endif
