/*
 * sworn.c - what the logs swore to, and which witnesses signed along.
 */
#include "sworn.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "gehoor/checkpoint.h"
#include "kept.h"

#define WITNESSES_MAX 64 /* bits of a mask */

struct reading {
	const struct conf *conf;
	struct note_verifier keys[WITNESSES_MAX];
	size_t nkeys;
	struct kept kept;
	uint64_t signed_all; /* witnesses, by bit */
	struct sworn *out;
};

/* The row with the largest size of each log; none where there is no such. */
static const char newest_sql[] =
    "SELECT box.next_index, c.size, c.root, c.week FROM box"
    " LEFT JOIN (SELECT log, max(size) AS size, root, week FROM checkpoint"
    " GROUP BY log) AS c ON c.log = box.name ORDER BY box.name";

static int
load_keys(struct reading *r, struct err *e)
{
	const struct conf_list *l = &r->conf->witness_keys;
	struct err why;

	for (size_t i = 0; i < l->n && i < WITNESSES_MAX; i++) {
		if (note_witness_verifier_parse(l->items[i],
			strlen(l->items[i]), &r->keys[i], &why) == -1)
			return err_set(
			    e, "%s: witness_keys: %s", r->conf->file, why.msg);
		r->nkeys++;
	}
	return 0;
}

/* Which witnesses signed the note, if it is of that size and root. */
static uint64_t
signers_of(const struct reading *r, const struct buf *note, uint64_t size,
    const void *root)
{
	const char *p = (const char *)note->data;
	struct checkpoint c;
	uint64_t mask = 0;
	struct str text;
	int64_t when;

	if (note_text(p, note->len, &text, NULL) == -1 ||
	    checkpoint_read(text, &c, NULL) == -1 || c.size != size ||
	    memcmp(c.root, root, HASH_LEN) != 0)
		return 0;
	for (size_t i = 0; i < r->nkeys; i++)
		if (note_cosigned(p, note->len, &r->keys[i], &when, NULL) == 1)
			mask |= UINT64_C(1) << i;
	return mask;
}

static uint64_t
signed_by(const struct reading *r, uint64_t size, const void *root)
{
	uint64_t mask = 0;

	for (size_t i = 0; r->nkeys > 0 && i < r->kept.n; i++) {
		struct buf note = BUF_INIT;

		if (conf_read_regular(
			r->kept.paths[i], CHECKPOINT_MAX, &note, NULL) == 0)
			mask |= signers_of(r, &note, size, root);
		buf_free(&note);
	}
	return mask;
}

/* One log; those without a message have nothing to be sworn to. */
static void
take_row(struct reading *r, sqlite3_stmt *q)
{
	struct week week = week_from_number(sqlite3_column_int(q, 3));
	uint64_t size = (uint64_t)sqlite3_column_int64(q, 1);

	if (sqlite3_column_int64(q, 0) == 0)
		return;
	if (sqlite3_column_type(q, 1) == SQLITE_NULL || size == 0 ||
	    sqlite3_column_bytes(q, 2) != HASH_LEN) {
		r->out->all = false;
		return;
	}
	r->signed_all &= signed_by(r, size, sqlite3_column_blob(q, 2));
	if (r->out->size == 0 || week_number(week) < week_number(r->out->week))
		r->out->week = week;
	r->out->size += size;
}

static int
read_rows(struct reading *r, sqlite3 *db, struct err *e)
{
	sqlite3_stmt *q = db_prepare(db, newest_sql, e);
	int rc;

	if (q == NULL)
		return -1;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		take_row(r, q);
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

static int
read_lost(struct reading *r, sqlite3 *db, struct err *e)
{
	sqlite3_stmt *q =
	    db_prepare(db, "SELECT coalesce(sum(n), 0) FROM lost", e);
	int rc = -1;

	if (q == NULL)
		return -1;
	if (sqlite3_step(q) == SQLITE_ROW) {
		r->out->lost = (uint64_t)sqlite3_column_int64(q, 0);
		rc = 0;
	}
	sqlite3_finalize(q);
	return rc == 0 ? 0 : db_failed(db, e);
}

static void
name_witnesses(struct reading *r)
{
	struct buf *b = &r->out->witnesses;

	for (size_t i = 0; i < r->nkeys; i++)
		if (r->signed_all >> i & 1)
			buf_addf(b, "%s%s", b->len == 0 ? "" : ", ",
			    r->keys[i].name);
}

int
sworn_read(
    struct sqlite3 *db, const struct conf *c, struct sworn *out, struct err *e)
{
	struct reading r = { .conf = c, .signed_all = UINT64_MAX, .out = out };
	int rc = -1;

	*out = (struct sworn){ .all = true, .witnesses = BUF_INIT };
	if (load_keys(&r, e) == 0 && kept_list(c->witness, &r.kept, e) == 0)
		rc = read_rows(&r, db, e) == -1 ? -1 : read_lost(&r, db, e);
	if (rc == 0 && out->all && out->size > 0)
		name_witnesses(&r);
	kept_free(&r.kept);
	if (rc == 0 && out->witnesses.failed)
		rc = err_set(e, "no memory");
	if (rc == -1)
		sworn_free(out);
	return rc;
}

void
sworn_free(struct sworn *s)
{
	buf_free(&s->witnesses);
}
