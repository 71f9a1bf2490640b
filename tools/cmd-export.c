/*
 * cmd-export.c - gehoor export: the cells of the report as CSV, with
 * datapackage.json beside the file.
 */
#include <string.h>

#include "command.h"
#include "csv_table.h"
#include "datapackage.h"
#include "figures.h"
#include "output.h"

static const struct option_row export_options[] = {
	FIGURES_OPTIONS,
	{ 0, "format", "FORMAT", "csv" },
	{ 0, "dialect", "DIALECT", "rfc4180 (for scripts), or excel-nl" },
	{ 'o', "output", "FILE", "write here, not to stdout" },
	{ 0, NULL, NULL, NULL },
};

/* The dialect asked for; NULL after complaining. */
static const struct csv_dialect *
dialect(const struct invocation *iv)
{
	const char *format = option_value(iv, "format");
	const char *name = option_value(iv, "dialect");
	const struct csv_dialect *d;

	if (format != NULL && strcmp(format, "csv") != 0) {
		complain(EXIT_USAGE,
		    "--format: there is no format %s; there is: csv", format);
		return NULL;
	}
	d = csv_dialect_find(name == NULL ? "rfc4180" : name);
	if (d == NULL)
		complain(EXIT_USAGE,
		    "--dialect: there is no dialect %s; "
		    "there are: rfc4180, excel-nl",
		    name);
	return d;
}

/* The table, and after it what describes it (NULL: nothing does). */
static int
export_write(const char *path, const struct csv_dialect *d,
    const struct release *r, const struct datapackage *package, struct err *e)
{
	struct output o;

	if (output_open(&o, path, e) == -1)
		return -1;
	csv_table_write(o.file, d, r);
	if (output_finish(&o, e) == -1)
		return -1;
	return package == NULL ? 0 : datapackage_write(package, e);
}

static enum exit_code
export_run(struct invocation *iv)
{
	const char *path = option_value(iv, "output");
	const struct csv_dialect *d = dialect(iv);
	struct datapackage *package = NULL;
	struct figures f;
	enum exit_code code;
	struct err e;

	if (d == NULL)
		return EXIT_USAGE;
	code = figures_read(iv, &f);
	if (code != EXIT_DONE)
		return code;
	if ((path != NULL && strcmp(path, "-") != 0 &&
		datapackage_new(path, d, &package, &e) == -1) ||
	    export_write(path, d, &f.release, package, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	datapackage_free(&package);
	figures_free(&f);
	return code;
}

const struct command cmd_export = {
	.name = "export",
	.brief = "write the report's figures as CSV",
	.operands = "",
	.options = export_options,
	.needs = NEEDS_CONF | NEEDS_DB,
	.run = export_run,
	.example = "gehoor export --period 2026-Q3 --dialect excel-nl "
		   "-o cijfers.csv",
	.common = true,
};
