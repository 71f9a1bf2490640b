/*
 * dictionary.h - the ordinary words of Dutch, for redaction.
 *
 * OpenTaal's list as Debian packages it (wdutch), small letters, one word a
 * line.  It is built in: what is hidden must not hang on what happens to be
 * installed where somebody runs the tool.
 */
#ifndef DICTIONARY_H
#define DICTIONARY_H

#include "gehoor/bytes.h"

struct str dictionary_words(void);

#endif
