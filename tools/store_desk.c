/*
 * store_desk.c - what an ingest writes besides messages: what was deleted,
 * what the logs swore to, what the desks did.
 */
#include <sqlite3.h>

#include "db.h"
#include "desk_read.h"
#include "marks.h"
#include "store.h"

/* Runs a statement once and ends it. 0 or -1. */
static int
finish(struct store *s, sqlite3_stmt *q, struct err *e)
{
	int rc;

	if (q == NULL)
		return -1;
	rc = sqlite3_step(q);
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(store_db(s), e);
}

int
store_expired(struct store *s, const char *log, uint64_t n, struct err *e)
{
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "INSERT INTO sum(box, week, status, n) VALUES(?, 0, 'expired', ?)"
	    " ON CONFLICT DO UPDATE SET n = n + excluded.n",
	    e);

	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)n);
	return finish(s, q, e);
}

int64_t
store_known(
    struct sqlite3 *db, const char *log, enum status status, struct err *e)
{
	sqlite3_stmt *q = db_prepare(db,
	    "SELECT coalesce(sum(n), 0) FROM sum WHERE box = ?"
	    " AND status = ?",
	    e);
	int64_t n = -1;

	if (q == NULL)
		return -1;
	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, status_names[status], -1, SQLITE_STATIC);
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	else
		db_failed(db, e);
	sqlite3_finalize(q);
	return n;
}

static int
add_checkpoint(
    struct store *s, const char *log, const struct mark *m, struct err *e)
{
	/* Named after a week or not: the earliest name counts. */
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "INSERT INTO checkpoint(log, size, root, week) VALUES(?,?,?,?)"
	    " ON CONFLICT DO UPDATE SET week = max(week, excluded.week)",
	    e);

	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)m->checkpoint.size);
	sqlite3_bind_blob(q, 3, m->checkpoint.root, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(q, 4, m->week.year == 0 ? 0 : week_number(m->week));
	return finish(s, q, e);
}

int
store_checkpoints(struct store *s, const char *log, const struct marks *m,
    uint64_t size, struct err *e)
{
	sqlite3_stmt *q =
	    db_prepare(store_db(s), "DELETE FROM checkpoint WHERE log = ?", e);

	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	if (finish(s, q, e) == -1)
		return -1;
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].checkpoint.size <= size &&
		    add_checkpoint(s, log, &m->items[i], e) == -1)
			return -1;
	return 0;
}

int
store_has_words(
    struct store *s, const uint8_t leaf[static HASH_LEN], struct err *e)
{
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "SELECT count(*) FROM message WHERE leaf = ? AND status <> ?", e);
	int rc;

	if (q == NULL)
		return -1;
	sqlite3_bind_blob(q, 1, leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, status_names[STATUS_ERASED], -1, SQLITE_STATIC);
	rc = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int(q, 0) > 0
					   : db_failed(store_db(s), e);
	sqlite3_finalize(q);
	return rc;
}

int
store_lost(struct store *s, const char *log, uint64_t n, struct err *e)
{
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "INSERT INTO lost(log, n) VALUES(?,?)"
	    " ON CONFLICT DO UPDATE SET n = excluded.n",
	    e);

	sqlite3_bind_text(q, 1, log, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)n);
	return finish(s, q, e);
}

int
store_desk_begin(struct store *s, struct err *e)
{
	return db_exec(store_db(s),
	    "DELETE FROM desk_event; DELETE FROM quote;"
	    " DELETE FROM withheld",
	    e);
}

static void
bind_str(sqlite3_stmt *q, int at, struct str s)
{
	sqlite3_bind_text(q, at, s.n == 0 ? "" : s.p, (int)s.n, SQLITE_STATIC);
}

int
store_desk_event(struct store *s, const struct desk_place *at,
    const struct desk_event *ev, struct err *e)
{
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "INSERT INTO desk_event(desk, number, act, role, second, week,"
	    " log, box, leaf, version) VALUES(?,?,?,?,?,?,?,?,?,?)",
	    e);
	bool expired = ev->act == DESK_EXPIRED;

	sqlite3_bind_text(q, 1, at->desk, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)at->index);
	sqlite3_bind_text(q, 3, desk_act_names[ev->act], -1, SQLITE_STATIC);
	bind_str(q, 4, ev->role);
	bind_str(q, 5, ev->second);
	sqlite3_bind_int64(q, 6, week_number(ev->week));
	sqlite3_bind_blob(q, 7, ev->log_id, LOG_ID_LEN, SQLITE_STATIC);
	bind_str(q, 8, ev->box);
	sqlite3_bind_blob(
	    q, 9, ev->leaf, expired ? 0 : HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(q, 10, expired ? ev->segment : ev->version);
	return finish(s, q, e);
}

int
store_quote(struct store *s, const struct desk_event *ev, struct err *e)
{
	bool quoted = ev->act == DESK_QUOTED;
	sqlite3_stmt *q = db_prepare(store_db(s),
	    quoted ? "INSERT OR IGNORE INTO quote(leaf, role, theme, words)"
		     " VALUES(?,?,?,?)"
		   : "INSERT OR IGNORE INTO withheld(leaf, role) VALUES(?,?)",
	    e);

	sqlite3_bind_blob(q, 1, ev->leaf, HASH_LEN, SQLITE_STATIC);
	bind_str(q, 2, ev->role);
	if (quoted) {
		bind_str(q, 3, ev->theme);
		sqlite3_bind_blob(q, 4, ev->words, HASH_LEN, SQLITE_STATIC);
	}
	return finish(s, q, e);
}

/* The counts of a quarter stand in its last week. */
static int
add_count(
    struct store *s, struct str box, const struct desk_count *c, struct err *e)
{
	const struct period quarter = { c->quarter / 10, c->quarter % 10, 0 };
	struct week first, last;
	sqlite3_stmt *q = db_prepare(store_db(s),
	    "INSERT INTO tally(week, box, region, dimension, category, n)"
	    " VALUES(?,?,?,?,?,?)"
	    " ON CONFLICT DO UPDATE SET n = n + excluded.n",
	    e);

	period_weeks(quarter, &first, &last);
	sqlite3_bind_int64(q, 1, week_number(last));
	bind_str(q, 2, box);
	bind_str(q, 3, c->region);
	bind_str(q, 4, c->dimension);
	bind_str(q, 5, c->category);
	sqlite3_bind_int64(q, 6, (sqlite3_int64)c->n);
	return finish(s, q, e);
}

int
store_desk_counts(struct store *s, const struct desk_event *ev, struct err *e)
{
	for (size_t i = 0; i < ev->ncounts; i++)
		if (add_count(s, ev->box, &ev->counts[i], e) == -1)
			return -1;
	return 0;
}
