/*
 * classify.h - a message as a line of JSON, and what is found in it.
 *
 *	{"id": "a1", "text": "ze belt nooit terug"}
 *	{"id":"a1","themes":["bereikbaar"]}
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include <stdbool.h>

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "themes.h"

/*
 * Adds the answer to one line, with its newline; with why: what spoke for
 * each theme.  0; or -1 with what is wrong with the line, and then nothing
 * was added.
 */
int classify_line(struct str line, const struct conf *c,
    struct themes_scratch *s, bool why, struct buf *out, struct err *e);

#endif
