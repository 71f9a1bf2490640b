/*
 * import.c - a CSV of messages of elsewhere, gone through twice.
 */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_write.h"
#include "gehoor/utf8.h"
#include "import_rejected.h"

/* One going through the file. */
struct pass {
	struct import *im;
	const char *path;       /* of the rejected; NULL: only looks */
	struct import_log *log; /* of a pass that takes */
	struct import_rejected *rejected; /* once there is one */
	struct buf head;                  /* as it was, for rejected */
	struct str fields[CSV_COLUMNS_MAX];
	struct csv_row head_row;
};

/* ---- what is shown -------------------------------------------------------- */

/* A field on one line, cut. */
static void
snippet_add(struct buf *b, struct str s)
{
	struct buf clean = BUF_INIT;
	size_t n;

	utf8_clean(&clean, s.p, s.n);
	n = clean.failed ? 0
			 : utf8_prefix(clean.data, clean.len, IMPORT_SNIPPET);
	for (size_t i = 0; i < n; i++)
		buf_addc(b,
		    clean.data[i] == '\n' || clean.data[i] == '\t'
			? ' '
			: (char)clean.data[i]);
	if (n < clean.len)
		buf_adds(b, "…");
	buf_free(&clean);
}

static int
sample_put(struct import_sample *s, const struct csv_row *row, struct buf *b,
    struct err *e)
{
	const char *text = buf_cstr(b);

	s->number = row->number;
	s->line = row->line;
	s->text = text == NULL ? NULL : strdup(text);
	buf_free(b);
	return s->text != NULL ? 0 : err_set(e, "no memory");
}

/* As it would be taken: the week, and not what stood there. */
static int
show_row(struct import *im, const struct csv_row *row, struct err *e)
{
	const struct record *r = &im->row.record;
	char week[WEEK_TEXT_LEN + 1];
	struct buf b = BUF_INIT;

	if (im->nrows == IMPORT_SHOWN)
		return 0;
	week_format(r->week, week);
	buf_addf(&b, "%s %s", week, channel_names[r->channel]);
	if (r->region.n > 0)
		buf_addf(&b, " region=%.*s", (int)r->region.n, r->region.p);
	if (r->who.n > 0)
		buf_addf(&b, " who=%.*s", (int)r->who.n, r->who.p);
	for (size_t i = 0; i < r->nanswers; i++) {
		buf_addf(&b, " q.%.*s=", (int)r->answers[i].id.n,
		    r->answers[i].id.p);
		snippet_add(&b, r->answers[i].value);
	}
	buf_adds(&b, " | ");
	snippet_add(&b, r->text);
	return sample_put(&im->rows[im->nrows++], row, &b, e);
}

static int
show_rejected(struct import *im, const struct csv_row *row, const char *why,
    struct err *e)
{
	struct buf b = BUF_INIT;

	if (im->nrejected == IMPORT_SHOWN)
		return 0;
	buf_adds(&b, why);
	return sample_put(&im->rejected[im->nrejected++], row, &b, e);
}

/* Counts a value that was not known; the first ones are named. */
static void
remember(struct import *im)
{
	struct buf b = BUF_INIT;
	const char *value;

	if (im->row.unknown[0] == '\0')
		return;
	snippet_add(&b, im->row.unknown_value);
	value = buf_cstr(&b);
	for (size_t i = 0; value != NULL && i < im->nstrangers; i++) {
		struct import_stranger *s = &im->strangers[i];

		if (strcmp(s->field, im->row.unknown) == 0 &&
		    strncmp(s->value, value, sizeof(s->value) - 1) == 0) {
			s->rows++;
			value = NULL;
		}
	}
	im->strangers_more |= value != NULL && im->nstrangers == IMPORT_UNKNOWN;
	if (value != NULL && im->nstrangers < IMPORT_UNKNOWN) {
		struct import_stranger *s = &im->strangers[im->nstrangers++];

		snprintf(s->field, sizeof(s->field), "%s", im->row.unknown);
		snprintf(s->value, sizeof(s->value), "%s", value);
		s->rows = 1;
	}
	buf_free(&b);
}

/* ---- rows ----------------------------------------------------------------- */

static int
take_map(struct import *im, const struct csv_row *head, struct err *e)
{
	im->rules.map = &im->map;
	if (import_map_read(im->map_asked, head, im->of.box, &im->map, e) == -1)
		return -1;
	return im->map.column[IMPORT_WEEK] != IMPORT_NOWHERE ||
		im->rules.week.year != 0
	    ? 0
	    : err_set(e,
		  "no column is the week or the date; say which with --map "
		  "week=COLUMN,..., or of which week all rows are with --week");
}

