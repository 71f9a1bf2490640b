/*
 * db.h - the SQLite database: a cache that may always be thrown away.
 */
#ifndef DB_H
#define DB_H

#include <stdint.h>

#include "gehoor/err.h"

struct sqlite3;
struct sqlite3_stmt;

/*
 * Opens an existing database of the current schema.  0 or -1; the reason
 * then names the remedy.
 */
int db_open(const char *path, struct sqlite3 **out, struct err *e);

/*
 * Makes a new database for a build that ends in db_replace: without journal
 * and syncs, since it is thrown away if anything fails.  An older file of
 * that name is removed.
 */
int db_create_scratch(const char *path, struct sqlite3 **out, struct err *e);

/* Closes the scratch database, syncs it and renames it over path. */
int db_replace(
    struct sqlite3 **db, const char *scratch, const char *path, struct err *e);

void db_close(struct sqlite3 **db);

/* Runs statements without results. 0 or -1. */
int db_exec(struct sqlite3 *db, const char *sql, struct err *e);

/* The one number that a query gives. 0 or -1. */
int db_number(struct sqlite3 *db, const char *sql, int64_t *out, struct err *e);

/* A prepared statement, or NULL with the reason. */
struct sqlite3_stmt *
db_prepare(struct sqlite3 *db, const char *sql, struct err *e);

/* The reason of the last failure, with the remedy: rebuild. -1. */
int db_failed(struct sqlite3 *db, struct err *e);

#endif
