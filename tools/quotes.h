/*
 * quotes.h - what may be quoted in a report, and what people said of it.
 *
 * A message can be quoted if its sender said so (publish "report"), if it
 * counts, and if something of it passes the second gate (quoter.h).  It is
 * printed with a theme, and with nothing that says where, when or by whom it
 * was written, once it was approved in two roles for the same theme, as the
 * very words that are printed, and if nobody withheld it; and only beside a
 * theme of which at least PROTECT_LEAST messages are counted in that period.
 */
#ifndef QUOTES_H
#define QUOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/week.h"

struct sqlite3;
struct reader_secret;

#define QUOTE_ROLES_LEN 64

/* A message that could be quoted. */
struct quote {
	uint8_t leaf[HASH_LEN];
	char *text;   /* UTF-8, without quotation marks; NULL: none passes */
	char *themes; /* what it is about, ids with blanks between */
	char *theme;  /* for which most roles approved it; or NULL */
	char *why;    /* why no text passes; or NULL */
	char roles[QUOTE_ROLES_LEN]; /* that approved these words */
	bool approved, withheld;
};

struct quotes {
	struct quote *items; /* by leaf, which says nothing of their order */
	size_t n;
};

/*
 * All of that period that could be quoted; those approved for a report only,
 * if so asked.  Every text goes through the gate again.  period and box may
 * be NULL: any.  Free with quotes_free, in every case.  0 or -1.
 */
struct quotes_wanted {
	const struct period *period;
	const char *box;
	bool approved;
	/* Boxes that this is no reader of are left out; NULL: none is. */
	const struct reader_secret *key;
};
int quotes_read(struct sqlite3 *db, const struct conf *c,
    const struct quotes_wanted *wanted, struct quotes *out, struct err *e);
void quotes_free(struct quotes *q);

bool quote_is_about(const struct quote *q, const char *theme);

#endif
