/*
 * csv_table.h - a release as CSV (RFC 4180), for scripts or for a Dutch
 * Excel.
 */
#ifndef CSV_TABLE_H
#define CSV_TABLE_H

#include <stdio.h>

#include "csv_write.h"
#include "protect.h"

#define CSV_MEASURE "messages" /* what is counted */

/* Columns in order, ends with NULL. */
extern const char *const csv_columns[];

/* "shown", "under5" or "hidden". */
const char *csv_status(enum printed_status status);

/* Writes head and rows.  0 or -1: no memory; errors stay in f, for ferror. */
int
csv_table_write(FILE *f, const struct csv_dialect *d, const struct release *r);

#endif
