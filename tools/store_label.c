/*
 * store_label.c - what people at the desks found in messages, in the place of
 * what the program found.
 *
 * Each ingest first puts back what was found, then reads all labels anew and
 * applies them: so the order of things leaves no trace, and a database that
 * grew is the one that a rebuild makes.  Where two desks differ, what was
 * found stays.
 */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "desk_read.h"
#include "schema.h"

#define AS_FOUND "?" /* no id begins so */

/* A message, or what is to be in its place. */
struct labelled_row {
	struct row row;
	const char *box;
};

/* What is known of a message beside its row. */
struct found_row {
	const char *log; /* "" of a counted one */
	enum status status;
};

/* ---- reading and writing rows --------------------------------------------- */

static uint64_t
theme_bit(const struct store *s, struct str id)
{
	for (size_t i = 0; i < s->conf->nthemes && i < THEMES_MAX; i++)
		if (str_is(id, s->conf->themes[i].id))
			return (uint64_t)1 << i;
	return 0;
}

/* Ids with blanks between; of themes that are no more, nothing is left. */
static uint64_t
themes_from(const struct store *s, const char *list)
{
	uint64_t themes = 0;

	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		themes |= theme_bit(s, (struct str){ list, n });
		list += n + (list[n] == ' ');
	}
	return themes;
}

static void
add_themes(const struct store *s, uint64_t themes, struct buf *out)
{
	for (size_t i = 0; i < s->conf->nthemes && i < THEMES_MAX; i++)
		if (themes >> i & 1)
			buf_addf(out, "%s%s", out->len > 0 ? " " : "",
			    s->conf->themes[i].id);
}

static uint8_t
polarity_from(const char *name)
{
	uint8_t p = 0;

	while (p + 1 < POLARITY_COUNT &&
	    strcmp(name, polarity_name((enum polarity)p)) != 0)
		p++;
	return p;
}

static enum status
status_from(const char *name)
{
	int i = 0;

	while (i + 1 < STATUS_COUNT && strcmp(name, status_names[i]) != 0)
		i++;
	return (enum status)i;
}

static uint8_t
channel_from(const char *name)
{
	uint8_t c = 0;

	while (c < CHANNEL_COUNT && strcmp(name, channel_names[c]) != 0)
		c++;
	return c;
}

static const char *
text_at(sqlite3_stmt *q, int at)
{
	const void *text = sqlite3_column_text(q, at);

	return text == NULL ? "" : text;
}

static const char *
name_at(struct store *s, sqlite3_stmt *q, int at)
{
	return names_keep(s->names, str_of(text_at(q, at)));
}

/* Of a message with words only this is known here: that there are some. */
static char some_words[] = "";

static int
row_from(struct store *s, sqlite3_stmt *q, struct labelled_row *out)
{
	const char *polarity = text_at(q, 7);
	struct row *r = &out->row;

	out->box = name_at(s, q, 0);
	r->week = (uint32_t)sqlite3_column_int64(q, 1);
	r->status = (uint8_t)status_from(text_at(q, 2));
	r->channel = channel_from(text_at(q, 3));
	r->lang = name_at(s, q, 4);
	r->region = name_at(s, q, 5);
	r->who = name_at(s, q, 6);
	r->wish = name_at(s, q, 8);
	r->found.polarity = polarity_from(polarity);
	r->found.words = *polarity == '\0' ? NULL : some_words;
	r->found.weight = (uint8_t)sqlite3_column_int(q, 9);
	r->found.themes = themes_from(s, text_at(q, 10));
	return out->box == NULL || r->lang == NULL || r->region == NULL ||
		r->who == NULL || r->wish == NULL
	    ? -1
	    : 1;
}

/* 1, 0 if there is no such message, or -1. */
static int
row_read(struct store *s, const uint8_t leaf[static HASH_LEN],
    struct labelled_row *out)
{
	sqlite3_stmt *q = s->stmt[STATEMENT_LABELLED_ROW];
	int rc, ret;

	memset(out, 0, sizeof(*out));
	memcpy(out->row.leaf, leaf, HASH_LEN);
	sqlite3_bind_blob(q, 1, leaf, HASH_LEN, SQLITE_STATIC);
	rc = sqlite3_step(q);
	ret = rc == SQLITE_ROW  ? row_from(s, q, out)
	    : rc == SQLITE_DONE ? 0
				: -1;
	sqlite3_reset(q);
	return ret;
}

