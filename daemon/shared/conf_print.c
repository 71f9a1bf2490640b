/*
 * conf_print.c - the settings in force, row by row of the table, in a form
 * that reads back to the same.
 *
 * Boxes that came with the program have no readers and are left out: reading
 * the print brings them along again.
 */
#include "conf_table.h"

#include <string.h>

static void
put_quoted(struct buf *out, const char *s)
{
	static const char plain[] = "\\\"\n\t", escape[] = "\\\"nt";
	const char *at;

	buf_addc(out, '"');
	for (; *s != '\0'; s++) {
		at = strchr(plain, *s);
		if (at != NULL)
			buf_addc(out, '\\');
		buf_addc(out, at != NULL ? escape[at - plain] : *s);
	}
	buf_addc(out, '"');
}

static void
put_text(struct buf *out, const struct conf_row *row, const void *at)
{
	char *s;

	(void)row;
	memcpy(&s, at, sizeof(s));
	put_quoted(out, s);
}

static void
put_number(struct buf *out, const struct conf_row *row, const void *at)
{
	int i;

	(void)row;
	memcpy(&i, at, sizeof(i));
	buf_addf(out, "%d", i);
}

static void
put_rate(struct buf *out, const struct conf_row *row, const void *at)
{
	double d;
	long long v;

	(void)row;
	memcpy(&d, at, sizeof(d));
	v = (long long)(d * 1000 + 0.5);
	buf_addf(out, "%lld", v / 1000);
	if (v % 1000 != 0)
		buf_addf(out, ".%03lld", v % 1000);
}

static void
put_bool(struct buf *out, const struct conf_row *row, const void *at)
{
	bool b;

	(void)row;
	memcpy(&b, at, sizeof(b));
	buf_adds(out, b ? "true" : "false");
}

static void
put_choice(struct buf *out, const struct conf_row *row, const void *at)
{
	enum box_kind v;

	memcpy(&v, at, sizeof(v));
	buf_adds(out, row->rule->names[v]);
}

static void
put_list(struct buf *out, const struct conf_row *row, const void *at)
{
	struct conf_list l;
	size_t i;

	(void)row;
	memcpy(&l, at, sizeof(l));
	buf_addc(out, '{');
	for (i = 0; i < l.n; i++) {
		buf_adds(out, i == 0 ? "" : ", ");
		put_quoted(out, l.items[i]);
	}
	buf_addc(out, '}');
}

static void
put_words(struct buf *out, const struct conf_row *row, const void *at)
{
	struct conf_words w;
	struct buf one = BUF_INIT;
	const char *s;
	size_t i;

	(void)row;
	memcpy(&w, at, sizeof(w));
	buf_addc(out, '{');
	for (i = 0; i < w.n; i++) {
		buf_clear(&one);
		buf_addf(&one, "%s:%s", w.lang[i], w.text[i]);
		s = buf_cstr(&one);
		buf_adds(out, i == 0 ? "" : ", ");
		if (s == NULL)
			out->failed = true;
		else
			put_quoted(out, s);
	}
	buf_addc(out, '}');
	buf_free(&one);
}

static void
put_readers(struct buf *out, const struct conf_row *row, const void *at)
{
	struct conf_box box;
	char key[READER_TEXT_LEN + 1];
	size_t i;

	memcpy(&box, (const uint8_t *)at - row->offset, sizeof(box));
	buf_addc(out, '{');
	for (i = 0; i < box.nreaders; i++) {
		reader_format(&box.readers[i], key);
		buf_addf(out, "%s\"%s\"", i == 0 ? "" : ", ", key);
	}
	buf_addc(out, '}');
}

/* In the order of enum conf_kind. */
static void (*const put[])(struct buf *out, const struct conf_row *row,
    const void *at) = { put_text, put_number, put_rate, put_bool, put_choice,
	put_list, put_words, put_readers };

static void
print_rows(
    struct buf *out, const char *section, const void *base, const char *indent)
{
	const struct conf_row *row;

