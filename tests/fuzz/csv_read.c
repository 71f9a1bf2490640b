/*
 * csv_read.c - fuzzes the CSV reader: the first byte says what is known of
 * the file, the rest is the file.
 */
#include <stdlib.h>
#include <string.h>

#include "gehoor/utf8.h"
#include "tools/csv_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct last {
	size_t number, line;
};

/* Rows are numbered, lines rise, fields are UTF-8 without NUL. */
static int
row_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct last *last = arg;

	(void)e;
	if (row->number != last->number + 1 || row->line <= last->line ||
	    row->n == 0 || row->n > CSV_COLUMNS_MAX)
		abort();
	for (size_t i = 0; i < row->n; i++)
		if (!utf8_is_valid(row->fields[i].p, row->fields[i].n) ||
		    memchr(row->fields[i].p, '\0', row->fields[i].n) != NULL)
			abort();
	*last = (struct last){ row->number, row->line };
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct csv_read_options o = { '\0', false };
	struct last last = { 0, 0 };
	struct err e = { "" };

	if (n == 0)
		return 0;
	o.windows_1252 = (p[0] & 1) != 0;
	o.separator = (p[0] & 2) != 0 ? ';' : '\0';
	if (csv_read((struct str){ (const char *)p + 1, n - 1 }, &o, row_cb,
		&last, &e) == -1 &&
	    e.msg[0] == '\0')
		abort();
	return 0;
}
