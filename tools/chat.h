/*
 * chat.h - what is meant by the short spellings of text messages.
 */
#ifndef CHAT_H
#define CHAT_H

#include "gehoor/bytes.h"

/*
 * The words a folded word stands for; "#" if it is a number in words; NULL
 * if it is neither.
 */
const char *chat_lookup(struct str word);

/* The i-th spelling of the table; NULL behind the last. */
const char *chat_word(size_t i);

/* Whether the table is in order, as the search needs it; for the tests. */
bool chat_is_sorted(void);

#endif
