/*
 * export_write.h - the forms in which the figures of a report go to other
 * programs.  The cells are the same in all of them.
 */
#ifndef EXPORT_WRITE_H
#define EXPORT_WRITE_H

#include <stdio.h>

#include "csv_table.h"
#include "gehoor/err.h"
#include "report.h"

struct export_format {
	const char *name;
	const char *mediatype;
	bool dialects; /* whether it is a CSV of some dialect */
	bool columns;  /* whether its columns are csv_columns */
	/*
	 * Writes all of it (sworn of the report is not looked at; d is NULL
	 * without dialects).  0 or -1; errors of the file stay in f.
	 */
	int (*write)(FILE *f, const struct csv_dialect *d,
	    const struct report *r, struct err *e);
};

/* Ends with name NULL; the first is what is meant if none is named. */
extern const struct export_format export_formats[];

/* NULL if there is none of that name. */
const struct export_format *export_format_find(const char *name);

#endif
