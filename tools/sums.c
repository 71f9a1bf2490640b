/*
 * sums.c - the sum line: where every record of the logs is.
 */
#include "sums.h"

#include <sqlite3.h>
#include <string.h>

#include "db.h"
#include "status.h"

static const enum status statuses[SUM_COUNT] = {
#define X(c, status) [c] = (status),
	SUM_TERMS(X)
#undef X
};

static const char sums_sql[] =
    "SELECT status, week > ?1, sum(n),"
    " coalesce(min(week) FILTER (WHERE week > 0 AND n > 0), 0)"
    " FROM sum GROUP BY 1, 2";

/* Adds one row of sums_sql; false if the status is not known. */
static bool
row_add(struct sums *s, const char *status, bool later, uint64_t n, int week)
{
	for (int i = 0; i < SUM_COUNT; i++) {
		if (strcmp(status_names[statuses[i]], status) != 0)
			continue;
		if (i == SUM_COUNTED && later)
			i = SUM_CARRIED;
		s->term[i] += n;
		if (i == SUM_QUARANTINED && n > 0 && week != 0 &&
		    (s->waiting_since.year == 0 ||
			week < week_number(s->waiting_since)))
			s->waiting_since = week_from_number(week);
		return true;
	}
	return false;
}

static int
terms_read(sqlite3 *db, struct period p, struct sums *s, struct err *e)
{
	sqlite3_stmt *stmt = db_prepare(db, sums_sql, e);
	struct week first, last;
	int rc;

	if (stmt == NULL)
		return -1;
	period_weeks(p, &first, &last);
	sqlite3_bind_int(stmt, 1, week_number(last));
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		if (!row_add(s, (const char *)sqlite3_column_text(stmt, 0),
			sqlite3_column_int(stmt, 1) != 0,
			(uint64_t)sqlite3_column_int64(stmt, 2),
			sqlite3_column_int(stmt, 3)))
			break;
	sqlite3_finalize(stmt);
	if (rc == SQLITE_ROW)
		return err_set(e,
		    "the database holds a sum nobody knows; "
		    "make it anew: gehoor ingest --rebuild");
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

static int
tree_read(sqlite3 *db, uint64_t *size, struct err *e)
{
	int64_t n = 0;

	if (db_number(db, "SELECT coalesce(sum(next_index), 0) FROM box", &n,
		e) == -1)
		return -1;
	*size = (uint64_t)n;
	return 0;
}

int
sums_read(struct sqlite3 *db, struct period p, struct sums *out, struct err *e)
{
	struct sums s = { .tree = 0 };
	uint64_t all = 0;

	if (tree_read(db, &s.tree, e) == -1 || terms_read(db, p, &s, e) == -1)
		return -1;
	for (int i = 0; i < SUM_COUNT; i++)
		all += s.term[i];
	if (all != s.tree)
		return err_set(e,
		    "the database accounts for %llu records but "
		    "the logs hold %llu; make it anew: gehoor ingest "
		    "--rebuild",
		    (unsigned long long)all, (unsigned long long)s.tree);
	*out = s;
	return 0;
}
