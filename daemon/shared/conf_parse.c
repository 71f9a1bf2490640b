/*
 * conf_parse.c - the only file that knows libconfuse: a cleaned text becomes
 * nodes (conf_tree.h).
 *
 * libconfuse is told that every setting is a list of strings, so that our own
 * table judges all values.  Its callbacks come in the order of the text; its
 * own tree is not used, but for lists that are empty, of which no callback
 * tells.  A hidden option with a default announces the begin of a section,
 * for which there is no callback either.
 */
#include "conf_tree.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_table.h"
#include "gehoor/suggest.h"

#define DEPTH_MAX 4
#define BEGIN_MARK "*" /* no setting can have this name */
#define SECTIONS_MAX 16

/*
 * libconfuse passes no argument to callbacks (and is not reentrant itself).
 * level[0] is the file, the others the sections that are open.
 */
static struct {
	struct arena *arena;
	struct err *err;
	bool failed;
	size_t depth;
	struct {
		cfg_t *cfg;
		struct conf_node *node;
	} level[DEPTH_MAX];
} parser;

static struct conf_node *
open_node(void)
{
	return parser.level[parser.depth].node;
}

static int
fail_no_memory(void)
{
	parser.failed = true;
	return conf_no_memory(parser.err);
}

/* A section begins.  Must not fail: libconfuse would abort. */
static int
begin_cb(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	struct conf_node *n = NULL;

	(void)opt;
	(void)value;
	*(const char **)result = "";
	if (parser.depth + 1 < DEPTH_MAX)
		n = conf_node_add(parser.arena, open_node(), cfg->name,
		    cfg->title == NULL ? "" : cfg->title, cfg->line);
	if (n == NULL) {
		fail_no_memory();
		return 0;
	}
	parser.depth++;
	parser.level[parser.depth].cfg = cfg;
	parser.level[parser.depth].node = n;
	return 0;
}

/* A value; the first of a new assignment begins a key. */
static int
value_cb(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	struct conf_node *parent = open_node(), *key = parent->last;

	*(const char **)result = "";
	if (parser.failed)
		return -1;
	if (cfg != parser.level[parser.depth].cfg)
		return -1;
	if (opt->nvalues == 1)
		key = conf_node_add(
		    parser.arena, parent, opt->name, NULL, cfg->line);
	if (key == NULL ||
	    conf_value_add(parser.arena, key, value, cfg->line) == -1)
		return fail_no_memory();
	if (strstr(value, "${") == NULL)
		return 0;
	parser.failed = true;
	return conf_wrong(parser.err, key, cfg->line, value,
	    "write the "
	    "value itself; the environment is not read",
	    "${ is not allowed in a value");
}

/* Keys that were set to an empty list become nodes without a value. */
static int
add_empty_lists(cfg_t *cfg)
{
	cfg_opt_t *opt;

	for (opt = cfg->opts; opt != NULL && opt->name != NULL; opt++) {
		if (opt->type != CFGT_STR || opt->nvalues > 0 ||
		    (opt->flags & CFGF_MODIFIED) == 0)
			continue;
		if (conf_node_add(parser.arena, open_node(), opt->name, NULL,
			open_node()->line) == NULL)
			return fail_no_memory();
	}
	return 0;
}

/* A section ended. */
static int
end_cb(cfg_t *cfg, cfg_opt_t *opt)
{
	(void)cfg;
	(void)opt;
	if (parser.failed || parser.depth == 0 ||
	    add_empty_lists(parser.level[parser.depth].cfg) == -1)
		return -1;
	parser.depth--;
	return 0;
}

/* ---- messages ---------------------------------------------------------------- */

static void
unknown_key(int line, const char *key)
{
	const struct conf_node *at = open_node();
	struct suggest s = SUGGEST_INIT(key);
	const char *section = at->title == NULL ? "" : at->name;
	const struct conf_node key_node = {
		.parent = at, .name = key, .file = at->file, .line = line
	};
	char right[160];
	size_t i;

	for (i = 0; conf_rows[i].name != NULL; i++)
		if (strcmp(conf_rows[i].section, section) == 0)
			suggest_offer(&s, conf_rows[i].name);
	for (i = 0; conf_sections[i].name != NULL; i++)
		if (strcmp(conf_sections[i].parent, section) == 0)
			suggest_offer(&s, conf_sections[i].name);
	for (i = 0; i < TEXT_COUNT && strcmp(section, "lang") == 0; i++)
		suggest_offer(&s, text_keys[i]);
	if (s.nearest != NULL)
		snprintf(right, sizeof(right), "did you mean %s?", s.nearest);
	else
		snprintf(right, sizeof(right), "gehoor.conf(5) has the list");
	conf_wrong(parser.err, &key_node, 0, key, right,
	    strcmp(section, "lang") == 0 ? "there is no such text"
		: *section == '\0'
		? "there is no such setting"
		: "there is no such setting in this section");
}

/* What libconfuse says, and how we say it. */
static const struct message {
	const char *theirs;
	const char *what;
	const char *right;
} messages[] = { { "missing equal sign after option '%s'",
		     "no equal sign follows", "write NAME = VALUE" },
	{ "missing title for section '%s'",
	    "the name of the section is "
	    "missing",
	    "write SECTION \"NAME\" { ... }" },
	{ "missing opening brace for section '%s'", "no brace follows",
	    "write SECTION \"NAME\" { ... }" },
	{ "unexpected token '%s'", "something else was expected here",
	    "write NAME = VALUE or NAME = {VALUE, VALUE}" },
	{ "premature end of file", "the file ends too early",
	    "write the value that is missing" },
	{ NULL, "not understood", "gehoor.conf(5) has the syntax" } };