/* Keeps the head for the preview, and for the file of what is rejected. */
static int
take_head(struct pass *p, const struct csv_row *row, struct err *e)
{
	struct import *im = p->im;
	size_t at = 0;

	buf_clear(&im->head);
	for (size_t i = 0; i < row->n; i++) {
		buf_addstr(&p->head, row->fields[i]);
		snippet_add(&im->head, str_trim(row->fields[i], " \t\r\n"));
		buf_addc(&im->head, '\0');
	}
	if (im->head.failed || p->head.failed)
		return err_set(e, "no memory");
	for (size_t i = 0; i < row->n; i++) {
		p->fields[i] = (struct str){ "", row->fields[i].n };
		if (row->fields[i].n > 0)
			p->fields[i].p = (const char *)p->head.data + at;
		at += row->fields[i].n;
	}
	p->head_row = *row;
	p->head_row.fields = p->fields;
	return take_map(im, row, e);
}

static int
reject(
    struct pass *p, const struct csv_row *row, const char *why, struct err *e)
{
	struct import *im = p->im;

	im->counts.rejected++;
	if (p->path == NULL) {
		remember(im);
		return show_rejected(im, row, why, e);
	}
	if (p->rejected == NULL &&
	    import_rejected_open(p->path, im->form.separator, &p->head_row,
		&p->rejected, e) == -1)
		return -1;
	return import_rejected_add(p->rejected, row, why, e);
}

static int
accept(struct pass *p, const struct csv_row *row, struct err *e)
{
	struct import *im = p->im;
	uint8_t tag[TAG_LEN];
	int added;

	if (import_keys_next(im->keys, &im->row, tag, e) == -1)
		return -1;
	added = p->log != NULL ? import_log_add(p->log, &im->row.record, tag, e)
			       : !tagmap_has(im->known, tag);
	if (added == -1)
		return -1;
	im->counts.taken += added == 1;
	im->counts.there += added == 0;
	return p->path == NULL && added == 1 ? show_row(im, row, e) : 0;
}

static int
take_row(const struct csv_row *row, void *arg, struct err *e)
{
	struct pass *p = arg;
	struct import *im = p->im;
	struct err why;

	if (row->number == 1)
		return take_head(p, row, e);
	switch (import_row_read(&im->rules, row, &im->row, &why)) {
	case IMPORT_ROW_EMPTY:
		im->counts.empty++;
		return 0;
	case IMPORT_ROW_REJECTED:
		return reject(p, row, why.msg, e);
	case IMPORT_ROW_TAKEN:
		break;
	}
	return accept(p, row, e);
}

static int
go_through(struct pass *p, struct err *e)
{
	struct import *im = p->im;
	const struct csv_read_options o = { im->form.separator,
		im->form.windows_1252 };
	int rc;

	im->counts = (struct import_counts){ 0, 0, 0, 0 };
	rc = import_keys_restart(im->keys, e);
	if (rc == 0)
		rc = csv_read(im->file, &o, take_row, p, e);
	if (rc == 0 && p->head_row.n == 0)
		rc = err_set(e, "is empty; the first row names the columns");
	return rc;
}

int
import_look(struct import *im, struct err *e)
{
	struct pass p = { .im = im, .head = BUF_INIT };
	int rc;

	im->keys = import_keys_new(im->of.signer);
	im->known = tagmap_new();
	if (im->keys == NULL || im->known == NULL)
		return err_set(e, "no memory");
	rc = import_log_known(&im->of, im->known, im->iv, e);
	if (rc == 0)
		rc = go_through(&p, e);
	buf_free(&p.head);
	return rc;
}

/* First what was rejected, so that no row is in neither of both. */
static int
finish(struct pass *p, struct err *e)
{
	if (p->rejected != NULL &&
	    import_rejected_finish(&p->rejected, e) == -1)
		return -1;
	return p->im->counts.taken == 0 ? 0 : import_log_finish(&p->log, e);
}

int
import_take(struct import *im, const char *rejected, struct err *e)
{
	struct pass p = { .im = im, .path = rejected, .head = BUF_INIT };
	int rc = 0;

	/* Without anything new the log is left alone. */
	if (im->counts.taken > 0)
		rc = import_log_open(&im->of, &p.log, e);
	if (rc == 0)
		rc = go_through(&p, e);
	if (rc == 0)
		rc = finish(&p, e);
	import_rejected_drop(&p.rejected);
	import_log_drop(&p.log);
	buf_free(&p.head);
	return rc;
}

void
import_free(struct import *im)
{
	import_keys_free(&im->keys);
	import_row_free(&im->row);
	tagmap_free(&im->known);
	buf_free(&im->head);
	for (size_t i = 0; i < IMPORT_SHOWN; i++) {
		free(im->rows[i].text);
		free(im->rejected[i].text);
	}
}
