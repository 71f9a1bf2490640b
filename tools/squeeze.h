/*
 * squeeze.h - a text with every letter once: "gaaat", "gaat" and "gat" are
 * compared as the same word, however loud or badly spelt.
 */
#ifndef SQUEEZE_H
#define SQUEEZE_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"

/* Begins as zeroes; memory of one thread, reused. */
struct squeezed {
	char *p;
	uint32_t *at; /* where byte i stood in the text; at[n] is its end */
	size_t n, room;
};

/* Replaces what is in s: of each row of the same letter a to z, the first. */
struct str squeeze(struct squeezed *s, struct str text);
void squeeze_free(struct squeezed *s);

#endif