static void
error_cb(cfg_t *cfg, const char *fmt, va_list ap)
{
	const struct message *m = messages;
	const char *arg = "";

	if (parser.failed)
		return;
	parser.failed = true;
	if (strstr(fmt, "'%s'") != NULL)
		arg = va_arg(ap, const char *);
	if (strcmp(fmt, "no such option '%s'") == 0) {
		unknown_key(cfg->line, arg);
		return;
	}
	while (m->theirs != NULL && strcmp(m->theirs, fmt) != 0)
		m++;
	conf_wrong_at(parser.err, open_node()->file, cfg->line, "syntax", arg,
	    m->right, "%s", m->what);
}

/* ---- the options as libconfuse wants them ------------------------------------- */

/* The arrays of a run: one for the file and one for every section. */
struct options {
	cfg_opt_t *of[SECTIONS_MAX];
};

static void
add_option(cfg_opt_t *o, const char *name)
{
	o->name = name;
	o->type = CFGT_STR;
	o->flags = CFGF_LIST;
	o->parsecb = value_cb;
}

/* The keys of a section ("" the file), with room for its sections. */
static cfg_opt_t *
section_options(const char *section, cfg_opt_t **end)
{
	static char mark[] = "{x}";
	bool lang = strcmp(section, "lang") == 0;
	size_t n = 4 + SECTIONS_MAX + (lang ? TEXT_COUNT : 0), i;
	cfg_opt_t *opts, *o;

	for (i = 0; conf_rows[i].name != NULL; i++)
		n += strcmp(conf_rows[i].section, section) == 0;
	opts = o = calloc(n, sizeof(*opts));
	if (opts == NULL)
		return NULL;
	if (*section == '\0') {
		add_option(o++, "include");
	} else {
		add_option(o, BEGIN_MARK);
		o->def.parsed = mark;
		o++->parsecb = begin_cb;
	}
	for (i = 0; conf_rows[i].name != NULL; i++)
		if (strcmp(conf_rows[i].section, section) == 0)
			add_option(o++, conf_rows[i].name);
	for (i = 0; lang && i < TEXT_COUNT; i++)
		add_option(o++, text_keys[i]);
	*end = o;
	return opts;
}

static void
options_free(struct options *o)
{
	size_t i;

	for (i = 0; i < SECTIONS_MAX; i++)
		free(o->of[i]);
}

/* Which of the arrays is that section's; 0, the file's, for "". */
static size_t
options_of(const char *section)
{
	const struct conf_section *s = conf_sections;
	size_t i;

	for (i = 0; s[i].name != NULL; i++)
		if (strcmp(s[i].name, section) == 0)
			return i + 1;
	return 0;
}

/* of[0] is the file, of[i + 1] the section conf_sections[i]. */
static int
options_make(struct options *o)
{
	const struct conf_section *s = conf_sections;
	cfg_opt_t *end[SECTIONS_MAX] = { NULL };
	size_t i, j;

	for (i = 0; i == 0 || s[i - 1].name != NULL; i++) {
		o->of[i] =
		    section_options(i == 0 ? "" : s[i - 1].name, &end[i]);
		if (o->of[i] == NULL)
			return -1;
	}
	for (i = 0; s[i].name != NULL; i++) {
		j = options_of(s[i].parent);
		end[j]->name = s[i].name;
		end[j]->type = CFGT_SEC;
		end[j]->flags = CFGF_MULTI | CFGF_TITLE;
		end[j]->subopts = o->of[i + 1];
		end[j]++->validcb = end_cb;
	}
	return 0;
}

/* ---- running ------------------------------------------------------------------ */

static int
run(const char *text)
{
	struct options o = { { NULL } };
	cfg_t *cfg = NULL;
	int ret = -1;

	if (options_make(&o) == 0)
		cfg = cfg_init(o.of[0], CFGF_NONE);
	if (cfg == NULL) {
		fail_no_memory();
		goto cleanup;
	}
	parser.level[0].cfg = cfg;
	cfg_set_error_function(cfg, error_cb);
	if (cfg_parse_buf(cfg, text) == CFG_SUCCESS && !parser.failed)
		ret = add_empty_lists(cfg);
	else if (!parser.failed)
		conf_wrong_at(parser.err, parser.level[0].node->file, cfg->line,
		    "syntax", "", "gehoor.conf(5) has the syntax",
		    "not understood");
cleanup:
	if (cfg != NULL)
		cfg_free(cfg);
	options_free(&o);
	return ret;
}

int
conf_syntax(const char *text, size_t n, struct arena *a, struct conf_node *root,
    struct err *e)
{
	struct buf clean = BUF_INIT;
	const char *s;
	int ret = -1;

	memset(&parser, 0, sizeof(parser));
	parser.arena = a;
	parser.err = e;
	parser.level[0].node = root;
	if (conf_scan(text, n, root->file, &clean, e) == 0) {
		s = buf_cstr(&clean);
		ret = s == NULL ? conf_no_memory(e) : run(s);
	}
	buf_free(&clean);
	memset(&parser, 0, sizeof(parser));
	return ret;
}
