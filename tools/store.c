/*
 * store.c - what an ingest writes.
 *
 * Rows are sorted by their key before they are inserted, so that SQLite goes
 * through its trees once a batch; counters are gathered in memory and added
 * once a batch.
 */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "quarantine.h"
#include "themes.h"

#define BATCH 50000
#define NAME_MAX_LEN 64

static const char *const sql_of[STATEMENT_COUNT] = {
#define X(name, sql) [STATEMENT_##name] = (sql),
	X_STATEMENTS(X)
#undef X
};

static int
prepare_all(struct store *s, struct err *e)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		s->stmt[i] = db_prepare(s->db, sql_of[i], e);
		if (s->stmt[i] == NULL)
			return -1;
	}
	return 0;
}

int
store_new(struct sqlite3 *db, const struct conf *c, bool whole,
    struct store **out, struct err *e)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(e, "no memory");
	s->db = db;
	s->conf = c;
	s->whole = whole;
	s->step = 1;
	s->names = names_new();
	s->tally = counts_new();
	s->sum = counts_new();
	s->rows = calloc(BATCH, sizeof(*s->rows));
	s->order = calloc(BATCH, sizeof(struct row *));
	if (s->names == NULL || s->tally == NULL || s->sum == NULL ||
	    s->rows == NULL || s->order == NULL) {
		store_free(&s);
		return err_set(e, "no memory");
	}
	if (store_tally_names(s) == -1) {
		store_free(&s);
		return err_set(e, "no memory");
	}
	if (prepare_all(s, e) == -1) {
		store_free(&s);
		return -1;
	}
	*out = s;
	return 0;
}

/* Lets go of the batch, and of a row that was being made. */
static void
drop_rows(struct store *s)
{
	size_t i;

	for (i = 0; i <= s->nrows && i < BATCH; i++)
		appraisal_free(&s->rows[i].found);
	s->nrows = 0;
}

void
store_free(struct store **s)
{
	size_t i;

	if (*s == NULL)
		return;
	if ((*s)->rows != NULL)
		drop_rows(*s);
	for (i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize((*s)->stmt[i]);
	names_free(&(*s)->names);
	free((*s)->points);
	counts_free(&(*s)->tally);
	counts_free(&(*s)->sum);
	free((*s)->rows);
	free((*s)->order);
	free(*s);
	*s = NULL;
}

/* Whether it can be an id: nothing a stranger wrote may pass as one. */
static bool
is_id(struct str id)
{
	size_t i;

	for (i = 0; i < id.n; i++)
		if (!((id.p[i] >= 'a' && id.p[i] <= 'z') ||
			(id.p[i] >= 'A' && id.p[i] <= 'Z') ||
			(id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '-' ||
			id.p[i] == '_'))
			return false;
	return id.n <= NAME_MAX_LEN;
}

const char *
store_name(struct store *s, struct str id)
{
	return id.n > 0 && is_id(id) ? names_keep(s->names, id) : "";
}

static void
place_from_row(struct sqlite3_stmt *q, struct logwalk_place *out)
{
	int edge = sqlite3_column_bytes(q, 3);
	int header = sqlite3_column_bytes(q, 4);

	memset(out, 0, sizeof(*out));
	out->segment = (uint32_t)sqlite3_column_int64(q, 0);
	out->offset = (uint64_t)sqlite3_column_int64(q, 1);
	out->tree.size = (uint64_t)sqlite3_column_int64(q, 2);
	if (edge > 0 && (size_t)edge <= sizeof(out->tree.edge)) {
		memcpy(out->tree.edge, sqlite3_column_blob(q, 3), (size_t)edge);
		out->tree.depth = (unsigned)edge / HASH_LEN;
	}
	if (header == (int)sizeof(out->header))
		memcpy(out->header, sqlite3_column_blob(q, 4),
		    sizeof(out->header));
}

int
store_place(
    struct store *s, const char *log, struct logwalk_place *out, struct err *e)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_PLACE];
	int rc, ret;

	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		place_from_row(q, out);
	ret = rc == SQLITE_ROW  ? 1
	    : rc == SQLITE_DONE ? 0
				: db_failed(s->db, e);
	sqlite3_reset(q);
	return ret;
}

struct sqlite3 *
store_db(struct store *s)
{
	return s->db;
}

struct row *
store_row(struct store *s)
{
	return &s->rows[s->nrows];
}

bool
store_keep(struct store *s)
{
	return ++s->nrows == BATCH;
}

int
store_run(struct store *s, enum statement which)
{
	int rc = sqlite3_step(s->stmt[which]);

	sqlite3_reset(s->stmt[which]);
	return rc == SQLITE_DONE ? 0 : -1;
}

static int
by_leaf(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;

	return memcmp((*x)->leaf, (*y)->leaf, HASH_LEN);
}

static int
write_message(struct store *s, const char *box, const struct row *r)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_MESSAGE];

	sqlite3_bind_blob(q, 1, r->leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, box, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 3, r->week);
	sqlite3_bind_text(q, 4, status_names[r->status], -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 5, store_channel(r), -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 6, r->lang, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 7, r->region, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 8, r->who, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 9, r->wish, -1, SQLITE_STATIC);
	sqlite3_bind_int(q, 10, r->publish);
	sqlite3_bind_int(q, 11, r->likely_repeat);
	sqlite3_bind_text(q, 12,
	    r->found.words == NULL ? "" : polarity_name(r->found.polarity), -1,
	    SQLITE_STATIC);
	sqlite3_bind_int(q, 13, r->found.weight);
	sqlite3_bind_int(q, 14, r->found.tone);
	sqlite3_bind_int(q, 15, r->found.danger);
	return store_run(s, STATEMENT_MESSAGE);
}

