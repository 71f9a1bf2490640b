/*
 * conf_tree.h - what a configuration text says, before anybody judges it:
 * sections, keys and values with the place where they were written.
 *
 * conf_scan.c cleans the text, conf_parse.c turns it into nodes, conf_include.c
 * joins the nodes of all files.  Everything lives in one arena.
 */
#ifndef SHARED_CONF_TREE_H
#define SHARED_CONF_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "gehoor/buf.h"
#include "gehoor/err.h"

struct conf_value {
	struct conf_value *next;
	const char *text;
	int line;
};

/* A key (title NULL), a section (title its name), or the root (name ""). */
struct conf_node {
	const struct conf_node *parent;
	struct conf_node *next;
	struct conf_node *first, *last;         /* within a section */
	struct conf_value *values, *last_value; /* of a key */
	const char *name;
	const char *title;
	const char *file;
	int line;
};

/* A new last child of parent, or NULL (no memory). Copies the strings. */
struct conf_node *conf_node_add(struct arena *a, struct conf_node *parent,
    const char *name, const char *title, int line);

/* Moves a node, with what it holds, to the end of another parent. */
void conf_node_move(struct conf_node *n, struct conf_node *to);

int conf_value_add(
    struct arena *a, struct conf_node *key, const char *text, int line);

/* The next node of that name at or after n among its siblings, or NULL. */
const struct conf_node *
conf_node_find(const struct conf_node *n, const char *name);
size_t conf_node_count(const struct conf_node *parent, const char *name);

/*
 * Fills e with "FILE:LINE: KEY: what (value "..."); right" and returns -1.
 * value may be NULL; line 0 is that of the node.
 */
int conf_wrong(struct err *e, const struct conf_node *n, int line,
    const char *value, const char *right, const char *what, ...)
    __attribute__((format(printf, 6, 7)));

/* The same where there is no node; key stands for the key. */
int conf_wrong_at(struct err *e, const char *file, int line, const char *key,
    const char *value, const char *right, const char *what, ...)
    __attribute__((format(printf, 7, 8)));

int conf_no_memory(struct err *e);

/*
 * Checks the raw text and copies it without its comments (line breaks stay),
 * with include("x") written as include = "x".  The result never makes
 * libconfuse's scanner fail within a token, nor expand anything.
 */
int conf_scan(const char *text, size_t n, const char *file, struct buf *out,
    struct err *e);

/* Adds the nodes of a text to root, whose file names it. 0 or -1. */
int conf_syntax(const char *text, size_t n, struct arena *a,
    struct conf_node *root, struct err *e);

/* Adds the nodes of a file and of all it includes to root. 0 or -1. */
int conf_syntax_file(
    const char *path, struct arena *a, struct conf_node *root, struct err *e);

/* An include that stands where none is possible. */
int conf_no_include(const struct conf_node *root, struct err *e);

#endif