static int
update(struct store *s, const struct labelled_row *l)
{
	const struct row *r = &l->row;
	sqlite3_stmt *q = s->stmt[STATEMENT_RELABEL];

	sqlite3_bind_text(q, 1, status_names[r->status], -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 2,
	    r->found.words == NULL ? "" : polarity_name(r->found.polarity), -1,
	    SQLITE_STATIC);
	sqlite3_bind_int(q, 3, r->found.weight);
	sqlite3_bind_blob(q, 4, r->leaf, HASH_LEN, SQLITE_STATIC);
	if (store_run(s, STATEMENT_RELABEL) == -1)
		return -1;
	q = s->stmt[STATEMENT_UNTHEME];
	sqlite3_bind_blob(q, 1, r->leaf, HASH_LEN, SQLITE_STATIC);
	return store_run(s, STATEMENT_UNTHEME) == -1 ? -1
						     : store_write_themes(s, r);
}

/* Adds it to what is counted, or takes it out. */
static int
count(struct store *s, const struct labelled_row *l, const char *log, int step)
{
	const struct count_key key = { l->row.week,
		{ log, status_names[l->row.status], NULL, NULL } };
	int ret = 0;

	s->step = step;
	if (l->row.status == STATUS_COUNTED)
		ret = store_tally_row(s, l->box, &l->row);
	s->step = 1;
	/* Only where the status changes is the log known, and asked for. */
	return ret != 0 || *log == '\0' ? ret : counts_add(s->sum, &key, step);
}

static int
change(struct store *s, const struct labelled_row *from,
    const struct labelled_row *to, const char *log)
{
	return count(s, from, log, -1) == 0 && update(s, to) == 0 &&
		count(s, to, log, 1) == 0
	    ? 0
	    : -1;
}

/* ---- what was found --------------------------------------------------------- */

int
store_found(struct store *s, const struct row *r, const char *log)
{
	sqlite3_stmt *q = s->stmt[STATEMENT_FOUND];
	struct buf themes = BUF_INIT;
	int ret = -1;

	add_themes(s, r->found.themes, &themes);
	sqlite3_bind_blob(q, 1, r->leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, log, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 3, status_names[r->status], -1, SQLITE_STATIC);
	sqlite3_bind_text(
	    q, 4, themes.len == 0 ? "" : buf_cstr(&themes), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 5,
	    r->found.words == NULL ? "" : polarity_name(r->found.polarity), -1,
	    SQLITE_STATIC);
	sqlite3_bind_int(q, 6, r->found.weight);
	if (!themes.failed)
		ret = store_run(s, STATEMENT_FOUND);
	buf_free(&themes);
	return ret;
}

/* Puts what was found into the row: of one that waits, or that was changed. */
static int
found_read(struct store *s, struct labelled_row *to, struct found_row *out)
{
	sqlite3_stmt *q = s->stmt[STATEMENT_FOUND_OF];
	int rc;

	sqlite3_bind_blob(q, 1, to->row.leaf, HASH_LEN, SQLITE_STATIC);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		out->log = name_at(s, q, 0);
		out->status = status_from(text_at(q, 1));
		to->row.found.themes = themes_from(s, text_at(q, 2));
		to->row.found.polarity = polarity_from(text_at(q, 3));
		to->row.found.weight = (uint8_t)sqlite3_column_int(q, 4);
	}
	sqlite3_reset(q);
	if (rc == SQLITE_ROW)
		return out->log == NULL ? -1 : 1;
	return rc == SQLITE_DONE ? 0 : -1;
}

static int
forget_found(struct store *s, const uint8_t leaf[static HASH_LEN])
{
	sqlite3_stmt *q = s->stmt[STATEMENT_UNFOUND];

	sqlite3_bind_blob(q, 1, leaf, HASH_LEN, SQLITE_STATIC);
	return store_run(s, STATEMENT_UNFOUND);
}

static int
put_back(struct store *s, const uint8_t leaf[static HASH_LEN])
{
	struct labelled_row from, to;
	struct found_row found;
	int there = row_read(s, leaf, &from);

	if (there != 1)
		return there;
	to = from;
	if (found_read(s, &to, &found) != 1)
		return -1;
	to.row.status = (uint8_t)found.status;
	if (change(s, &from, &to, found.log) == -1)
		return -1;
	return found.status == STATUS_COUNTED ? forget_found(s, leaf) : 0;
}

/* ---- all of them ------------------------------------------------------------- */

/* The leaves that a query gives, one after the other in memory. */
static int
leaves_of(struct store *s, const char *sql, struct buf *out, struct err *e)
{
	sqlite3_stmt *q = db_prepare(s->db, sql, e);
	int rc;

	if (q == NULL)
		return -1;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		if (sqlite3_column_bytes(q, 0) == HASH_LEN)
			buf_add(out, sqlite3_column_blob(q, 0), HASH_LEN);
	sqlite3_finalize(q);
	if (rc != SQLITE_DONE)
		return db_failed(s->db, e);
	return out->failed ? err_set(e, "no memory") : 0;
}

