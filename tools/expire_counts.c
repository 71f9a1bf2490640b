/*
 * expire_counts.c - the counts that outlive messages, taken with SQL.
 *
 * part is what the messages add, whole what their quarters have in all; both
 * go through the same merging of small regions, so that a cell is always
 * judged together with those it was merged with.
 */
#include "expire_counts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "gehoor/week.h"
#include "protect.h"

static const char tables_sql[] =
    "DROP TABLE IF EXISTS temp.gone;"
    "DROP TABLE IF EXISTS temp.part;"
    "DROP TABLE IF EXISTS temp.whole;"
    "DROP TABLE IF EXISTS temp.small;"
    "DROP TABLE IF EXISTS temp.point_of;"
    "CREATE TEMP TABLE gone(leaf BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TEMP TABLE part(quarter INTEGER, region TEXT, dimension TEXT,"
    " category TEXT, n INTEGER) STRICT;"
    "CREATE TEMP TABLE whole(quarter INTEGER, region TEXT, dimension TEXT,"
    " category TEXT, n INTEGER) STRICT;"
    "CREATE TEMP TABLE small(quarter INTEGER, region TEXT) STRICT;"
    "CREATE TEMP TABLE point_of(theme TEXT, point TEXT,"
    " PRIMARY KEY(theme, point)) STRICT, WITHOUT ROWID;";

/* A dimension that is a column of message: %1$s twice. */
static const char column_sql[] =
    "INSERT INTO temp.part SELECT quarter_of(week), region, '%1$s', %1$s,"
    " count(*) FROM message JOIN temp.gone USING(leaf)"
    " WHERE status = 'counted' GROUP BY 1, 2, 4";
static const char *const columns[] = { "channel", "who", "lang", "wish",
	"polarity" };

static const char others_sql[] =
    "INSERT INTO temp.part SELECT quarter_of(week), region, 'total', '',"
    " count(*) FROM message JOIN temp.gone USING(leaf)"
    " WHERE status = 'counted' GROUP BY 1, 2;"
    "INSERT INTO temp.part SELECT quarter_of(week), region, 'theme',"
    " coalesce(theme, 'anders'), count(*)"
    " FROM message JOIN temp.gone USING(leaf) LEFT JOIN theme USING(leaf)"
    " WHERE status = 'counted' GROUP BY 1, 2, 4;"
    "INSERT INTO temp.part SELECT quarter_of(week), region, 'theme-polarity',"
    " coalesce(theme, 'anders') || ':' || polarity, count(*)"
    " FROM message JOIN temp.gone USING(leaf) LEFT JOIN theme USING(leaf)"
    " WHERE status = 'counted' AND polarity <> '' GROUP BY 1, 2, 4;"
    "INSERT INTO temp.part SELECT quarter_of(week), region, 'weight',"
    " CASE polarity WHEN '' THEN '' ELSE CAST(weight AS TEXT) END, count(*)"
    " FROM message JOIN temp.gone USING(leaf)"
    " WHERE status = 'counted' GROUP BY 1, 2, 4;"
    "INSERT INTO temp.part SELECT quarter_of(week), region, 'point',"
    " point, count(DISTINCT leaf) FROM message JOIN temp.gone USING(leaf)"
    " JOIN theme USING(leaf) JOIN temp.point_of USING(theme)"
    " WHERE status = 'counted' GROUP BY 1, 2, 4;"
    "INSERT INTO temp.part SELECT quarter_of(week), region,"
    " 'point-polarity', point || ':' || polarity, count(DISTINCT leaf)"
    " FROM message JOIN temp.gone USING(leaf) JOIN theme USING(leaf)"
    " JOIN temp.point_of USING(theme)"
    " WHERE status = 'counted' AND polarity <> '' GROUP BY 1, 2, 4;";

