/*
 * conf_include.c - the files of a configuration, joined in the order in which
 * they are named; a pattern's files in byte order, whatever the locale.
 */
#include "conf_tree.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/conf.h"

#define FILE_MAX (1u << 20) /* bytes of one file */
#define DEPTH_MAX 4         /* files within files */
#define FILES_MAX 1024

struct reading {
	struct arena *arena;
	struct conf_node *root;
	size_t files;
	struct err *err;
};

static int read_file(struct reading *r, const char *path, int depth,
    const struct conf_node *include);

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The pattern beside the including file, whose own name is no pattern. */
static const char *
pattern_of(const struct conf_node *include, struct buf *out)
{
	const char *file = include->file, *slash = strrchr(file, '/');
	const char *pattern = include->values->text;

	if (*pattern != '/' && slash != NULL) {
		for (; file <= slash; file++) {
			if (strchr("*?[]\\", *file) != NULL)
				buf_addc(out, '\\');
			buf_addc(out, *file);
		}
	}
	buf_adds(out, pattern);
	return buf_cstr(out);
}

static int
include_error(const struct conf_node *n, int problem, struct err *e)
{
	const char *pattern = n->values->text;

	if (problem == GLOB_NOSPACE)
		return conf_no_memory(e);
	if (problem == GLOB_NOMATCH && strpbrk(pattern, "*?[") != NULL)
		return 0;
	if (problem == GLOB_NOMATCH)
		return conf_wrong(e, n, 0, pattern,
		    "names are relative to "
		    "the directory of this file",
		    "there is no such file");
	return conf_wrong(e, n, 0, pattern,
	    "let the program read that directory", "cannot be read: %s",
	    strerror(errno));
}

static int
read_include(struct reading *r, const struct conf_node *n, int depth)
{
	struct buf pattern = BUF_INIT;
	const char *p = pattern_of(n, &pattern);
	glob_t g;
	size_t i;
	int ret;

	memset(&g, 0, sizeof(g));
	ret = p == NULL ? GLOB_NOSPACE
			: glob(p, GLOB_NOSORT | GLOB_ERR, NULL, &g);
	if (ret != 0) {
		ret = include_error(n, ret, r->err);
	} else {
		qsort(g.gl_pathv, g.gl_pathc, sizeof(*g.gl_pathv), compare);
		for (i = 0; i < g.gl_pathc && ret == 0; i++)
			ret = read_file(r, g.gl_pathv[i], depth + 1, n);
	}
	globfree(&g);
	buf_free(&pattern);
	return ret;
}

/* Moves the nodes of one file behind those there are, files in their place. */
static int
join(struct reading *r, struct conf_node *file, int depth)
{
	struct conf_node *n, *next;

	for (n = file->first; n != NULL; n = next) {
		next = n->next;
		if (strcmp(n->name, "include") != 0)
			conf_node_move(n, r->root);
		else if (n->values == NULL || n->values->next != NULL)
			return conf_wrong(r->err, n, 0, "",
			    "write include("
			    "\"PATTERN\")",
			    "one pattern is needed");
		else if (read_include(r, n, depth) == -1)
			return -1;
	}
	return 0;
}

/* A file that cannot be read: at the place that includes it, if any. */
static int
unreadable(struct reading *r, const char *path, const struct conf_node *include)
{
	struct err why;

	if (include == NULL)
		return -1;
	why = *r->err;
	return conf_wrong(r->err, include, 0, include->values->text,
	    "let the program read that file, or take the include out", "%.*s",
	    200, *why.msg == '\0' ? path : why.msg);
}

static int
read_file(struct reading *r, const char *path, int depth,
    const struct conf_node *include)
{
	struct conf_node file = { .name = "" };
	struct buf text = BUF_INIT;
	int ret = -1;

	if (depth > DEPTH_MAX || ++r->files > FILES_MAX)
		return conf_wrong(r->err, include, 0, include->values->text,
		    "look for files that include each other",
		    depth > DEPTH_MAX ? "more than %d files within each other"
				      : "more than %d files",
		    depth > DEPTH_MAX ? DEPTH_MAX : FILES_MAX);
	file.file = arena_copy(r->arena, path, strlen(path));
	if (file.file == NULL)
		ret = conf_no_memory(r->err);
	else if (conf_read_file(path, FILE_MAX, false, &text, r->err) == -1)
		ret = unreadable(r, path, include);
	else if (conf_syntax((const char *)text.data, text.len, r->arena, &file,
		     r->err) == 0)
		ret = join(r, &file, depth);
	buf_free(&text);
	return ret;
}

int
conf_syntax_file(
    const char *path, struct arena *a, struct conf_node *root, struct err *e)
{
	struct err unused;
	struct reading r = { a, root, 0, e == NULL ? &unused : e };

	return read_file(&r, path, 0, NULL);
}

int
conf_no_include(const struct conf_node *root, struct err *e)
{
	const struct conf_node *n = conf_node_find(root->first, "include");

	if (n == NULL)
		return 0;
	return conf_wrong(e, n, 0, n->values == NULL ? "" : n->values->text,
	    "write the settings themselves here",
	    "no file can be included here");
}