int
store_write_themes(struct store *s, const struct row *r)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_THEME];
	size_t i;

	if (r->status != STATUS_COUNTED || r->found.themes == 0)
		return 0;
	sqlite3_bind_blob(q, 1, r->leaf, HASH_LEN, SQLITE_STATIC);
	for (i = 0; i < s->conf->nthemes && i < THEMES_MAX; i++) {
		if (!(r->found.themes >> i & 1))
			continue;
		sqlite3_bind_text(
		    q, 2, s->conf->themes[i].id, -1, SQLITE_STATIC);
		if (store_run(s, STATEMENT_THEME) == -1)
			return -1;
	}
	return 0;
}

static int
write_rows(struct store *s, const char *log, const char *box)
{
	size_t i;

	for (i = 0; i < s->nrows; i++)
		s->order[i] = &s->rows[i];
	qsort(s->order, s->nrows, sizeof(struct row *), by_leaf);
	for (i = 0; i < s->nrows; i++)
		if (write_message(s, box, s->order[i]) == -1)
			return -1;
	for (i = 0; i < s->nrows; i++)
		if (store_write_themes(s, s->order[i]) == -1)
			return -1;
	for (i = 0; i < s->nrows; i++)
		if (s->order[i]->status == STATUS_QUARANTINED &&
		    store_found(s, s->order[i], log) == -1)
			return -1;
	return store_words(s);
}

static int
count_rows(
    struct store *s, const char *log, const char *box, struct store_done *done)
{
	const struct row *r;
	size_t i;

	for (i = 0; i < s->nrows; i++) {
		r = &s->rows[i];
		if (counts_add(s->sum,
			&(struct count_key){ r->week,
			    { log, status_names[r->status], NULL, NULL } },
			1) == -1)
			return -1;
		if (r->status == STATUS_COUNTED &&
		    store_tally_row(s, box, r) != 0)
			return -1;
		done->sums[r->status]++;
		done->likely += r->likely_repeat;
		done->danger += store_keeps_words(r) && r->found.danger != 0;
	}
	return 0;
}

int
store_write_counts(struct store *s)
{
	return counts_flush(s->tally, s->stmt[STATEMENT_TALLY]) == SQLITE_OK &&
		counts_flush(s->sum, s->stmt[STATEMENT_SUM]) == SQLITE_OK
	    ? 0
	    : -1;
}

static int
write_place(struct store *s, const char *log, const struct logwalk_place *place)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_BOX];
	uint8_t root[HASH_LEN];

	merkle_root(&place->tree, root);
	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, place->segment);
	sqlite3_bind_int64(q, 3, (sqlite3_int64)place->offset);
	sqlite3_bind_int64(q, 4, (sqlite3_int64)place->tree.size);
	sqlite3_bind_blob(q, 5, root, HASH_LEN, SQLITE_TRANSIENT);
	sqlite3_bind_blob(q, 6, place->tree.edge,
	    (int)(place->tree.depth * HASH_LEN), SQLITE_TRANSIENT);
	sqlite3_bind_blob(
	    q, 7, place->header, sizeof(place->header), SQLITE_TRANSIENT);
	return store_run(s, STATEMENT_BOX);
}

static int
begin(struct store *s)
{
	return sqlite3_get_autocommit(s->db) ? store_run(s, STATEMENT_BEGIN)
					     : 0;
}

int
store_begin(struct store *s, struct err *e)
{
	return begin(s) == 0 ? 0 : db_failed(s->db, e);
}

void
store_abandon(struct store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		store_run(s, STATEMENT_ROLLBACK);
	drop_rows(s);
}

int
store_finish(struct store *s, struct err *e)
{
	if (sqlite3_get_autocommit(s->db) ||
	    store_run(s, STATEMENT_COMMIT) == 0)
		return 0;
	return db_failed(s->db, e);
}

/* Spam waits for a person; it is known only now. */
static void
hold_spam(struct store *s)
{
	size_t i;

	for (i = 0; i < s->nrows; i++)
		if (s->rows[i].status == STATUS_COUNTED &&
		    quarantine_holds_spam(
			&s->rows[i].found, s->rows[i].doubted))
			s->rows[i].status = STATUS_QUARANTINED;
}

/*
 * A new file that is thrown away if anything fails needs no commit between:
 * each would write nearly all pages, since keys are hashes.
 */
int
store_commit(struct store *s, const struct store_upto *upto,
    struct store_done *done, struct err *e)
{
	const char *box = names_keep(s->names, str_of(upto->box));
	const char *log = names_keep(s->names, str_of(upto->log));
	int ret = 0;

	hold_spam(s);
	if (box == NULL || log == NULL || begin(s) == -1 ||
	    store_repeats(s) == -1 || store_likely(s) == -1 ||
	    write_rows(s, log, box) == -1 ||
	    count_rows(s, log, box, done) == -1 ||
	    store_write_counts(s) == -1 ||
	    write_place(s, log, upto->place) == -1 ||
	    (!s->whole && !upto->held &&
		store_run(s, STATEMENT_COMMIT) == -1)) {
		ret = box == NULL || log == NULL ? err_set(e, "no memory")
						 : db_failed(s->db, e);
		store_abandon(s);
	}
	drop_rows(s);
	return ret;
}