static const char whole_sql[] =
    "INSERT INTO temp.whole SELECT quarter_of(week), region, dimension,"
    " category, sum(n) FROM tally WHERE box = ?1"
    " AND quarter_of(week) IN (SELECT quarter FROM temp.part)"
    " GROUP BY 1, 2, 3, 4";

/* A small region, and then a small category, is not told any more. */
static const char merge_sql[] =
    "INSERT INTO temp.small SELECT quarter, region FROM temp.whole"
    " WHERE dimension = 'total' AND region <> ''"
    " GROUP BY 1, 2 HAVING is_small_region(sum(n));"
    "UPDATE temp.part SET region = '' WHERE (quarter, region) IN temp.small;"
    "UPDATE temp.whole SET region = ''"
    " WHERE (quarter, region) IN temp.small;"
    "UPDATE temp.part SET category = NULL WHERE dimension <> 'total'"
    " AND is_small_cell((SELECT sum(w.n) FROM temp.whole w"
    " WHERE w.quarter = part.quarter AND w.region = part.region"
    " AND w.dimension = part.dimension AND w.category = part.category));"
    "DELETE FROM temp.part WHERE category IS NULL AND dimension IN"
    " ('theme', 'theme-polarity', 'point', 'point-polarity');"
    "UPDATE temp.part SET category = '' WHERE category IS NULL;";

static const char read_sql[] =
    "SELECT quarter, region, dimension, category, sum(n) FROM temp.part"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

static const char sums_sql[] =
    "SELECT status, count(*) FROM message JOIN temp.gone USING(leaf)"
    " GROUP BY status";

/* SQL: quarter_of(week), week as year * 100 + week; year * 10 + quarter. */
static void
quarter_of(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct week w = week_from_number(sqlite3_value_int(argv[0]));

	(void)argc;
	sqlite3_result_int(ctx, w.year * 10 + week_quarter(w));
}

static void
is_small_region(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	(void)argc;
	sqlite3_result_int(ctx, sqlite3_value_int64(argv[0]) < PROTECT_BASE);
}

static void
is_small_cell(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	(void)argc;
	sqlite3_result_int(ctx, sqlite3_value_int64(argv[0]) < PROTECT_LEAST);
}

static int
add_functions(sqlite3 *db, struct err *e)
{
	static const struct {
		const char *name;
		void (*fn)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = { { "quarter_of", quarter_of },
		{ "is_small_region", is_small_region },
		{ "is_small_cell", is_small_cell } };

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (sqlite3_create_function(db, functions[i].name, 1,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
			functions[i].fn, NULL, NULL) != SQLITE_OK)
			return db_failed(db, e);
	return 0;
}

static int
fill_part(sqlite3 *db, struct err *e)
{
	char sql[sizeof(column_sql) + 32];

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		snprintf(sql, sizeof(sql), column_sql, columns[i]);
		if (db_exec(db, sql, e) == -1)
			return -1;
	}
	return db_exec(db, others_sql, e);
}

static int
add_point(
    sqlite3 *db, sqlite3_stmt *q, const struct conf_point *p, struct err *e)
{
	for (size_t i = 0; i < p->themes.n; i++) {
		sqlite3_bind_text(q, 1, p->themes.items[i], -1, SQLITE_STATIC);
		sqlite3_bind_text(q, 2, p->id, -1, SQLITE_STATIC);
		if (sqlite3_step(q) != SQLITE_DONE)
			return db_failed(db, e);
		sqlite3_reset(q);
	}
	return 0;
}

static int
fill_points(sqlite3 *db, const struct conf *c, struct err *e)
{
	sqlite3_stmt *q =
	    db_prepare(db, "INSERT INTO temp.point_of VALUES(?, ?)", e);
	int ret = q == NULL ? -1 : 0;

	for (size_t i = 0; i < c->nframeworks; i++)
		for (size_t k = 0; ret == 0 && k < c->frameworks[i].npoints;
		     k++)
			ret = add_point(db, q, &c->frameworks[i].points[k], e);
	sqlite3_finalize(q);
	return ret;
}