	for (row = conf_rows; row->name != NULL; row++) {
		if (strcmp(row->section, section) != 0)
			continue;
		buf_addf(out, "%s%s = ", indent, row->name);
		put[row->kind](out, row, (const uint8_t *)base + row->offset);
		buf_addc(out, '\n');
	}
}

static void
open_section(
    struct buf *out, const char *indent, const char *name, const char *title)
{
	buf_addf(out, "%s%s \"%s\" {\n", indent, name, title);
}

/* A section without sections in it. */
static void
print_plain(
    struct buf *out, const char *name, const char *title, const void *base)
{
	open_section(out, "\n", name, title);
	print_rows(out, name, base, "\t");
	buf_adds(out, "}\n");
}

static void
print_question(struct buf *out, const struct conf_question *q)
{
	size_t i;

	open_section(out, "\t", "question", q->id);
	print_rows(out, "question", q, "\t\t");
	for (i = 0; i < q->noptions; i++) {
		open_section(out, "\t\t", "option", q->options[i].id);
		print_rows(out, "option", &q->options[i], "\t\t\t");
		buf_adds(out, "\t\t}\n");
	}
	buf_adds(out, "\t}\n");
}

static void
print_box(struct buf *out, const struct conf_box *b)
{
	size_t i;

	if (b->nreaders == 0)
		return;
	open_section(out, "\n", "box", b->name);
	print_rows(out, "box", b, "\t");
	for (i = 0; i < b->nquestions; i++)
		print_question(out, &b->questions[i]);
	buf_adds(out, "}\n");
}

static void
print_framework(struct buf *out, const struct conf_framework *f)
{
	open_section(out, "\n", "framework", f->id);
	print_rows(out, "framework", f, "\t");
	for (size_t i = 0; i < f->npoints; i++) {
		open_section(out, "\t", "point", f->points[i].id);
		print_rows(out, "point", &f->points[i], "\t\t");
		buf_adds(out, "\t}\n");
	}
	buf_adds(out, "}\n");
}

static void
print_text(struct buf *out, size_t text, const char *words)
{
	buf_addf(out, "\t%s = ", text_keys[text]);
	put_quoted(out, words);
	buf_addc(out, '\n');
}

static void
print_lang(struct buf *out, const struct conf_lang *l)
{
	size_t i;

	open_section(out, "\n", "lang", l->code);
	for (i = 0; i < TEXT_COUNT; i++)
		print_text(out, i, l->texts[i]);
	buf_adds(out, "}\n");
	if (!l->has_polite)
		return;
	buf_addf(out, "\nlang \"%s" CONF_POLITE "\" {\n", l->code);
	for (i = 0; i < TEXT_COUNT; i++)
		if (l->polite[i] != l->texts[i])
			print_text(out, i, l->polite[i]);
	buf_adds(out, "}\n");
}

void
conf_print(const struct conf *c, struct buf *out)
{
	size_t i;

	print_rows(out, "", c, "");
	for (i = 0; i < c->regions.n; i++)
		print_plain(
		    out, "region", c->region_words[i].id, &c->region_words[i]);
	for (i = 0; i < c->nboxes; i++)
		print_box(out, &c->boxes[i]);
	for (i = 0; i < c->nlines; i++)
		print_plain(out, "line", c->lines[i].name, &c->lines[i]);
	for (i = 0; i < c->ndesks; i++)
		print_plain(out, "desk", c->desks[i].id, &c->desks[i]);
	for (i = 0; i < c->nlangs; i++)
		print_lang(out, &c->langs[i]);
	for (i = 0; i < c->nthemes; i++)
		print_plain(out, "theme", c->themes[i].id, &c->themes[i]);
	for (i = 0; i < c->nconcepts; i++)
		print_plain(out, "concept", c->concepts[i].id, &c->concepts[i]);
	for (i = 0; i < c->nframeworks; i++)
		print_framework(out, &c->frameworks[i]);
}
