/*
 * redact_words.h - names, places and houses among the words of a text.
 */
#ifndef REDACT_WORDS_H
#define REDACT_WORDS_H

#include "gehoor/scan.h"
#include "wordlists.h"

/*
 * Adds to the n spans that are already found (sorted, apart), of which there
 * is room for max; gives all of them, sorted and apart, and how many; -1 if
 * there is no memory.
 */
int redact_words(const struct wordlists *lx, struct str in,
    struct scan_span *spans, size_t n, size_t max);

#endif
