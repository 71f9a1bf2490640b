/*
 * cmd-export.c - gehoor export: the cells of the report for other programs,
 * with datapackage.json beside the file.
 */
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "datapackage.h"
#include "export_write.h"
#include "figures.h"
#include "language.h"
#include "output.h"

static const struct option_row export_options[] = {
	FIGURES_OPTIONS,
	{ 0, "format", "FORMAT", "csv, xlsx (a workbook) or ndjson" },
	{ 0, "dialect", "DIALECT",
	    "of CSV: rfc4180 (for scripts), or excel-nl" },
	{ 0, "lang", "LANG", "language of a workbook; the first of languages" },
	{ 'o', "output", "FILE", "write here, not to stdout" },
	{ 0, NULL, NULL, NULL },
};

/* What somebody asked for. */
struct wanted {
	const struct export_format *format;
	const struct csv_dialect *dialect; /* NULL: not CSV */
	const struct conf_lang *lang;
	const char *path; /* NULL: stdout */
};

static int
wanted_dialect(const struct invocation *iv, struct wanted *w)
{
	const char *name = option_value(iv, "dialect");

	if (!w->format->dialects && name != NULL) {
		complain(EXIT_USAGE, "--dialect: only CSV has dialects, not %s",
		    w->format->name);
		return -1;
	}
	if (!w->format->dialects)
		return 0;
	w->dialect = csv_dialect_find(name == NULL ? "rfc4180" : name);
	if (w->dialect != NULL)
		return 0;
	complain(EXIT_USAGE,
	    "--dialect: there is no dialect %s; there are: rfc4180, excel-nl",
	    name);
	return -1;
}

/* 0, or -1 after complaining. */
static int
wanted_read(const struct invocation *iv, struct wanted *w)
{
	const char *format = option_value(iv, "format");
	const char *path = option_value(iv, "output");

	*w = (struct wanted){ .format = export_formats };
	if (format != NULL)
		w->format = export_format_find(format);
	if (w->format == NULL) {
		complain(EXIT_USAGE,
		    "--format: there is no format %s; "
		    "there are: csv, xlsx, ndjson",
		    format);
		return -1;
	}
	if (path != NULL && strcmp(path, "-") != 0)
		w->path = path;
	w->lang = language_option(iv);
	return w->lang == NULL ? -1 : wanted_dialect(iv, w);
}

/* The table, and after it what describes it (NULL: nothing does). */
static int
export_write(const struct wanted *w, const struct report *r,
    struct datapackage *package, struct err *e)
{
	struct output o;

	if (output_open(&o, w->path, e) == -1)
		return -1;
	if (w->format->write(o.file, w->dialect, r, e) == -1) {
		output_drop(&o);
		return -1;
	}
	if (output_finish(&o, e) == -1)
		return -1;
	return package == NULL ? 0 : datapackage_write(package, e);
}

/* What a file is that is made here; a device or a pipe is not described. */
static int
describe(const struct wanted *w, const struct report *r,
    struct datapackage **out, struct err *e)
{
	const struct datapackage_of of = { w->path, w->format, w->dialect,
		r->conf->organisation, r->release->n };
	struct stat st;

	if (w->path == NULL ||
	    (stat(w->path, &st) == 0 && !S_ISREG(st.st_mode)))
		return 0;
	return datapackage_new(&of, out, e);
}

static enum exit_code
export_run(struct invocation *iv)
{
	struct datapackage *package = NULL;
	struct wanted w;
	struct figures f;
	struct report r = { .conf = iv->conf, .scope = &f.scope };
	enum exit_code code;
	struct err e;

	if (wanted_read(iv, &w) == -1)
		return EXIT_USAGE;
	code = figures_read(iv, &f);
	if (code != EXIT_DONE)
		return code;
	r.lang = w.lang;
	r.release = &f.release;
	if (describe(&w, &r, &package, &e) == -1 ||
	    export_write(&w, &r, package, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	datapackage_free(&package);
	figures_free(&f);
	return code;
}

const struct command cmd_export = {
	.name = "export",
	.brief = "write the report's figures as CSV, workbook or JSON",
	.operands = "",
	.options = export_options,
	.needs = NEEDS_CONF | NEEDS_DB,
	.run = export_run,
	.example = "gehoor export --period 2026-Q3 --dialect excel-nl "
		   "-o cijfers.csv",
	.common = true,
};