static int
fill_gone(sqlite3 *db, const uint8_t *leaves, size_t n, struct err *e)
{
	sqlite3_stmt *q = db_prepare(
	    db, "INSERT INTO temp.gone VALUES(?) ON CONFLICT DO NOTHING", e);
	int rc = SQLITE_DONE;

	if (q == NULL)
		return -1;
	for (size_t i = 0; i < n && rc == SQLITE_DONE; i++) {
		sqlite3_bind_blob(
		    q, 1, leaves + i * HASH_LEN, HASH_LEN, SQLITE_STATIC);
		rc = sqlite3_step(q);
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

static int
fill_whole(sqlite3 *db, const char *box, struct err *e)
{
	sqlite3_stmt *q = db_prepare(db, whole_sql, e);
	int rc;

	if (q == NULL)
		return -1;
	sqlite3_bind_text(q, 1, box, -1, SQLITE_STATIC);
	rc = sqlite3_step(q);
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

static struct str
column(sqlite3_stmt *q, int i, struct names *names)
{
	const char *kept =
	    names_keep(names, str_of((const char *)sqlite3_column_text(q, i)));

	return (struct str){ kept, kept == NULL ? 0 : strlen(kept) };
}

static int
read_row(struct expire_counts *c, sqlite3_stmt *q, struct names *names)
{
	struct desk_count *items =
	    realloc(c->items, (c->n + 1) * sizeof(*items));
	struct desk_count *to;

	if (items == NULL)
		return -1;
	c->items = items;
	to = &items[c->n];
	to->quarter = sqlite3_column_int(q, 0);
	to->region = column(q, 1, names);
	to->dimension = column(q, 2, names);
	to->category = column(q, 3, names);
	to->n = (uint64_t)sqlite3_column_int64(q, 4);
	if (to->region.p == NULL || to->dimension.p == NULL ||
	    to->category.p == NULL)
		return -1;
	c->n++;
	return 0;
}

static int
read_counts(
    sqlite3 *db, struct names *names, struct expire_counts *c, struct err *e)
{
	sqlite3_stmt *q = db_prepare(db, read_sql, e);
	int rc;

	if (q == NULL)
		return -1;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		if (read_row(c, q, names) == -1)
			break;
	sqlite3_finalize(q);
	if (rc == SQLITE_ROW)
		return err_set(e, "no memory for counts");
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

static int
read_sums(sqlite3 *db, size_t n, struct expire_counts *c, struct err *e)
{
	sqlite3_stmt *q = db_prepare(db, sums_sql, e);
	int rc;

	if (q == NULL)
		return -1;
	c->missing = n;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		for (size_t i = 0; i < STATUS_COUNT; i++)
			if (strcmp(status_names[i],
				(const char *)sqlite3_column_text(q, 0)) == 0) {
				c->sums[i] =
				    (uint64_t)sqlite3_column_int64(q, 1);
				c->missing -= c->sums[i];
			}
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(db, e);
}

int
expire_counts_read(struct sqlite3 *db, const struct conf *conf, const char *box,
    const uint8_t *leaves, size_t n, struct names *names,
    struct expire_counts *out, struct err *e)
{
	struct expire_counts c = { NULL, 0, { 0 }, 0 };

	if (add_functions(db, e) == -1 || db_exec(db, tables_sql, e) == -1 ||
	    fill_points(db, conf, e) == -1 ||
	    fill_gone(db, leaves, n, e) == -1 || fill_part(db, e) == -1 ||
	    fill_whole(db, box, e) == -1 || db_exec(db, merge_sql, e) == -1 ||
	    read_counts(db, names, &c, e) == -1 ||
	    read_sums(db, n, &c, e) == -1) {
		expire_counts_free(&c);
		return -1;
	}
	*out = c;
	return 0;
}

void
expire_counts_free(struct expire_counts *c)
{
	free(c->items);
	*c = (struct expire_counts){ NULL, 0, { 0 }, 0 };
}
