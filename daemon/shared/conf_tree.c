/*
 * conf_tree.c - sections, keys and values with the place where they were
 * written, and the one form of a message about them.
 */
#include "conf_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_VALUE 80 /* bytes of a value that a message shows */
#define SHOWN_PATH 128
#define SHOWN_WHAT 256

struct conf_node *
conf_node_add(struct arena *a, struct conf_node *parent, const char *name,
    const char *title, int line)
{
	struct conf_node *n = arena_alloc(a, sizeof(*n));

	if (n == NULL)
		return NULL;
	n->name = arena_copy(a, name, strlen(name));
	if (title != NULL)
		n->title = arena_copy(a, title, strlen(title));
	if (n->name == NULL || (title != NULL && n->title == NULL))
		return NULL;
	n->file = parent->file;
	n->line = line;
	conf_node_move(n, parent);
	return n;
}

void
conf_node_move(struct conf_node *n, struct conf_node *to)
{
	n->next = NULL;
	n->parent = to;
	if (to->last == NULL)
		to->first = n;
	else
		to->last->next = n;
	to->last = n;
}

int
conf_value_add(
    struct arena *a, struct conf_node *key, const char *text, int line)
{
	struct conf_value *v = arena_alloc(a, sizeof(*v));

	if (v == NULL || (v->text = arena_copy(a, text, strlen(text))) == NULL)
		return -1;
	v->line = line;
	if (key->last_value == NULL)
		key->values = v;
	else
		key->last_value->next = v;
	key->last_value = v;
	return 0;
}

const struct conf_node *
conf_node_find(const struct conf_node *n, const char *name)
{
	while (n != NULL && strcmp(n->name, name) != 0)
		n = n->next;
	return n;
}

size_t
conf_node_count(const struct conf_node *parent, const char *name)
{
	const struct conf_node *n;
	size_t count = 0;

	for (n = conf_node_find(parent->first, name); n != NULL;
	     n = conf_node_find(n->next, name))
		count++;
	return count;
}

/* Writes box.lijn.readers for the node. */
static void
node_path(const struct conf_node *n, char out[static SHOWN_PATH])
{
	const struct conf_node *chain[8];
	size_t depth = 0, used = 0;

	out[0] = '\0';
	for (; n != NULL && n->parent != NULL && depth < 8; n = n->parent)
		chain[depth++] = n;
	while (depth > 0 && used < SHOWN_PATH) {
		n = chain[--depth];
		used += (size_t)snprintf(out + used, SHOWN_PATH - used,
		    "%s%s%s%s", used == 0 ? "" : ".", n->name,
		    n->title == NULL ? "" : ".",
		    n->title == NULL ? "" : n->title);
	}
}

/* Copies a value for a message, cut between two characters. */
static void
show_value(const char *value, char out[static SHOWN_VALUE + 4])
{
	size_t n = value == NULL ? 0 : strlen(value);
	bool cut = n > SHOWN_VALUE;

	if (cut)
		n = SHOWN_VALUE;
	while (cut && n > 0 && ((unsigned char)value[n] & 0xc0) == 0x80)
		n--;
	snprintf(out, SHOWN_VALUE + 4, "%.*s%s", (int)n,
	    value == NULL ? "" : value, cut ? "\xe2\x80\xa6" : "");
}

/* Names and values may hold line ends; a message is one line. */
static void
one_line(char *msg)
{
	for (; *msg != '\0'; msg++)
		if ((unsigned char)*msg < 0x20)
			*msg = ' ';
}

static int
wrong(struct err *e, const char *file, int line, const char *key,
    const char *value, const char *right, const char *what)
{
	char shown[SHOWN_VALUE + 4];

	show_value(value, shown);
	err_set(e, "%s:%d: %s: %s (value \"%s\"); %s", file, line, key, what,
	    shown, right);
	if (e != NULL)
		one_line(e->msg);
	return -1;
}

int
conf_wrong(struct err *e, const struct conf_node *n, int line,
    const char *value, const char *right, const char *what, ...)
{
	char path[SHOWN_PATH], text[SHOWN_WHAT];
	va_list ap;

	node_path(n, path);
	va_start(ap, what);
	vsnprintf(text, sizeof(text), what, ap);
	va_end(ap);
	return wrong(
	    e, n->file, line == 0 ? n->line : line, path, value, right, text);
}

int
conf_wrong_at(struct err *e, const char *file, int line, const char *key,
    const char *value, const char *right, const char *what, ...)
{
	char text[SHOWN_WHAT];
	va_list ap;

	va_start(ap, what);
	vsnprintf(text, sizeof(text), what, ap);
	va_end(ap);
	return wrong(e, file, line, key, value, right, text);
}

int
conf_no_memory(struct err *e)
{
	return err_set(e, "no memory for the configuration");
}
