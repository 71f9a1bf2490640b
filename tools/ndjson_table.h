/*
 * ndjson_table.h - a release as JSON, one object on a line.
 */
#ifndef NDJSON_TABLE_H
#define NDJSON_TABLE_H

#include <stdio.h>

#include "gehoor/err.h"
#include "protect.h"

/*
 * The keys are csv_columns; value is a number, or null unless shown.
 * 0 or -1; errors of the file stay in f.
 */
int ndjson_table_write(FILE *f, const struct release *r, struct err *e);

#endif
