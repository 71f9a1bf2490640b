/*
 * redact.h - a text without what says who somebody is.
 *
 * The scanners of the check page (gehoor/scan.h) find shapes, redact_words.c
 * finds names and places by what the dictionary lacks.  In doubt it hides.
 * What is hidden is replaced by its kind, "[naam]"; an age by its band.
 * Redacting a redacted text again leaves the replacements alone.
 */
#ifndef REDACT_H
#define REDACT_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/scan.h"

struct redactor; /* opaque; read only: may be shared */

/* Allow: numbers that stay (may be NULL), borrowed. -1 with the reason. */
int redactor_new(
    const struct scan_allow *allow, struct redactor **ret, struct err *e);
void redactor_free(struct redactor **r);

/*
 * The spans of a text in bytes, sorted and apart; the caller frees *ret.
 * Returns how many, or -1: no memory.
 */
int
redact_spans(const struct redactor *r, struct str in, struct scan_span **ret);

/* Adds the text with the spans replaced. 0, or -1 if out has failed. */
int redact_apply(
    struct str in, const struct scan_span *spans, size_t n, struct buf *out);

/* Both. 0 or -1: then out may hold nothing of the text. */
int redact_text(const struct redactor *r, struct str in, struct buf *out);

#endif
