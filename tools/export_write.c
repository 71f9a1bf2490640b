/*
 * export_write.c - the forms in which figures go to other programs.
 */
#include "export_write.h"

#include <string.h>

#include "ndjson_table.h"
#include "xlsx_table.h"

static int
write_csv(
    FILE *f, const struct csv_dialect *d, const struct report *r, struct err *e)
{
	return csv_table_write(f, d, r->release) == 0
	    ? 0
	    : err_set(e, "no memory for the figures as CSV");
}

static int
write_ndjson(
    FILE *f, const struct csv_dialect *d, const struct report *r, struct err *e)
{
	(void)d;
	return ndjson_table_write(f, r->release, e);
}

static int
write_xlsx(
    FILE *f, const struct csv_dialect *d, const struct report *r, struct err *e)
{
	(void)d;
	return xlsx_table_write(f, r, e);
}

const struct export_format export_formats[] = {
	{ "csv", "text/csv", true, true, write_csv },
	{ "xlsx",
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	    false, false, write_xlsx },
	{ "ndjson", "application/x-ndjson", false, true, write_ndjson },
	{ NULL, NULL, false, false, NULL },
};

const struct export_format *
export_format_find(const char *name)
{
	for (size_t i = 0; export_formats[i].name != NULL; i++)
		if (strcmp(export_formats[i].name, name) == 0)
			return &export_formats[i];
	return NULL;
}
