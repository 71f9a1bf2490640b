/*
 * cmd-poster.c - gehoor poster: a poster for one box.
 */
#include "command.h"
#include "gehoor/clock.h"
#include "gehoor/suggest.h"
#include "language.h"
#include "output.h"
#include "poster.h"

static const struct option_row poster_options[] = {
	{ 0, "lang", "LANG", "language of the poster; the first of languages" },
	{ 'o', "output", "FILE", "write here, not to stdout" },
	{ 0, NULL, NULL, NULL },
};

/* The box of that name; NULL after complaining. */
static const struct conf_box *
box_operand(const struct invocation *iv)
{
	const char *name = iv->argv[0];
	const struct conf_box *box = conf_box_find(iv->conf, str_of(name));
	struct suggest s = SUGGEST_INIT(name);

	if (box != NULL)
		return box;
	for (size_t i = 0; i < iv->conf->nboxes; i++)
		suggest_offer(&s, iv->conf->boxes[i].name);
	if (s.nearest != NULL)
		complain(EXIT_USAGE,
		    "%s: there is no such box; did you mean %s?", name,
		    s.nearest);
	else
		complain(EXIT_USAGE, "%s: there is no such box in %s", name,
		    iv->conf->file);
	return NULL;
}

static enum exit_code
poster_run(struct invocation *iv)
{
	const struct conf_box *box = box_operand(iv);
	const struct conf_lang *lang = language_option(iv);
	enum exit_code code = EXIT_DONE;
	struct buf page = BUF_INIT;
	struct err e;

	if (box == NULL || lang == NULL)
		return EXIT_USAGE;
	if (poster_write(iv->conf, box, lang, clock_now(), &page, &e) == -1 ||
	    output_write(option_value(iv, "output"), &page, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	buf_free(&page);
	return code;
}

const struct command cmd_poster = {
	.name = "poster",
	.brief = "make a poster for a box, with a QR code",
	.operands = "BOX",
	.min_operands = 1,
	.max_operands = 1,
	.options = poster_options,
	.needs = NEEDS_CONF,
	.run = poster_run,
	.example = "gehoor poster lijn -o affiche.html",
};
