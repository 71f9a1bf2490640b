/*
 * cmd-train.c - gehoor train: a model of themes from labelled messages.
 */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "labels.h"
#include "output.h"
#include "train.h"

static const struct option_row train_options[] = {
	{ 'o', "output", "FILE", "write the model here" },
	{ 0, "labels", NULL, "learn also from what people labelled" },
	{ 0, NULL, NULL, NULL },
};

/* How it does on what was held back; a line a theme. */
static void
tell_scores(const struct invocation *iv, const struct train_scores *s)
{
	unsigned hit = 0, wrong = 0;

	for (size_t i = 0; i < iv->conf->nthemes; i++) {
		unsigned off = s->theme[i].extra + s->theme[i].missed;

		hit += s->theme[i].hit;
		wrong += off;
		say(iv, "%-13s F1 %.2f", iv->conf->themes[i].id,
		    2.0 * s->theme[i].hit /
			(2.0 * s->theme[i].hit + off + 1e-9));
	}
	say(iv, "%zu messages; micro-F1 %.3f on messages held back", s->n,
	    2.0 * hit / (2.0 * hit + wrong + 1e-9));
}

/* They were chosen for their doubt: no fair sample of what people write. */
static int
add_label(struct str text, uint64_t themes, void *arg)
{
	return train_add(arg, text, themes, TRAIN_ASIDE);
}

static int
add_labels(const struct invocation *iv, struct train *t, struct err *e)
{
	return option_value(iv, "labels") == NULL
	    ? 0
	    : labels_read(iv->db, iv->conf, add_label, t, e);
}

static enum exit_code
train_run(struct invocation *iv)
{
	const char *path = option_value(iv, "output");
	struct train_scores scores = { .n = 0 };
	struct train *t = NULL;
	struct model *m = NULL;
	struct buf bytes = BUF_INIT;
	enum exit_code code = EXIT_OTHER;
	struct err e = { "" };

	if (path == NULL)
		return complain(EXIT_USAGE, "say with -o where the model goes");
	if (train_new(iv->conf, &t, &e) == -1 ||
	    train_files(t, iv->conf, iv->argv, (size_t)iv->argc, &e) == -1 ||
	    add_labels(iv, t, &e) == -1 ||
	    train_finish(t, &m, &scores, &e) == -1)
		goto cleanup;
	tell_scores(iv, &scores);
	model_write(m, &bytes);
	if (bytes.failed)
		err_set(&e, "no memory");
	else if (output_write(path, &bytes, &e) == 0)
		code = EXIT_DONE;
cleanup:
	if (code != EXIT_DONE)
		complain(code, "%s", e.msg);
	train_free(&t);
	model_free(&m);
	buf_free(&bytes);
	return code;
}

const struct command cmd_train = {
	.name = "train",
	.brief = "make a model of themes from labelled messages",
	.operands = "[+]FILE ...",
	.min_operands = 1,
	.max_operands = -1,
	.options = train_options,
	.needs = NEEDS_CONF,
	.alone = "labels",
	.alone_needs = NEEDS_CONF | NEEDS_DB | NEEDS_KEY,
	.run = train_run,
	.example = "gehoor train -o themes.model messages.jsonl",
};
