/*
 * xlsx_table.h - the figures as a workbook, for who works in a spreadsheet.
 */
#ifndef XLSX_TABLE_H
#define XLSX_TABLE_H

#include <stdio.h>

#include "gehoor/err.h"
#include "report.h"

/*
 * Writes the workbook: what to know, the themes, the regions, and the rest;
 * every cell of the release stands on one of them.  The same figures give
 * the same bytes.  sworn of the report is not looked at.  0 or -1; errors of
 * the file stay in f.
 */
int xlsx_table_write(FILE *f, const struct report *r, struct err *e);

#endif
