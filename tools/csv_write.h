/*
 * csv_write.h - rows of text as CSV (RFC 4180), for scripts or for a Dutch
 * Excel; and what keeps a spreadsheet from computing them.
 */
#ifndef CSV_WRITE_H
#define CSV_WRITE_H

#include <stdbool.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

struct csv_dialect {
	const char *name;
	char separator;
	bool bom; /* tells Excel that it is UTF-8 */
};

/* Ends with name NULL. */
extern const struct csv_dialect csv_dialects[];

/* NULL if there is none of that name. */
const struct csv_dialect *csv_dialect_find(const char *name);

/* What comes before the first row. */
void csv_begin(struct buf *b, const struct csv_dialect *d);

/*
 * One field, quoted where it must be.  Quoting does not keep a spreadsheet
 * from computing what begins like a formula; an apostrophe before it does, and
 * before what begins with apostrophes and then like a formula, so that
 * csv_unguarded gives every text back.
 */
void csv_field(struct buf *b, struct str text);

/* The field of a row as it was before an apostrophe was put before it. */
struct str csv_unguarded(struct str field);

/* A whole row with its line end. */
void csv_row_put(struct buf *b, const struct csv_dialect *d,
    const struct str *fields, size_t n);

#endif
