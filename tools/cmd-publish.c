/*
 * cmd-publish.c - gehoor publish: what people said and what was done about
 * it, for everybody to read on the server.
 */
#include <string.h>

#include "actions.h"
#include "command.h"

static const struct option_row publish_options[] = {
	{ 0, "checked", NULL,
	    "a person has looked at what might show who somebody is" },
	{ 0, NULL, NULL, NULL },
};

struct doubts {
	const char *name;
	bool checked;
	size_t n;
};

static void
doubt(const struct actions_doubt *d, void *arg)
{
	struct doubts *all = arg;

	all->n++;
	if (!all->checked)
		complain(EXIT_CHECK_FAILED,
		    "%s:%zu: %s.%s: \"%.*s\" might show who somebody is (%s)",
		    all->name, d->line, d->field, d->lang, (int)d->what.n,
		    d->what.p, d->kind);
}

static enum exit_code
publish(const struct invocation *iv, FILE *f, const char *name)
{
	struct doubts doubts = { name, option_value(iv, "checked") != NULL, 0 };
	enum exit_code code = EXIT_DONE;
	struct err e;
	json_t *items = actions_read(f, name, iv->conf, doubt, &doubts, &e);

	if (items == NULL)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (doubts.n > 0 && !doubts.checked)
		code = complain(EXIT_CHECK_FAILED,
		    "nothing was published: take it out, or say --checked if "
		    "it shows nobody");
	else if (actions_publish(iv->conf->state, items, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		say(iv, "%zu published: %s/public/actions.json",
		    json_array_size(items), iv->conf->state);
	json_decref(items);
	return code;
}

static enum exit_code
publish_run(struct invocation *iv)
{
	const char *name = iv->argv[0];
	enum exit_code code;
	FILE *f;

	if (strcmp(name, "-") == 0)
		return publish(iv, stdin, "stdin");
	if ((f = fopen(name, "re")) == NULL)
		return complain(EXIT_OTHER, "%s: %m", name);
	code = publish(iv, f, name);
	fclose(f);
	return code;
}

const struct command cmd_publish = {
	.name = "publish",
	.brief = "publish what people said and what was done about it",
	.operands = "FILE",
	.min_operands = 1,
	.max_operands = 1,
	.options = publish_options,
	.needs = NEEDS_CONF,
	.run = publish_run,
	.example = "gehoor publish wij-deden.jsonl",
};
