/*
 * conf_apply.c - turns the texts of a section into typed values, one function
 * for each kind of setting, and puts them where the table says.
 */
#include "conf_table.h"

#include <stdio.h>
#include <string.h>

#define LIST_MAX 4096 /* entries of a list */

struct setting {
	struct arena *arena;
	const struct conf_row *row;
	const struct conf_node *key;
	uint8_t *to;
	void *base;
	struct err *err;
};

static size_t
count_values(const struct conf_node *key)
{
	const struct conf_value *v;
	size_t n = 0;

	for (v = key->values; v != NULL; v = v->next)
		n++;
	return n;
}

static int
set_text(const struct setting *s)
{
	char *text;

	if (conf_fits(s->row->rule, s->key->values->text, s->key,
		s->key->values->line, s->err) == -1)
		return -1;
	text = arena_copy(
	    s->arena, s->key->values->text, strlen(s->key->values->text));
	if (text == NULL)
		return conf_no_memory(s->err);
	memcpy(s->to, &text, sizeof(text));
	return 0;
}

/* Digits, and at most three behind a point, as thousandths; -1 if not so. */
static long long
thousandths(const char *p)
{
	size_t whole = strspn(p, "0123456789"), part = 0, i;
	long long v = 0;

	if (whole == 0)
		return -1;
	if (whole > 12)
		return 1000000000000000; /* beyond every limit */
	if (p[whole] == '.') {
		part = strspn(p + whole + 1, "0123456789");
		if (part == 0 || part > 3)
			return -1;
	}
	if (p[whole + (part > 0 ? part + 1 : 0)] != '\0')
		return -1;
	for (i = 0; i < whole; i++)
		v = v * 10 + (p[i] - '0');
	for (i = 0; i < 3; i++)
		v = v * 10 + (i < part ? p[whole + 1 + i] - '0' : 0);
	return v;
}

static int
set_number(const struct setting *s)
{
	bool rate = s->row->kind == KIND_RATE;
	const char *text = s->key->values->text;
	long long v = thousandths(text), unit = rate ? 1 : 1000;
	double d;
	int i;
	char right[96];

	if (rate)
		snprintf(right, sizeof(right),
		    "write a number from 0.001 to "
		    "1000000, at most three digits behind the point");
	else
		snprintf(right, sizeof(right),
		    "write a whole number from %ld to %ld", s->row->min,
		    s->row->max);
	if (v < 0 || (!rate && strchr(text, '.') != NULL))
		return conf_wrong(s->err, s->key, s->key->values->line, text,
		    right, "not a number");
	if (v < s->row->min * unit || v > s->row->max * unit)
		return conf_wrong(s->err, s->key, s->key->values->line, text,
		    right, "out of range");
	d = (double)v / 1000;
	i = (int)(v / 1000);
	if (rate)
		memcpy(s->to, &d, sizeof(d));
	else
		memcpy(s->to, &i, sizeof(i));
	return 0;
}

static int
set_bool(const struct setting *s)
{
	static const char *const words[] = { "false", "true", "no", "yes",
		"off", "on" };
	const char *text = s->key->values->text;
	size_t i;
	bool v;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i], text) != 0)
			continue;
		v = i % 2 == 1;
		memcpy(s->to, &v, sizeof(v));
		return 0;
	}
	return conf_wrong(s->err, s->key, s->key->values->line, text,
	    "write true or false", "neither true nor false");
}

static int
set_choice(const struct setting *s)
{
	const char *text = s->key->values->text;
	enum box_kind v = 0;

	if (conf_fits(
		s->row->rule, text, s->key, s->key->values->line, s->err) == -1)
		return -1;
	while (strcmp(s->row->rule->names[v], text) != 0)
		v++;
	_Static_assert(sizeof(enum box_kind) == sizeof(enum question_type),
	    "all enums of the table have one size");
	memcpy(s->to, &v, sizeof(v));
	return 0;
}

/* No entry twice: that would be a slip. */
static int
check_twice(const struct setting *s, const struct conf_value *v)
{
	const struct conf_value *o;

	for (o = s->key->values; o != v; o = o->next)
		if (strcmp(o->text, v->text) == 0)
			return conf_wrong(s->err, s->key, v->line, v->text,
			    "take one of them out", "is in the list twice");
	return 0;
}

static int
set_list(const struct setting *s)
{
	struct conf_list list = { NULL, count_values(s->key) };
	const struct conf_value *v;
	size_t i = 0;

	list.items = arena_array(s->arena, list.n, sizeof(char *));
	if (list.items == NULL)
		return conf_no_memory(s->err);
	for (v = s->key->values; v != NULL; v = v->next, i++) {
		if (conf_fits(s->row->rule, v->text, s->key, v->line, s->err) ==
			-1 ||
		    check_twice(s, v) == -1)
			return -1;
		list.items[i] = arena_copy(s->arena, v->text, strlen(v->text));
		if (list.items[i] == NULL)
			return conf_no_memory(s->err);
	}
	memcpy(s->to, &list, sizeof(list));
	return 0;
}

