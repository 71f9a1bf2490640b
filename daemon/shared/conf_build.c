/*
 * conf_build.c - makes the configuration out of nodes: what the program
 * brings along first, then what the file says about it.
 */
#include "conf_table.h"

#include <string.h>

struct build {
	struct arena *arena;
	const struct conf_node *builtin, *file;
	struct conf *c;
	struct err *err;
};

static size_t
section_max(const char *name)
{
	const struct conf_section *s = conf_sections;

	while (strcmp(s->name, name) != 0)
		s++;
	return s->max;
}

/* A title must fit the rule, and be the only one of that kind so far. */
static int
check_title(const struct build *b, const struct conf_node *parent,
    const struct conf_node *n, const struct conf_rule *rule)
{
	const struct conf_node *o = parent->first;

	if (conf_fits(rule, n->title, n, 0, b->err) == -1)
		return -1;
	for (; (o = conf_node_find(o, n->name)) != n; o = o->next)
		if (strcmp(o->title, n->title) == 0)
			return conf_wrong(b->err, n, 0, n->title,
			    "give it another name, or take one out",
			    "is there twice, first at %.100s:%d", o->file,
			    o->line);
	return 0;
}

/*
 * Makes room for all sections of that name and calls one for each, with its
 * place in the array.
 */
static int
build_each(const struct build *b, const struct conf_node *parent,
    const char *name, const struct conf_rule *rule, size_t size, void *array,
    size_t *count,
    int (*one)(const struct build *b, void *base, const struct conf_node *n))
{
	const struct conf_node *n;
	size_t total = conf_node_count(parent, name), max = section_max(name);
	uint8_t *base = arena_array(b->arena, total, size);

	if (base == NULL)
		return conf_no_memory(b->err);
	memcpy(array, &base, sizeof(base));
	*count = 0;
	for (n = conf_node_find(parent->first, name); n != NULL;
	     n = conf_node_find(n->next, name)) {
		if (*count == max)
			return conf_wrong(b->err, n, 0, n->title,
			    "take some out", "more than %zu of these", max);
		if (check_title(b, parent, n, rule) == -1 ||
		    conf_apply(b->arena, n, base, b->err) == -1 ||
		    one(b, base, n) == -1)
			return -1;
		base += size;
		++*count;
	}
	return 0;
}

static char *
title_of(const struct build *b, const struct conf_node *n)
{
	return arena_copy(b->arena, n->title, strlen(n->title));
}

/* Words nobody gave: the name itself, in the first language. */
static int
words_or_name(const struct build *b, struct conf_words *w, const char *name)
{
	char *lang = b->c->languages.items[0];

	if (w->n > 0)
		return 0;
	w->lang = arena_array(b->arena, 1, sizeof(char *));
	w->text = arena_array(b->arena, 1, sizeof(char *));
	if (w->lang == NULL || w->text == NULL)
		return conf_no_memory(b->err);
	w->lang[0] = lang;
	w->text[0] = arena_copy(b->arena, name, strlen(name));
	w->n = 1;
	return w->text[0] == NULL ? conf_no_memory(b->err) : 0;
}

static int
one_option(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_option *o = base;

	o->id = title_of(b, n);
	return o->id == NULL ? conf_no_memory(b->err)
			     : words_or_name(b, &o->label, o->id);
}

static int
one_question(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_question *q = base;

	q->id = title_of(b, n);
	if (q->id == NULL)
		return conf_no_memory(b->err);
	if (words_or_name(b, &q->label, q->id) == -1 ||
	    build_each(b, n, "option", &conf_rule_id, sizeof(*q->options),
		&q->options, &q->noptions, one_option) == -1)
		return -1;
	return conf_check_question(q, n, b->err);
}

static int
one_box(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_box *box = base;

	box->name = title_of(b, n);
	if (box->name == NULL)
		return conf_no_memory(b->err);
	if (conf_check_box(b->c, box, n, n->parent == b->builtin, b->err) ==
		-1 ||
	    words_or_name(b, &box->title, box->name) == -1)
		return -1;
	return build_each(b, n, "question", &conf_rule_id,
	    sizeof(*box->questions), &box->questions, &box->nquestions,
	    one_question);
}

static int
one_line(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_line *l = base;

	l->name = title_of(b, n);
	l->file = arena_copy(b->arena, n->file, strlen(n->file));
	l->line = n->line;
	if (l->name == NULL || l->file == NULL)
		return conf_no_memory(b->err);
	if (*l->lang == '\0')
		l->lang = b->c->languages.items[0];
	return conf_check_line(b->c, l, n, b->err);
}

