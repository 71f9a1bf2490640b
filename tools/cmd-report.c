/*
 * cmd-report.c - gehoor report: the theme report of a period, as one HTML
 * file to print, to mail and to keep.
 */
#include <string.h>

#include "actions.h"
#include "command.h"
#include "figures.h"
#include "language.h"
#include "output.h"
#include "report.h"
#include "sworn.h"

static const struct option_row report_options[] = {
	FIGURES_OPTIONS,
	{ 0, "edition", "EDITION",
	    "for whom: council, public, quality or poster" },
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

	if (report_make(r, &page) == -1) {
		complain(EXIT_OTHER, "no memory for the report");
	} else if (output_write(option_value(iv, "output"), &page, &e) == -1) {
		complain(EXIT_OTHER, "%s", e.msg);
	} else {
		code = EXIT_DONE;
	}
	buf_free(&page);
	return code;
}

/* What stands beside the figures. */
struct beside {
	struct sworn sworn;
	struct quotes quotes;
	json_t *board;
};

/* 0 or -1; beside_free is due in any case. */
static int
beside_read(const struct invocation *iv, const struct scope *scope,
    struct beside *out, struct err *e)
{
	const struct quotes_wanted wanted = {
		.period = &scope->period, .box = scope->box, .approved = true
	};

	*out = (struct beside){ .board = NULL };
	if (sworn_read(iv->db, iv->conf, &out->sworn, e) == -1 ||
	    actions_published(iv->conf->state, &out->board, e) == -1)
		return -1;
	/* Nothing is quoted of one region: that would say where. */
	return scope->region != NULL
	    ? 0
	    : quotes_read(iv->db, iv->conf, &wanted, &out->quotes, e);
}

static void
beside_free(struct beside *b)
{
	sworn_free(&b->sworn);
	quotes_free(&b->quotes);
	json_decref(b->board);
}

static enum exit_code
report_run(struct invocation *iv)
{
	const char *name = option_value(iv, "edition");
	enum edition edition = edition_find(name == NULL ? "council" : name);
	const struct conf_lang *lang = language_option(iv);
	struct beside beside;
	struct figures f;
	struct err e;
	enum exit_code code;

	if (edition == EDITION_COUNT)
		return complain(EXIT_USAGE,
		    "--edition: there is no edition %s; there are: council, "
		    "public, quality, poster",
		    name);
	if (lang == NULL)
		return EXIT_USAGE;
	code = figures_read(iv, &f);
	if (code != EXIT_DONE)
		return code;
	if (beside_read(iv, &f.scope, &beside, &e) == 0)
		code = report_write(iv,
		    &(struct report){ .edition = edition,
			.conf = iv->conf,
			.lang = lang,
			.scope = &f.scope,
			.release = &f.release,
			.sums = &f.sums,
			.sworn = &beside.sworn,
			.board = beside.board,
			.quotes = &beside.quotes });
	else
		code = complain(EXIT_OTHER, "%s", e.msg);
	beside_free(&beside);
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
