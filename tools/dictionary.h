/*
 * dictionary.h - the lists of words that redaction knows.
 *
 * OpenTaal's list of Dutch as Debian packages it (wdutch), words in small
 * letters, names apart, and our own of conf/names.  They are built in: what is hidden
 * must not hang on what happens to be installed where somebody runs the tool.
 */
#ifndef DICTIONARY_H
#define DICTIONARY_H

#include "gehoor/bytes.h"

enum dictionary_list {
	DICTIONARY_DUTCH,
	DICTIONARY_FIRST,
	DICTIONARY_LAST,
	DICTIONARY_PLACES,
	DICTIONARY_KEEP,
	DICTIONARY_TELLING,
	DICTIONARY_PROPER, /* of the same list, what has a capital only */
	DICTIONARY_COMMON  /* what more than one message of the corpus has */
};

/* Words between blanks or LF; a line that begins with "#" is a comment. */
struct str dictionary_words(enum dictionary_list list);

#endif
