/*
 * classify.h - a message as a line of JSON, and what is found in it.
 *
 *	{"id": "a1", "text": "ze belt nooit terug"}
 *	{"id":"a1","themes":["bereikbaar"],"polarity":"neg","weight":1,
 *	 "tone":0,"danger":"","dangers":[],"spam":false,
 *	 "kernel":"ze belt nooit terug"}
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include <stdbool.h>

#include "gauge.h"
#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "themes.h"

/* Who answers: borrowed, and the memory of one thread. */
struct answerer {
	const struct conf *conf;
	struct themes_scratch *themes;
	const struct gauger *gauger;
	struct gauge_scratch *gauge;
	bool why; /* also what spoke for it */
};

/*
 * Adds the answer to one line, with its newline.  0; or -1 with what is wrong
 * with the line, and then nothing was added.
 */
int classify_line(
    struct str line, const struct answerer *a, struct buf *out, struct err *e);

#endif
