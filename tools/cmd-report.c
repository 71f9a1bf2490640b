/*
 * cmd-report.c - gehoor report: the theme report of a period, as one HTML
 * file to print, to mail and to keep.
 */
#include <string.h>

#include "command.h"
#include "figures.h"
#include "language.h"
#include "output.h"
#include "report.h"
#include "sworn.h"

static const struct option_row report_options[] = {
	FIGURES_OPTIONS,
	{ 0, "edition", "EDITION", "for whom: council" },
	{ 0, "lang", "LANG", "language of the report; the first of languages" },
	{ 'o', "output", "FILE", "write here, not to stdout" },
	{ 0, NULL, NULL, NULL },
};

static enum exit_code
report_write(const struct invocation *iv, const struct report *r)
{
	struct buf page = BUF_INIT;
	struct err e;
	enum exit_code code = EXIT_OTHER;

	if (report_council(r, &page) == -1) {
		complain(EXIT_OTHER, "no memory for the report");
	} else if (output_write(option_value(iv, "output"), &page, &e) == -1) {
		complain(EXIT_OTHER, "%s", e.msg);
	} else {
		code = EXIT_DONE;
	}
	buf_free(&page);
	return code;
}

static enum exit_code
report_run(struct invocation *iv)
{
	const char *edition = option_value(iv, "edition");
	const struct conf_lang *lang = language_option(iv);
	struct figures f;
	struct sworn sworn;
	struct err e;
	enum exit_code code;

	if (edition != NULL && strcmp(edition, "council") != 0)
		return complain(EXIT_USAGE,
		    "--edition: there is no edition %s; there is: council",
		    edition);
	if (lang == NULL)
		return EXIT_USAGE;
	code = figures_read(iv, &f);
	if (code != EXIT_DONE)
		return code;
	if (sworn_read(iv->db, iv->conf, &sworn, &e) == 0)
		code = report_write(iv,
		    &(struct report){ .conf = iv->conf,
			.lang = lang,
			.scope = &f.scope,
			.release = &f.release,
			.sums = &f.sums,
			.sworn = &sworn });
	else
		code = complain(EXIT_OTHER, "%s", e.msg);
	sworn_free(&sworn);
	figures_free(&f);
	return code;
}

const struct command cmd_report = {
	.name = "report",
	.brief = "make the theme report of a period",
	.operands = "",
	.options = report_options,
	.needs = NEEDS_CONF | NEEDS_DB,
	.run = report_run,
	.example = "gehoor report --period 2026-Q3 -o verslag.html",
	.common = true,
};
