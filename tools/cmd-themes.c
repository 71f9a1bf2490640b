/*
 * cmd-themes.c - gehoor themes: which themes and points there are, and words
 * that might find them better.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "db.h"
#include "suggest_terms.h"

static const struct option_row themes_options[] = {
	{ 0, NULL, NULL, NULL },
};

static void
print_points(const struct conf_framework *f, const char *lang)
{
	for (size_t i = 0; i < f->npoints; i++) {
		const struct conf_point *p = &f->points[i];

		printf("  %-20s %s", p->id, conf_words_in(&p->title, lang));
		for (size_t k = 0; k < p->themes.n; k++)
			printf(
			    "%s%s", k == 0 ? ": " : ", ", p->themes.items[k]);
		printf("%s\n", p->themes.n == 0 ? " (no themes yet)" : "");
	}
}

static enum exit_code
print_all(const struct conf *c)
{
	for (size_t i = 0; i < c->nthemes; i++)
		printf("%-22s %s (%zu terms)\n", c->themes[i].id,
		    conf_words_in(&c->themes[i].label, c->langs[0].code),
		    c->themes[i].terms.n);
	for (size_t i = 0; i < c->nframeworks; i++) {
		printf("\n%s\n",
		    conf_words_in(&c->frameworks[i].title, c->langs[0].code));
		print_points(&c->frameworks[i], c->langs[0].code);
	}
	return EXIT_DONE;
}

/* Lines as they stand in a configuration. */
static void
print_suggestions(const struct conf *c, const struct suggestions *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct suggestion *x = &s->items[i];

		if (i == 0 || s->items[i - 1].theme != x->theme)
			printf("%s# for the terms of theme \"%s\":\n",
			    i == 0 ? "" : "\n", c->themes[x->theme].id);
		printf("\t\t\"%s\",\t# in %u about it, in %u others\n",
		    x->words, x->about, x->other);
	}
}

/* Of words that many wrote; so whoever has the database may read them. */
static enum exit_code
suggest(struct invocation *iv)
{
	struct suggestions s = { NULL, 0, 0 };
	enum exit_code code = EXIT_DONE;
	struct err e;

	if (db_open(iv->conf->database, &iv->db, &e) == -1 ||
	    suggestions_read(iv->db, iv->conf, &s, &e) == -1) {
		code = complain(EXIT_OTHER, "%s", e.msg);
	} else {
		print_suggestions(iv->conf, &s);
		say(iv, "%zu words from %zu labelled messages", s.n,
		    s.labelled);
		if (s.n > 0)
			say(iv,
			    "copy those that are right into the "
			    "configuration; the next gehoor ingest counts "
			    "with them");
	}
	suggestions_free(&s);
	return code;
}

static enum exit_code
themes_run(struct invocation *iv)
{
	if (iv->argc == 0)
		return print_all(iv->conf);
	if (strcmp(iv->argv[0], "suggest") == 0)
		return suggest(iv);
	return complain(EXIT_USAGE,
	    "gehoor themes lists them, gehoor themes suggest proposes terms");
}

const struct command cmd_themes = {
	.name = "themes",
	.brief = "list themes and points; propose terms from labels",
	.operands = "[suggest]",
	.max_operands = 1,
	.options = themes_options,
	.needs = NEEDS_CONF,
	.run = themes_run,
	.example = "gehoor themes suggest",
};
