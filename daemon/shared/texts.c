/*
 * texts.c - the names of all words that people read (texts.h).
 */
#include "gehoor/texts.h"

const char *const text_keys[TEXT_COUNT] = {
#define X(c, key) key,
#include "gehoor/texts.def"
#undef X
};