/* "xx:words", split. */
static int
set_word(
    const struct setting *s, const struct conf_value *v, struct conf_words *w)
{
	const char *colon = strchr(v->text, ':');
	size_t i;
	char *lang;

	lang = arena_copy(
	    s->arena, v->text, colon == NULL ? 0 : (size_t)(colon - v->text));
	if (lang == NULL)
		return conf_no_memory(s->err);
	if (colon == NULL || !conf_rule_lang.fits(lang))
		return conf_wrong(s->err, s->key, v->line, v->text,
		    "write \"nl:words\", the language first",
		    "the language is missing");
	for (i = 0; i < w->n; i++)
		if (strcmp(w->lang[i], lang) == 0)
			return conf_wrong(s->err, s->key, v->line, v->text,
			    "take one of them out",
			    "the language is there twice");
	w->lang[w->n] = lang;
	w->text[w->n] = arena_copy(s->arena, colon + 1, strlen(colon + 1));
	return w->text[w->n++] == NULL ? conf_no_memory(s->err) : 0;
}

static int
set_words(const struct setting *s)
{
	size_t n = count_values(s->key);
	struct conf_words w = { NULL, NULL, 0 };
	const struct conf_value *v;

	w.lang = arena_array(s->arena, n, sizeof(char *));
	w.text = arena_array(s->arena, n, sizeof(char *));
	if (w.lang == NULL || w.text == NULL)
		return conf_no_memory(s->err);
	for (v = s->key->values; v != NULL; v = v->next)
		if (set_word(s, v, &w) == -1)
			return -1;
	memcpy(s->to, &w, sizeof(w));
	return 0;
}

static int
set_readers(const struct setting *s)
{
	struct conf_box *box = s->base;
	const struct conf_value *v;
	size_t i = 0, n = count_values(s->key);

	if (n > SEGMENT_MAX_READERS)
		return conf_wrong(s->err, s->key, 0, "",
		    "name the people who "
		    "really read",
		    "more than %d readers", SEGMENT_MAX_READERS);
	box->readers = arena_array(s->arena, n, sizeof(*box->readers));
	if (box->readers == NULL)
		return conf_no_memory(s->err);
	for (v = s->key->values; v != NULL; v = v->next, i++) {
		if (reader_parse(
			v->text, strlen(v->text), &box->readers[i], NULL) == -1)
			return conf_wrong(s->err, s->key, v->line, v->text,
			    "copy the line that gehoor keygen printed",
			    "not a reader key, or mistyped");
		if (check_twice(s, v) == -1)
			return -1;
	}
	box->nreaders = n;
	return 0;
}

/* In the order of enum conf_kind. */
static const struct {
	int (*set)(const struct setting *s);
	bool many; /* any number of values, else exactly one */
} kinds[] = { { set_text, false }, { set_number, false }, { set_number, false },
	{ set_bool, false }, { set_choice, false }, { set_list, true },
	{ set_words, true }, { set_readers, true } };

static int
set(const struct setting *s)
{
	const struct conf_value *v = s->key->values;

	if (!kinds[s->row->kind].many && v == NULL)
		return conf_wrong(s->err, s->key, 0, "", "write one value",
		    "there is no value");
	if (!kinds[s->row->kind].many && v->next != NULL)
		return conf_wrong(s->err, s->key, v->next->line, v->next->text,
		    "write one value", "more than one value");
	if (count_values(s->key) > LIST_MAX)
		return conf_wrong(s->err, s->key, 0, "", "make it shorter",
		    "more than %d entries", LIST_MAX);
	return kinds[s->row->kind].set(s);
}

/* The default of the table as a key that somebody might have written. */
static int
add_initial(struct arena *a, const char *initial, struct conf_node *key)
{
	const char *p = initial + (*initial == '{'), *end;
	char *word;

	while (*p != '\0' && *p != '}') {
		p += strspn(p, ", ");
		end = *p == '"' ? strchr(++p, '"') : strchr(p, '\0');
		word = arena_copy(a, p, (size_t)(end - p));
		if (word == NULL || conf_value_add(a, key, word, 0) == -1)
			return -1;
		p = end + (*end == '"');
	}
	return 0;
}

/* A key that is not there, as if its default were written. */
static int
absent(struct arena *a, const struct conf_row *row,
    const struct conf_node *section, struct conf_node *key, struct err *e)
{
	memset(key, 0, sizeof(*key));
	key->name = row->name;
	key->parent = section;
	key->file = section->file;
	key->line = section->line;
	if (add_initial(a, row->initial, key) == -1)
		return conf_no_memory(e);
	if (row->kind == KIND_TEXT && row->rule != NULL &&
	    key->values != NULL && !row->rule->fits(key->values->text))
		return conf_wrong(
		    e, key, 0, "", row->rule->right, "is missing");
	return 0;
}

int
conf_apply(
    struct arena *a, const struct conf_node *section, void *base, struct err *e)
{
	const struct conf_row *row;
	const struct conf_node *key, *again;
	struct conf_node initial;
	const char *name = section->title == NULL ? "" : section->name;

	for (row = conf_rows; row->name != NULL; row++) {
		if (strcmp(row->section, name) != 0)
			continue;
		key = conf_node_find(section->first, row->name);
		again =
		    key == NULL ? NULL : conf_node_find(key->next, row->name);
		if (again != NULL)
			return conf_wrong(e, again, 0,
			    again->values == NULL ? "" : again->values->text,
			    "take one of them out",
			    "was set before, at %.100s:%d", key->file,
			    key->line);
		if (key == NULL) {
			if (absent(a, row, section, &initial, e) == -1)
				return -1;
			key = &initial;
		}
		if (set(&(struct setting){ a, row, key,
			(uint8_t *)base + row->offset, base, e }) == -1)
			return -1;
	}
	return 0;
}
