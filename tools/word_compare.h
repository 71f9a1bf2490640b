/*
 * word_compare.h - the order of words in the sorted tables of words.
 */
#ifndef WORD_COMPARE_H
#define WORD_COMPARE_H

#include "gehoor/bytes.h"

/* As strcmp, the left side being no C string; mostly one byte decides. */
static inline int
word_compare(struct str word, const char *row)
{
	for (size_t i = 0; i < word.n; i++) {
		int d = (uint8_t)word.p[i] - (uint8_t)row[i];

		if (d != 0)
			return d;
	}
	return row[word.n] == '\0' ? 0 : -1;
}

#endif
