/*
 * texts.h - the names of all words that people read on the pages, in text
 * messages and in the report.  The words themselves are in conf/lang,
 * compiled in as defaults and overridden by the configuration; every name
 * must be there in every language.
 *
 * X(constant, key in the language file): new entries last in their group.
 * The lists live in texts.def, one group to a room.
 */
#ifndef GEHOOR_TEXTS_H
#define GEHOOR_TEXTS_H

enum text {
#define X(c, key) c,
#include "gehoor/texts.def"
#undef X
	TEXT_COUNT
};

/* The key of a text in the language files. */
extern const char *const text_keys[TEXT_COUNT];

#endif
