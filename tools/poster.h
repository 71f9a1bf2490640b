/*
 * poster.h - a poster for one box: an A4 page with its address as a QR code
 * and in letters, and the number for text messages.
 */
#ifndef POSTER_H
#define POSTER_H

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

/*
 * Adds the page.  0, or -1 if the site has no public_url yet, the box is over
 * at that moment (Unix seconds), or no memory.
 */
int poster_write(const struct conf *c, const struct conf_box *box,
    const struct conf_lang *lang, int64_t now, struct buf *out, struct err *e);

#endif
