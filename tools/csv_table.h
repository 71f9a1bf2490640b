/*
 * csv_table.h - a release as CSV (RFC 4180), for scripts or for a Dutch
 * Excel.
 */
#ifndef CSV_TABLE_H
#define CSV_TABLE_H

#include <stdio.h>

#include "protect.h"

struct csv_dialect {
	const char *name;
	char separator;
	bool bom; /* tells Excel that it is UTF-8 */
};

/* Ends with name NULL. */
extern const struct csv_dialect csv_dialects[];

/* NULL if there is none of that name. */
const struct csv_dialect *csv_dialect_find(const char *name);

#define CSV_MEASURE "messages" /* what is counted */

/* Columns in order, ends with NULL. */
extern const char *const csv_columns[];

/* "shown", "under5" or "hidden". */
const char *csv_status(enum printed_status status);

/*
 * Writes head and rows.  Text that a spreadsheet would take for a formula
 * gets a ' before it.  Errors stay in f, for ferror.
 */
void
csv_table_write(FILE *f, const struct csv_dialect *d, const struct release *r);

#endif
