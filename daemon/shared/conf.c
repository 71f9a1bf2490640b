/*
 * conf.c - gehoor.conf, read and looked into.
 *
 * A configuration and all it points to lie in one arena.
 */
#include "gehoor/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_table.h"
#include "gehoor/embed.h"

struct owner {
	struct conf conf; /* first: conf_free finds the owner by it */
	struct arena arena;
};

/* The files compiled in, as nodes of one tree. */
static int
read_builtin(struct arena *a, struct conf_node *root, struct err *e)
{
	const struct embed_file *f;
	char *name;
	size_t n;

	for (f = embed_files; f->name != NULL; f++) {
		n = strlen(f->name) + sizeof("built-in ");
		name = arena_alloc(a, n);
		if (name == NULL)
			return conf_no_memory(e);
		snprintf(name, n, "built-in %s", f->name);
		root->file = name;
		if (conf_syntax(f->text, strlen(f->text), a, root, e) == -1)
			return -1;
	}
	return 0;
}

/* Reads the file at path, or the text, or nothing, over what is built in. */
static int
load(const char *path, const char *text, size_t n, const char *name,
    struct conf **out, struct err *e)
{
	struct owner *o = calloc(1, sizeof(*o));
	struct conf_node builtin = { .name = "" }, file = { .name = "" };
	int ret = -1;

	if (o == NULL)
		return conf_no_memory(e);
	file.file = name;
	file.line = 1;
	if (read_builtin(&o->arena, &builtin, e) == -1)
		goto cleanup;
	if (path != NULL && conf_syntax_file(path, &o->arena, &file, e) == -1)
		goto cleanup;
	if (text != NULL &&
	    (conf_syntax(text, n, &o->arena, &file, e) == -1 ||
		conf_no_include(&file, e) == -1))
		goto cleanup;
	if (conf_build(&o->arena, &builtin, &file, &o->conf, e) == -1)
		goto cleanup;
	*out = &o->conf;
	ret = 0;
cleanup:
	if (ret == -1) {
		arena_free(&o->arena);
		free(o);
	}
	return ret;
}

int
conf_load(const char *path, struct conf **out, struct err *e)
{
	return load(path, NULL, 0, path == NULL ? "built-in" : path, out, e);
}

int
conf_parse(const char *text, size_t n, const char *name, struct conf **out,
    struct err *e)
{
	return load(NULL, text == NULL ? "" : text, n, name, out, e);
}

void
conf_free(struct conf **c)
{
	struct owner *o;

	if (*c == NULL)
		return;
	o = (struct owner *)*c;
	arena_free(&o->arena);
	free(o);
	*c = NULL;
}

const struct conf_box *
conf_box_find(const struct conf *c, struct str name)
{
	size_t i;

	for (i = 0; i < c->nboxes; i++)
		if (str_is(name, c->boxes[i].name))
			return &c->boxes[i];
	return NULL;
}

const struct conf_lang *
conf_lang_find(const struct conf *c, struct str code)
{
	size_t i;

	for (i = 0; i < c->nlangs; i++)
		if (str_is(code, c->langs[i].code))
			return &c->langs[i];
	return NULL;
}

const struct conf_desk *
conf_desk_find(const struct conf *c, struct str id)
{
	size_t i;

	for (i = 0; i < c->ndesks; i++)
		if (str_is(id, c->desks[i].id))
			return &c->desks[i];
	return NULL;
}

const struct conf_line *
conf_line_find(const struct conf *c, struct str name)
{
	size_t i;

	for (i = 0; i < c->nlines; i++)
		if (str_is(name, c->lines[i].name))
			return &c->lines[i];
	return NULL;
}

const struct conf_point *
conf_point_find(const struct conf *c, struct str id)
{
	for (size_t i = 0; i < c->nframeworks; i++)
		for (size_t k = 0; k < c->frameworks[i].npoints; k++)
			if (str_is(id, c->frameworks[i].points[k].id))
				return &c->frameworks[i].points[k];
	return NULL;
}

const char *
conf_region_parent(const struct conf *c, size_t i)
{
	for (size_t k = 0; k < c->nregion_words; k++)
		if (strcmp(c->region_words[k].id, c->regions.items[i]) == 0)
			return c->region_words[k].parent;
	return "";
}

const char *
conf_words_in(const struct conf_words *w, const char *lang)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->lang[i], lang) == 0)
			return w->text[i];
	return w->n > 0 ? w->text[0] : "";
}