static int
one_desk(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_desk *d = base;

	d->id = title_of(b, n);
	if (d->id == NULL)
		return conf_no_memory(b->err);
	return conf_check_desk(d, n, b->err);
}

static int
one_concept(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_concept *c = base;

	c->id = title_of(b, n);
	if (c->id == NULL)
		return conf_no_memory(b->err);
	return conf_check_concept(c, n, b->err);
}

static int
one_theme(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_theme *t = base;

	t->id = title_of(b, n);
	if (t->id == NULL)
		return conf_no_memory(b->err);
	if (words_or_name(b, &t->label, t->id) == -1)
		return -1;
	return conf_check_theme(t, n, b->err);
}

static int
one_point(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_point *p = base;

	p->id = title_of(b, n);
	if (p->id == NULL)
		return conf_no_memory(b->err);
	if (words_or_name(b, &p->title, p->id) == -1)
		return -1;
	return conf_check_point(b->c, p, n, b->err);
}

/* Earlier frameworks count already, this one once it is whole. */
static int
one_framework(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_framework *f = base;

	f->id = title_of(b, n);
	if (f->id == NULL)
		return conf_no_memory(b->err);
	if (words_or_name(b, &f->title, f->id) == -1)
		return -1;
	return build_each(b, n, "point", &conf_rule_id, sizeof(*f->points),
	    &f->points, &f->npoints, one_point);
}

static int
one_region(const struct build *b, void *base, const struct conf_node *n)
{
	struct conf_region *r = base;

	r->id = title_of(b, n);
	if (r->id == NULL)
		return conf_no_memory(b->err);
	if (words_or_name(b, &r->label, r->id) == -1)
		return -1;
	return conf_check_region(b->c, n, b->err);
}

/* ---- languages ------------------------------------------------------------------ */

static int
set_one_text(const struct build *b, char **texts, const struct conf_node *key,
    const struct conf_node *seen[])
{
	size_t i = 0;

	while (strcmp(text_keys[i], key->name) != 0)
		i++;
	if (seen[i] != NULL)
		return conf_wrong(b->err, key, 0,
		    key->values == NULL ? "" : key->values->text,
		    "take one of them out", "was set before, at %.100s:%d",
		    seen[i]->file, seen[i]->line);
	if (key->values == NULL || key->values->next != NULL)
		return conf_wrong(b->err, key, 0,
		    key->values == NULL ? "" : key->values->next->text,
		    "write one text",
		    key->values == NULL ? "there is no text"
					: "more than one text");
	seen[i] = key;
	if (conf_check_text(b->c, i, key, b->err) == -1)
		return -1;
	texts[i] =
	    arena_copy(b->arena, key->values->text, strlen(key->values->text));
	return texts[i] == NULL ? conf_no_memory(b->err) : 0;
}

/* Whether a section is of that language, spoken politely or not. */
static bool
is_section_of(const char *title, const char *code, bool polite)
{
	size_t n = strlen(code);

	return strncmp(title, code, n) == 0 &&
	    strcmp(title + n, polite ? CONF_POLITE : "") == 0;
}

/* All sections of one language in one tree; what is set there, once each. */
static int
set_texts(const struct build *b, const struct conf_lang *l, bool polite,
    char **texts, const struct conf_node *tree)
{
	const struct conf_node *seen[TEXT_COUNT] = { NULL }, *n, *key;

	for (n = conf_node_find(tree->first, "lang"); n != NULL;
	     n = conf_node_find(n->next, "lang")) {
		if (conf_fits(&conf_rule_voice, n->title, n, 0, b->err) == -1)
			return -1;
		for (key = n->first; key != NULL; key = key->next)
			if (is_section_of(n->title, l->code, polite) &&
			    set_one_text(b, texts, key, seen) == -1)
				return -1;
	}
	return 0;
}

/* The polite texts: those that differ, and for the rest the others. */
static int
set_polite(const struct build *b, struct conf_lang *l)
{
	size_t i;

	if (set_texts(b, l, true, l->polite, b->builtin) == -1 ||
	    set_texts(b, l, true, l->polite, b->file) == -1)
		return -1;
	for (i = 0; i < TEXT_COUNT; i++) {
		if (l->polite[i] != NULL)
			l->has_polite = true;
		else
			l->polite[i] = l->texts[i];
	}
	return 0;
}

