/*
 * quote_gate.h - what of a redacted text may stand in print as a quote.
 *
 * The second gate, behind redaction.  Only words that are known to be nobody's
 * pass: the dictionary, short spellings of text messages, the words of our own
 * themes.  So whether a name leaks does not hang on whether it was found.
 * Words that tell when, how old, where or who of whom (days, months, feasts,
 * ages, nationalities, the role of the writer) do not pass, nor do those that
 * the caller forbids.  What does not pass is shown as "…".  Nothing else is
 * changed.  Deterministic.
 */
#ifndef QUOTE_GATE_H
#define QUOTE_GATE_H

#include <stddef.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"
#include "gehoor/err.h"

#define QUOTE_GATE_WORDS 25 /* in a quote at most; a "…" is one */
#define QUOTE_GATE_HOLES 20 /* percent of the words that may be "…" */
#define QUOTE_GATE_LEAST 4  /* words that must be left */

struct quote_gate; /* opaque; read only: may be shared */

/* -1 with the reason.  Main thread only (libconfuse). */
int quote_gate_new(struct quote_gate **ret, struct err *e);
void quote_gate_free(struct quote_gate **g);

/*
 * Adds the quote to out: one line, UTF-8, without quotation marks around it;
 * cut at the end of a sentence, or else of a clause and with "…", when it is
 * too long.  Redacted: a text as redact_text gives it, or a part of one, such
 * as its kernel.  Forbidden: n words or phrases in any case that may not
 * stand there: the regions and their titles, roles, houses; one of five
 * letters or more also forbids the words that begin with it.  Borrowed.
 * 0; or -1 with the reason for somebody who reads quotes, and nothing added.
 */
int quote_gate(const struct quote_gate *g, struct str redacted,
    const char *const *forbidden, size_t n, struct buf *out, struct err *why);

#endif
