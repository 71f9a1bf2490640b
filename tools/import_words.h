/*
 * import_words.h - words in a file of somebody else compared with ours: case,
 * accents and blanks around them do not count.
 */
#ifndef IMPORT_WORDS_H
#define IMPORT_WORDS_H

#include <stdbool.h>

#include "gehoor/conf.h"

bool import_words_equal(struct str a, struct str b);

/* Whether it is one of the words of a list with blanks between. */
bool import_words_among(struct str word, const char *list);

/* Whether it is the id, or its words in any language. */
bool import_words_mean(
    struct str word, const char *id, const struct conf_words *label);

#endif