static int
build_langs(const struct build *b)
{
	struct conf *c = b->c;
	size_t i;

	c->langs = arena_array(b->arena, c->languages.n, sizeof(*c->langs));
	if (c->langs == NULL)
		return conf_no_memory(b->err);
	for (i = 0; i < c->languages.n; i++) {
		c->langs[i].code = c->languages.items[i];
		c->nlangs = i + 1;
		if (set_texts(b, &c->langs[i], false, c->langs[i].texts,
			b->builtin) == -1 ||
		    set_texts(b, &c->langs[i], false, c->langs[i].texts,
			b->file) == -1 ||
		    set_polite(b, &c->langs[i]) == -1)
			return -1;
	}
	return 0;
}

/* One label for each of regions, in their order. */
static int
build_regions(const struct build *b)
{
	struct conf *c = b->c;
	struct conf_region *given = NULL;
	size_t n = 0, i, j;

	if (build_each(b, b->file, "region", &conf_rule_id, sizeof(*given),
		&given, &n, one_region) == -1)
		return -1;
	c->region_words =
	    arena_array(b->arena, c->regions.n, sizeof(*c->region_words));
	if (c->region_words == NULL)
		return conf_no_memory(b->err);
	for (i = 0; i < c->regions.n; i++) {
		c->region_words[i].id = c->regions.items[i];
		c->region_words[i].parent = arena_copy(b->arena, "", 0);
		for (j = 0; j < n; j++)
			if (strcmp(given[j].id, c->regions.items[i]) == 0)
				c->region_words[i] = given[j];
		if (c->region_words[i].parent == NULL)
			return conf_no_memory(b->err);
		if (words_or_name(b, &c->region_words[i].label,
			c->regions.items[i]) == -1)
			return -1;
	}
	c->nregion_words = c->regions.n;
	return 0;
}

/* Where cosigned checkpoints are, unless that is said. */
static int
set_witness(const struct build *b)
{
	static const char below[] = "/witness";
	struct conf *c = b->c;
	size_t n = strlen(c->state);

	if (*c->witness != '\0')
		return 0;
	c->witness = arena_array(b->arena, n + sizeof(below), 1);
	if (c->witness == NULL)
		return conf_no_memory(b->err);
	memcpy(c->witness, c->state, n);
	memcpy(c->witness + n, below, sizeof(below));
	return 0;
}

/* The tree whose sections of that name count: the file's, if it has any. */
static const struct conf_node *
tree_of(const struct build *b, const char *name)
{
	return conf_node_find(b->file->first, name) != NULL ? b->file
							    : b->builtin;
}

int
conf_build(struct arena *a, const struct conf_node *builtin,
    const struct conf_node *file, struct conf *c, struct err *e)
{
	const struct build b = { a, builtin, file, c, e };

	c->file = arena_copy(a, file->file, strlen(file->file));
	if (c->file == NULL)
		return conf_no_memory(e);
	if (conf_apply(a, file, c, e) == -1 ||
	    conf_check_languages(c, file, e) == -1 ||
	    conf_check_style(c, file, e) == -1 ||
	    conf_check_listen(c, file, e) == -1 || build_langs(&b) == -1 ||
	    conf_check_complete(c, file, e) == -1 || build_regions(&b) == -1 ||
	    build_each(&b, tree_of(&b, "box"), "box", &conf_rule_id,
		sizeof(*c->boxes), &c->boxes, &c->nboxes, one_box) == -1 ||
	    conf_check_short_codes(c, tree_of(&b, "box"), e) == -1 ||
	    build_each(&b, file, "line", &conf_rule_id, sizeof(*c->lines),
		&c->lines, &c->nlines, one_line) == -1 ||
	    build_each(&b, file, "desk", &conf_rule_id, sizeof(*c->desks),
		&c->desks, &c->ndesks, one_desk) == -1 ||
	    set_witness(&b) == -1 ||
	    build_each(&b, tree_of(&b, "concept"), "concept", &conf_rule_id,
		sizeof(*c->concepts), &c->concepts, &c->nconcepts,
		one_concept) == -1 ||
	    build_each(&b, tree_of(&b, "theme"), "theme", &conf_rule_id,
		sizeof(*c->themes), &c->themes, &c->nthemes, one_theme) == -1)
		return -1;
	return build_each(&b, tree_of(&b, "framework"), "framework",
	    &conf_rule_id, sizeof(*c->frameworks), &c->frameworks,
	    &c->nframeworks, one_framework);
}