/* Does it to every leaf; what is counted differently then is written. */
static int
for_each(struct store *s, const struct buf *leaves,
    int (*fn)(struct store *s, const uint8_t leaf[static HASH_LEN]),
    struct err *e)
{
	for (size_t at = 0; at < leaves->len; at += HASH_LEN)
		if (fn(s, leaves->data + at) == -1)
			return db_failed(s->db, e);
	if (leaves->len == 0)
		return 0;
	if (store_write_counts(s) == -1)
		return db_failed(s->db, e);
	return db_exec(s->db,
	    "DELETE FROM tally WHERE n = 0; DELETE FROM sum WHERE n = 0", e);
}

int
store_labels_begin(struct store *s, struct err *e)
{
	struct buf leaves = BUF_INIT;
	int ret = leaves_of(s,
	    "SELECT leaf FROM found JOIN message USING(leaf)"
	    " WHERE message.status = 'counted' ORDER BY leaf",
	    &leaves, e);

	if (ret == 0)
		ret = for_each(s, &leaves, put_back, e);
	buf_free(&leaves);
	return ret == 0 ? db_exec(s->db, "DELETE FROM label", e) : -1;
}

static int
by_id(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return c != 0 ? c : x->n < y->n ? -1 : x->n > y->n;
}

/* In one order, each once: so that the same labels are the same text. */
static void
add_sorted(const struct desk_label *l, struct buf *out)
{
	struct str ids[DESK_THEMES_MAX];

	memcpy(ids, l->themes, sizeof(ids));
	qsort(ids, l->nthemes, sizeof(*ids), by_id);
	for (size_t i = 0; i < l->nthemes; i++) {
		if (i > 0 && by_id(&ids[i - 1], &ids[i]) == 0)
			continue;
		buf_adds(out, out->len > 0 ? " " : "");
		buf_addstr(out, ids[i]);
	}
}

int
store_label(struct store *s, const struct desk_place *at,
    const struct desk_event *ev, struct err *e)
{
	sqlite3_stmt *q = s->stmt[STATEMENT_LABEL];
	const struct desk_label *l = &ev->label;
	struct buf themes = BUF_INIT;
	int ret = -1;

	if (l->has_themes)
		add_sorted(l, &themes);
	else
		buf_adds(&themes, AS_FOUND);
	sqlite3_bind_blob(q, 1, ev->leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, at->desk, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 3, ev->version);
	sqlite3_bind_text(
	    q, 4, themes.len == 0 ? "" : buf_cstr(&themes), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 5, l->polarity.n == 0 ? "" : l->polarity.p,
	    (int)l->polarity.n, SQLITE_STATIC);
	sqlite3_bind_int(q, 6, l->has_weight ? (int)l->weight : -1);
	if (themes.failed)
		err_set(e, "no memory");
	else
		ret = store_run(s, STATEMENT_LABEL) == -1 ? db_failed(s->db, e)
							  : 0;
	buf_free(&themes);
	return ret;
}

/* Puts the label on which the desks agree into the row. 1, or -1. */
static int
label_read(struct store *s, struct row *to)
{
	sqlite3_stmt *q = s->stmt[STATEMENT_LABEL_OF];
	const char *text;
	int rc, weight;

	sqlite3_bind_blob(q, 1, to->leaf, HASH_LEN, SQLITE_STATIC);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		text = text_at(q, 0);
		if (strcmp(text, AS_FOUND) != 0)
			to->found.themes = themes_from(s, text);
		text = text_at(q, 1);
		if (*text != '\0')
			to->found.polarity = polarity_from(text);
		weight = sqlite3_column_int(q, 2);
		if (weight >= 0)
			to->found.weight = (uint8_t)weight;
	}
	sqlite3_reset(q);
	return rc == SQLITE_ROW ? 1 : -1;
}

/* One that waited counts from now on. */
static int
apply(struct store *s, const uint8_t leaf[static HASH_LEN])
{
	struct labelled_row from, to;
	struct found_row found = { "", STATUS_COUNTED };
	int there = row_read(s, leaf, &from);

	if (there != 1)
		return there;
	to = from;
	if (from.row.status == STATUS_QUARANTINED) {
		if (found_read(s, &to, &found) != 1)
			return -1;
	} else if (from.row.status != STATUS_COUNTED) {
		return 0;
	} else if (store_found(s, &from.row, "") == -1) {
		return -1;
	}
	to.row.status = STATUS_COUNTED;
	if (label_read(s, &to.row) == -1)
		return -1;
	return change(s, &from, &to, found.log);
}

int
store_labels_apply(struct store *s, struct err *e)
{
	struct buf leaves = BUF_INIT;
	int ret = leaves_of(s, LABELS_SQL " ORDER BY leaf", &leaves, e);

	if (ret == 0)
		ret = for_each(s, &leaves, apply, e);
	buf_free(&leaves);
	return ret;
}
