/*
 * cmd-classify.c - gehoor classify: what messages on standard input are
 * about, and what they weigh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify.h"
#include "command.h"
#include "model.h"

static const struct option_row classify_options[] = {
	{ 0, "why", NULL, "tell what spoke for each theme and the rest" },
	{ 0, "model", "FILE", "use this model, not that of theme_model" },
	{ 0, NULL, NULL, NULL },
};

/* The themes, with the model asked for. */
static int
open_themes(struct invocation *iv, struct themes **out, struct err *e)
{
	const char *path = option_value(iv, "model");
	struct model *m = NULL;

	if (path == NULL)
		return themes_new(iv->conf, out, e);
	return model_load(path, &m, e) == -1
	    ? -1
	    : themes_new_with(iv->conf, m, out, e);
}

/* All lines; one that is wrong is named, the others are answered. */
static enum exit_code
classify_lines(const struct answerer *a)
{
	enum exit_code code = EXIT_DONE;
	struct buf out = BUF_INIT;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	struct err e;

	for (size_t at = 1; (n = getline(&line, &cap, stdin)) != -1; at++) {
		buf_clear(&out);
		if (classify_line(
			(struct str){ line, (size_t)n }, a, &out, &e) == -1)
			code = complain(
			    EXIT_CHECK_FAILED, "line %zu: %s", at, e.msg);
		else
			fwrite(out.data, 1, out.len, stdout);
	}
	if (ferror(stdin))
		code = complain(EXIT_OTHER, "standard input cannot be read");
	free(line);
	buf_free(&out);
	return code;
}

static enum exit_code
classify_run(struct invocation *iv)
{
	struct answerer a = { .conf = iv->conf,
		.why = option_value(iv, "why") != NULL };
	struct themes *t = NULL;
	struct gauger *g = NULL;
	enum exit_code code;
	struct err e = { "" };

	if (open_themes(iv, &t, &e) == -1 ||
	    gauger_new(iv->conf, &g, &e) == -1) {
		themes_free(&t);
		return complain(EXIT_OTHER, "%s", e.msg);
	}
	a.themes = themes_scratch_new(t);
	a.gauger = g;
	a.gauge = gauge_scratch_new();
	code = a.themes == NULL || a.gauge == NULL
	    ? complain(EXIT_OTHER, "no memory")
	    : classify_lines(&a);
	themes_scratch_free(&a.themes);
	gauge_scratch_free(&a.gauge);
	themes_free(&t);
	gauger_free(&g);
	return code;
}

const struct command cmd_classify = {
	.name = "classify",
	.brief = "tell what messages on standard input are about and weigh",
	.operands = "",
	.options = classify_options,
	.needs = NEEDS_CONF,
	.run = classify_run,
	.example = "gehoor classify --why <messages.jsonl",
};
