/*
 * plain_insert.c DATABASE NEW arriving|sorted - what SQLite alone costs:
 * reads all rows of all tables of a database into memory, then puts them into
 * a new one with the same tables, by prepared statements in one transaction,
 * without journal and sync (the kindest settings).  Keys are hashes, so
 * messages arrive in a shuffled order; sorted by key is what a loader does
 * that knows SQLite well.  Prints rows, rows of the table "message", and
 * seconds.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "gehoor/buf.h"

#define MAX_TABLES 32

/* Rows as cells one behind the other: type, length or number, bytes. */
struct table {
	char *name;
	char *sql;
	int columns;
	struct buf cells;
	size_t *rows; /* where each begins */
	size_t nrows, room;
};

static struct {
	sqlite3 *db;
	struct table tables[MAX_TABLES];
	size_t ntables;
} bench;

static void
check(int rc, int want, const char *what)
{
	if (rc == want)
		return;
	fprintf(stderr, "plain_insert: %s: %s\n", what,
	    bench.db == NULL ? "no memory" : sqlite3_errmsg(bench.db));
	exit(1);
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *st = NULL;

	check(sqlite3_prepare_v2(bench.db, sql, -1, &st, NULL), SQLITE_OK, sql);
	return st;
}

static void
read_cell(struct buf *out, sqlite3_stmt *st, int column)
{
	int type = sqlite3_column_type(st, column);
	uint8_t n[8] = { 0 };

	buf_addc(out, (char)type);
	if (type == SQLITE_NULL)
		return;
	if (type == SQLITE_INTEGER) {
		put_le64(n, (uint64_t)sqlite3_column_int64(st, column));
		buf_add(out, n, sizeof(n));
		return;
	}
	put_le64(n, (uint64_t)sqlite3_column_bytes(st, column));
	buf_add(out, n, sizeof(n));
	buf_add(out, sqlite3_column_blob(st, column), (size_t)get_le64(n));
}

static void
read_table(struct table *t)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", t->name);
	sqlite3_stmt *st = prepare(sql);
	int rc;

	t->columns = sqlite3_column_count(st);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (t->nrows == t->room) {
			t->room = t->room * 2 + 1024;
			t->rows = realloc(t->rows, t->room * sizeof(*t->rows));
		}
		if (t->rows == NULL)
			exit(1);
		t->rows[t->nrows++] = t->cells.len;
		for (int c = 0; c < t->columns; c++)
			read_cell(&t->cells, st, c);
	}
	check(rc, SQLITE_DONE, sql);
	check(t->cells.failed, 0, "rows");
	sqlite3_finalize(st);
	sqlite3_free(sql);
}

static void
read_all(const char *path)
{
	sqlite3_stmt *st;

	check(sqlite3_open_v2(path, &bench.db, SQLITE_OPEN_READONLY, NULL),
	    SQLITE_OK, path);
	st = prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' "
		     "AND name NOT LIKE 'sqlite_%'");
	while (sqlite3_step(st) == SQLITE_ROW && bench.ntables < MAX_TABLES) {
		struct table *t = &bench.tables[bench.ntables++];

		t->name = strdup((const char *)sqlite3_column_text(st, 0));
		t->sql = strdup((const char *)sqlite3_column_text(st, 1));
		read_table(t);
	}
	sqlite3_finalize(st);
	sqlite3_close(bench.db);
}

/* Fisher and Yates, with a fixed linear congruence: the same every time. */
static void
shuffle(struct table *t)
{
	uint64_t x = 42;

	for (size_t i = t->nrows; i > 1; i--) {
		size_t j, keep = t->rows[i - 1];

		x = x * UINT64_C(6364136223846793005) + 1442695040888963407u;
		j = (size_t)((x >> 33) % i);
		t->rows[i - 1] = t->rows[j];
		t->rows[j] = keep;
	}
}

static const uint8_t *
bind_cell(sqlite3_stmt *st, int column, const uint8_t *p)
{
	int type = *p++;
	size_t n;

	if (type == SQLITE_NULL) {
		sqlite3_bind_null(st, column);
		return p;
	}
	n = (size_t)get_le64(p);
	if (type == SQLITE_INTEGER) {
		sqlite3_bind_int64(st, column, (sqlite3_int64)n);
		return p + 8;
	}
	if (type == SQLITE_TEXT)
		sqlite3_bind_text(
		    st, column, (const char *)p + 8, (int)n, SQLITE_STATIC);
	else
		sqlite3_bind_blob(st, column, p + 8, (int)n, SQLITE_STATIC);
	return p + 8 + n;
}

static void
write_table(const struct table *t)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *st;

	buf_addf(&sql, "INSERT INTO \"%s\" VALUES(?", t->name);
	for (int c = 1; c < t->columns; c++)
		buf_adds(&sql, ",?");
	buf_adds(&sql, ")");
	st = prepare(buf_cstr(&sql));
	for (size_t i = 0; i < t->nrows; i++) {
		const uint8_t *p = t->cells.data + t->rows[i];

		for (int c = 1; c <= t->columns; c++)
			p = bind_cell(st, c, p);
		check(sqlite3_step(st), SQLITE_DONE, t->name);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	buf_free(&sql);
}

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double
write_all(const char *path)
{
	double begin = now();

	check(sqlite3_open(path, &bench.db), SQLITE_OK, path);
	check(sqlite3_exec(bench.db,
		  "PRAGMA journal_mode = OFF; "
		  "PRAGMA synchronous = OFF; BEGIN",
		  NULL, NULL, NULL),
	    SQLITE_OK, path);
	for (size_t i = 0; i < bench.ntables; i++)
		check(sqlite3_exec(
			  bench.db, bench.tables[i].sql, NULL, NULL, NULL),
		    SQLITE_OK, bench.tables[i].name);
	for (size_t i = 0; i < bench.ntables; i++)
		write_table(&bench.tables[i]);
	check(sqlite3_exec(bench.db, "COMMIT", NULL, NULL, NULL), SQLITE_OK,
	    path);
	sqlite3_close(bench.db);
	return now() - begin;
}

int
main(int argc, char **argv)
{
	size_t rows = 0, messages = 0;
	bool sorted = argc == 4 && strcmp(argv[3], "sorted") == 0;

	if (argc != 4)
		return 2;
	read_all(argv[1]);
	for (size_t i = 0; i < bench.ntables; i++) {
		struct table *t = &bench.tables[i];

		if (!sorted)
			shuffle(t);
		rows += t->nrows;
		if (strcmp(t->name, "message") == 0)
			messages = t->nrows;
	}
	printf("%zu %zu %.3f\n", rows, messages, write_all(argv[2]));
	for (size_t i = 0; i < bench.ntables; i++) {
		buf_free(&bench.tables[i].cells);
		free(bench.tables[i].rows);
		free(bench.tables[i].name);
		free(bench.tables[i].sql);
	}
	return 0;
}
