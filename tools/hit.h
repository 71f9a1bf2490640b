/*
 * hit.h - a message that was found in the database, as people or programs
 * read it: redacted, and safe to show on a terminal.
 */
#ifndef HIT_H
#define HIT_H

#include "gehoor/buf.h"
#include "search.h"

/* Adds its members to an open JSON object. */
void hit_json(struct buf *b, const struct search_hit *h);

/* A line about it, to which more is added if not empty; its text; its id. */
void hit_words(struct buf *b, const struct search_hit *h, const char *more);

#endif
