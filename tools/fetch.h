/*
 * fetch.h - small files over HTTP, for witnesses: capped in size and time, no
 * redirects, nothing sent along.
 */
#ifndef FETCH_H
#define FETCH_H

#include <stddef.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

struct fetch;

/* One connection that is used again. NULL: no memory. */
struct fetch *fetch_new(void);
void fetch_free(struct fetch **f);

/*
 * Adds what an http or https address answers with 200, at most max bytes.
 * 0, 1 if it answered 404, or -1.
 */
int fetch_get(struct fetch *f, const char *url, size_t max, struct buf *out,
    struct err *e);

#endif
