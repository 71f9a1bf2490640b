/*
 * cmd-find.c - gehoor find: messages by their redacted words.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gehoor/json_write.h"
#include "gehoor/suggest.h"
#include "hit.h"
#include "scope.h"
#include "search.h"

static const struct option_row find_options[] = {
	{ 't', "theme", "THEME", "only messages about this theme" },
	{ 'p', "period", "PERIOD", "only of 2026, 2026-Q3 or 2026-W31" },
	{ 'b', "box", "BOX", "only of this box" },
	{ 0, "danger", NULL, "only what may speak of danger" },
	{ 'n', "number", "N", "at most so many" },
	{ 'j', "json", NULL, "print an object a line for a program" },
	{ 0, NULL, NULL, NULL },
};

struct find {
	bool json;
	uint64_t left; /* how many may still be shown */
	uint64_t shown;
};

static bool
show(const struct search_hit *h, void *arg)
{
	struct find *f = arg;
	struct buf b = BUF_INIT;

	if (f->json) {
		json_open(&b, '{');
		hit_json(&b, h);
		json_close(&b, '}');
		buf_addc(&b, '\n');
	} else {
		hit_words(&b, h, "");
	}
	if (!b.failed)
		fwrite(b.data, 1, b.len, stdout);
	f->shown++;
	buf_free(&b);
	return !ferror(stdout) && --f->left > 0;
}

static int
check_theme(const struct conf *c, const char *theme, struct err *e)
{
	struct suggest near = SUGGEST_INIT(theme);

	for (size_t i = 0; i < c->nthemes; i++) {
		if (strcmp(c->themes[i].id, theme) == 0)
			return 0;
		suggest_offer(&near, c->themes[i].id);
	}
	return near.nearest == NULL
	    ? err_set(e, "--theme: there is no theme %.80s", theme)
	    : err_set(e, "--theme: there is no theme %.80s; did you mean %s?",
		  theme, near.nearest);
}

/* Reads the options. 0 or -1. */
static int
read_options(const struct invocation *iv, struct search *s, struct period *p,
    struct find *f, struct err *e)
{
	const char *period = option_value(iv, "period");
	const char *number = option_value(iv, "number");
	struct scope scope;
	char *end;

	s->theme = option_value(iv, "theme");
	s->box = option_value(iv, "box");
	s->danger = option_value(iv, "danger") != NULL;
	if (scope_read(iv->conf, period, s->box, NULL, (struct week){ 2026, 1 },
		&scope, e) == -1 ||
	    (s->theme != NULL && check_theme(iv->conf, s->theme, e) == -1))
		return -1;
	*p = scope.period;
	s->period = period == NULL ? NULL : p;
	f->left = UINT64_MAX;
	if (number != NULL) {
		f->left = strtoull(number, &end, 10);
		if (*number < '0' || *number > '9' || *end != '\0' ||
		    f->left == 0)
			return err_set(e,
			    "--number: %.80s is no number of messages", number);
	}
	if (iv->argc == 0 && s->theme == NULL && s->box == NULL &&
	    s->period == NULL && !s->danger)
		return err_set(e,
		    "say what to find: words, --theme, --period, --box or "
		    "--danger");
	return 0;
}

static void
tell(const struct invocation *iv, const struct find *f, uint64_t closed)
{
	say(iv, "%" PRIu64 " message%s found", f->shown,
	    f->shown == 1 ? "" : "s");
	if (closed > 0)
		say(iv,
		    "%" PRIu64 " more in boxes that this key is no reader of",
		    closed);
}

static enum exit_code
find_run(struct invocation *iv)
{
	struct find f = { .json = option_value(iv, "json") != NULL };
	struct search s = { .words = (const char *const *)iv->argv,
		.nwords = (size_t)iv->argc,
		.conf = iv->conf,
		.key = iv->key };
	struct period period;
	uint64_t closed;
	struct err e;

	if (read_options(iv, &s, &period, &f, &e) == -1)
		return complain(EXIT_USAGE, "%s", e.msg);
	if (search_run(iv->db, &s, show, &f, &closed, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	tell(iv, &f, closed);
	return EXIT_DONE;
}

const struct command cmd_find = {
	.name = "find",
	.brief = "find messages by their words, redacted",
	.operands = "[WORD ...]",
	.max_operands = -1,
	.options = find_options,
	.needs = NEEDS_CONF | NEEDS_KEY | NEEDS_DB,
	.run = find_run,
	.example = "gehoor -k reader.key find voogd 'belt niet' --theme "
		   "bereikbaarheid",
};
