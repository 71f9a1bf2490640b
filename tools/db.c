/*
 * db.c - the SQLite database: a cache that may always be thrown away.
 *
 * Opened as if somebody else had had it in hands: no triggers or functions
 * from the schema, no double-quoted strings, checked cell sizes.  Nothing is
 * left in freed pages, in temporary files or in a journal.
 */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema.h"

#define APPLICATION_ID 0x47484f52 /* "GHOR" */
#define BUSY_MS 5000
#define REMEDY "gehoor ingest --rebuild makes a new one"

#define TEXT_OF(x) #x
#define NUMBER(x) TEXT_OF(x)

static const char pragmas[] = "PRAGMA temp_store=MEMORY;"
			      "PRAGMA secure_delete=ON;"
			      "PRAGMA mmap_size=0;"
			      "PRAGMA cell_size_check=ON;"
			      "PRAGMA cache_size=-65536;";

/* A cache without a journal: for files that a crash may take away. */
static const char scratch_pragmas[] = "PRAGMA secure_delete=OFF;"
				      "PRAGMA journal_mode=OFF;"
				      "PRAGMA synchronous=OFF;"
				      "PRAGMA cache_size=-98304;"
				      "PRAGMA locking_mode=EXCLUSIVE;";

static const char schema[] = "PRAGMA application_id=" NUMBER(
    APPLICATION_ID) ";"
		    "PRAGMA user_version=" NUMBER(
			SCHEMA_VERSION) ";" SCHEMA_SQL;

int
db_failed(struct sqlite3 *db, struct err *e)
{
	return err_set(e, "database %s: %s; " REMEDY,
	    sqlite3_db_filename(db, NULL), sqlite3_errmsg(db));
}

int
db_exec(struct sqlite3 *db, const char *sql, struct err *e)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK
	    ? 0
	    : db_failed(db, e);
}

struct sqlite3_stmt *
db_prepare(struct sqlite3 *db, const char *sql, struct err *e)
{
	struct sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt,
		NULL) != SQLITE_OK) {
		db_failed(db, e);
		return NULL;
	}
	return stmt;
}

void
db_close(struct sqlite3 **db)
{
	sqlite3_close(*db);
	*db = NULL;
}

/* Opens a file that is there, distrusting what it says. */
static int
open_guarded(const char *path, struct sqlite3 **out, struct err *e)
{
	struct sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_NOFOLLOW,
		NULL) != SQLITE_OK) {
		err_set(e, "database %s: %s", path,
		    db == NULL ? "no memory" : sqlite3_errmsg(db));
		goto failed;
	}
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	if (db_exec(db, pragmas, e) == -1)
		goto failed;
	*out = db;
	return 0;
failed:
	sqlite3_close(db);
	return -1;
}

/* The number a PRAGMA gives, or -1. */
static long long
pragma_number(struct sqlite3 *db, const char *sql, struct err *e)
{
	struct sqlite3_stmt *stmt = db_prepare(db, sql, e);
	long long n = -1;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	else
		db_failed(db, e);
	sqlite3_finalize(stmt);
	return n;
}

static int
check_schema(struct sqlite3 *db, const char *path, struct err *e)
{
	long long id = pragma_number(db, "PRAGMA application_id", e);
	long long version;

	if (id == -1)
		return -1;
	if (id != APPLICATION_ID)
		return err_set(e,
		    "%s is not a database of gehoor; remove it "
		    "or set database to another file",
		    path);
	version = pragma_number(db, "PRAGMA user_version", e);
	if (version == -1)
		return -1;
	if (version > SCHEMA_VERSION)
		return err_set(e,
		    "%s was made by a newer gehoor (schema %lld,"
		    " this one knows %d); use that, or " REMEDY,
		    path, version, SCHEMA_VERSION);
	if (version < SCHEMA_VERSION)
		return err_set(e,
		    "%s was made by an older gehoor (schema "
		    "%lld, now %d); " REMEDY,
		    path, version, SCHEMA_VERSION);
	return 0;
}

int
db_open(const char *path, struct sqlite3 **out, struct err *e)
{
	struct sqlite3 *db = NULL;

	if (access(path, F_OK) == -1 && errno == ENOENT)
		return err_set(e,
		    "there is no database %s yet; "
		    "gehoor ingest makes it",
		    path);
	if (open_guarded(path, &db, e) == -1)
		return -1;
	if (check_schema(db, path, e) == -1) {
		db_close(&db);
		return -1;
	}
	*out = db;
	return 0;
}

int
db_create_scratch(const char *path, struct sqlite3 **out, struct err *e)
{
	struct sqlite3 *db = NULL;
	int fd;

	if (unlink(path) == -1 && errno != ENOENT)
		return err_sys(e, "%s", path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_sys(e, "database %s", path);
	close(fd);
	if (open_guarded(path, &db, e) == -1 ||
	    db_exec(db, scratch_pragmas, e) == -1 ||
	    db_exec(db, schema, e) == -1) {
		db_close(&db);
		unlink(path);
		return -1;
	}
	*out = db;
	return 0;
}

/* What the rename will publish must be on disk before it. */
static int
sync_path(const char *path, int flags, struct err *e)
{
	int fd = open(path, flags | O_CLOEXEC);
	int ret = 0;

	if (fd == -1 || fsync(fd) == -1)
		ret = err_sys(e, "%s", path);
	if (fd != -1)
		close(fd);
	return ret;
}

int
db_replace(
    struct sqlite3 **db, const char *scratch, const char *path, struct err *e)
{
	char journal[4096];

	/* An old journal would be played back into the new file. */
	if ((size_t)snprintf(journal, sizeof(journal), "%s-journal", path) >=
	    sizeof(journal))
		return err_set(e, "%s: the name is too long", path);
	if (sqlite3_close(*db) != SQLITE_OK)
		return db_failed(*db, e);
	*db = NULL;
	if (sync_path(scratch, O_RDONLY, e) == -1)
		return -1;
	if (unlink(journal) == -1 && errno != ENOENT)
		return err_sys(e, "%s", journal);
	if (rename(scratch, path) == -1)
		return err_sys(e, "%s", path);
	return 0;
}

int
db_number(struct sqlite3 *db, const char *sql, int64_t *out, struct err *e)
{
	sqlite3_stmt *stmt = db_prepare(db, sql, e);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = sqlite3_step(stmt);
	*out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? 0 : db_failed(db, e);
}
