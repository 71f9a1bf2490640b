/*
 * audit_read.c - a printed CSV release, read back with libcsv.
 */
#include "audit_read.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_table.h"
#include "gehoor/buf.h"

#define FILE_MAX ((size_t)64 << 20)
#define FIELDS 8
#define BOM "\xef\xbb\xbf"

struct reading {
	const char *name;
	struct release r;
	size_t cap, row, nfields;
	char *field[FIELDS]; /* of the row so far */
	struct err *e;
	bool failed;
};

static void
fail(struct reading *r, const char *what)
{
	if (!r->failed)
		err_set(r->e, "%.200s: row %zu: %s", r->name, r->row, what);
	r->failed = true;
}

/* What keeps a spreadsheet from computing is no part of the text. */
static void
field_cb(void *data, size_t n, void *arg)
{
	struct reading *r = arg;
	struct str text = csv_unguarded((struct str){ n == 0 ? "" : data, n });

	if (r->nfields < FIELDS) {
		r->field[r->nfields] = strndup(text.p, text.n);
		if (r->field[r->nfields] == NULL)
			fail(r, "no memory");
	}
	r->nfields++;
}

static bool
is_head(const struct reading *r)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (strcmp(r->field[i], csv_columns[i]) != 0)
			return false;
	return true;
}

/* Status and value; NULL, or what is wrong. */
static const char *
figure_read(const struct reading *r, struct printed *p)
{
	const char *value = r->field[6], *status = r->field[7];

	for (p->status = PRINTED_SHOWN;
	     strcmp(csv_status(p->status), status) != 0; p->status++)
		if (p->status == PRINTED_HIDDEN)
			return "the status is not shown, under5 or hidden";
	if (p->status != PRINTED_SHOWN)
		return value[0] == '\0' ? NULL
					: "what is held back has a value";
	if (value[0] == '\0' || strlen(value) > 12 ||
	    value[strspn(value, "0123456789")] != '\0')
		return "the value is not a whole number";
	p->value = strtoull(value, NULL, 10);
	return p->value % PROTECT_ROUND == 0 ? NULL
					     : "the value is not rounded";
}

static const char *
row_read(struct reading *r, struct printed *p)
{
	if (period_parse(r->field[0], strlen(r->field[0]), &p->key.period) ==
	    -1)
		return "the period is not 2026, 2026-Q3 or 2026-W47";
	if (strcmp(r->field[5], CSV_MEASURE) != 0)
		return "the measure is not " CSV_MEASURE;
	p->key.box = r->field[1];
	p->key.region = r->field[2];
	p->key.dimension = r->field[3];
	p->key.category = r->field[4];
	return figure_read(r, p);
}

static bool
grow(struct reading *r)
{
	size_t cap = r->cap == 0 ? 256 : r->cap * 2;
	struct printed *items;

	if (r->r.n < r->cap)
		return true;
	items = reallocarray(r->r.items, cap, sizeof(*items));
	if (items == NULL)
		return false;
	r->r.items = items;
	r->cap = cap;
	return true;
}

static void
figure_add(struct reading *r)
{
	struct printed p = { .value = 0 };
	const char *wrong = row_read(r, &p);

	if (wrong == NULL && !grow(r))
		wrong = "no memory";
	if (wrong != NULL) {
		fail(r, wrong);
		return;
	}
	r->r.items[r->r.n++] = p;
	for (size_t i = 1; i <= 4; i++)
		r->field[i] = NULL;
}

static void
row_cb(int end, void *arg)
{
	struct reading *r = arg;

	(void)end;
	r->row++;
	if (r->failed)
		;
	else if (r->nfields != FIELDS)
		fail(r, "there are not eight columns");
	else if (r->row == 1 && !is_head(r))
		fail(r, "not the head of a gehoor export");
	else if (r->row > 1)
		figure_add(r);
	for (size_t i = 0; i < FIELDS; i++) {
		free(r->field[i]);
		r->field[i] = NULL;
	}
	r->nfields = 0;
}

/* The dialect whose separator ends the first column of the head. */
static char
separator(struct str text)
{
	size_t n = strlen(csv_columns[0]);

	return text.n > n && text.p[n] == ';' ? ';' : ',';
}

int
audit_parse(
    const char *name, struct str text, struct release *out, struct err *e)
{
	struct reading r = { .name = name, .e = e };
	struct csv_parser parser;

	if (text.n >= strlen(BOM) && memcmp(text.p, BOM, strlen(BOM)) == 0)
		text =
		    (struct str){ text.p + strlen(BOM), text.n - strlen(BOM) };
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_set(e, "no memory");
	csv_set_delim(&parser, (unsigned char)separator(text));
	if (csv_parse(&parser, text.p, text.n, field_cb, row_cb, &r) !=
		text.n ||
	    csv_fini(&parser, field_cb, row_cb, &r) != 0) {
		r.row++;
		fail(&r, "the quotes of a field are not as in RFC 4180");
	} else if (r.row == 0) {
		fail(&r, "not the head of a gehoor export");
	}
	csv_free(&parser);
	for (size_t i = 0; i < FIELDS; i++)
		free(r.field[i]);
	if (r.failed)
		release_free(&r.r);
	else
		*out = r.r;
	return r.failed ? -1 : 0;
}

static int
read_all(FILE *f, const char *path, struct buf *b, struct err *e)
{
	char room[65536];
	size_t n;

	while ((n = fread(room, 1, sizeof(room), f)) > 0) {
		buf_add(b, room, n);
		if (b->len > FILE_MAX || b->failed)
			return err_set(
			    e, "%.200s: too large for figures", path);
	}
	return ferror(f) ? err_sys(e, "%.200s", path) : 0;
}

int
audit_read(const char *path, struct release *out, bool *damaged, struct err *e)
{
	struct buf b = BUF_INIT;
	FILE *f = fopen(path, "re");
	int rc = -1;

	*damaged = false;
	if (f == NULL)
		return err_sys(e, "%.200s", path);
	if (read_all(f, path, &b, e) == 0) {
		rc = audit_parse(
		    path, (struct str){ buf_cstr(&b), b.len }, out, e);
		*damaged = rc == -1;
	}
	fclose(f);
	buf_free(&b);
	return rc;
}
