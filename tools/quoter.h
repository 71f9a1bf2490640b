/*
 * quoter.h - the words of a message that may be quoted: its kernel, or the
 * whole of it if the kernel says too little, through the second gate
 * (quote_gate.h), without what the configuration names: regions, boxes, the
 * organisation.
 *
 * They are made anew each time they are needed; an approval is of the very
 * words, by their digest.
 */
#ifndef QUOTER_H
#define QUOTER_H

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"

struct quoter; /* read only */

/* c is borrowed until quoter_free.  Main thread only.  0 or -1. */
int quoter_new(const struct conf *c, struct quoter **out, struct err *e);
void quoter_free(struct quoter **q);

/*
 * Puts the words, of a redacted text and its kernel, into out, which is
 * cleared.  0; or -1 with why nothing of it can be quoted.
 */
int quoter_words(const struct quoter *q, struct str text, struct str kernel,
    struct buf *out, struct err *why);

/* What an approval is of. */
void quoter_digest(const struct buf *words, uint8_t out[static HASH_LEN]);

#endif
