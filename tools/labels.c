/*
 * labels.c - what people at the desks said messages are about.
 */
#include "labels.h"

#include <sqlite3.h>
#include <string.h>

#include "db.h"
#include "schema.h"
#include "themes.h"

/* Labels that count are in theme (store_label.c). */
static const char text_sql[] =
    "SELECT w.text, m.leaf FROM (" LABELS_SQL ") JOIN message m USING(leaf)"
    " JOIN words w USING(leaf) WHERE m.status = 'counted' ORDER BY m.leaf";
static const char themes_sql[] = "SELECT theme FROM theme WHERE leaf = ?";

static uint64_t
bit_of(const struct conf *c, const char *id)
{
	for (size_t i = 0; i < c->nthemes && i < THEMES_MAX; i++)
		if (strcmp(c->themes[i].id, id) == 0)
			return UINT64_C(1) << i;
	return 0;
}

/* The themes of the message at which the first query is. */
static uint64_t
themes_at(const struct conf *c, sqlite3_stmt *at, sqlite3_stmt *q)
{
	uint64_t themes = 0;

	sqlite3_bind_blob(q, 1, sqlite3_column_blob(at, 1),
	    sqlite3_column_bytes(at, 1), SQLITE_STATIC);
	while (sqlite3_step(q) == SQLITE_ROW)
		themes |= bit_of(c, (const char *)sqlite3_column_text(q, 0));
	sqlite3_reset(q);
	return themes;
}

static int
read_all(const struct conf *c, sqlite3_stmt *text, sqlite3_stmt *themes,
    labelled_fn *fn, void *arg, struct err *e)
{
	int rc;

	while ((rc = sqlite3_step(text)) == SQLITE_ROW) {
		const struct str s = { (const char *)sqlite3_column_text(
					   text, 0),
			(size_t)sqlite3_column_bytes(text, 0) };

		if (fn(s, themes_at(c, text, themes), arg) == -1)
			return err_set(e, "no memory for labels");
	}
	return rc == SQLITE_DONE ? 0 : db_failed(sqlite3_db_handle(text), e);
}

int
labels_read(struct sqlite3 *db, const struct conf *c, labelled_fn *fn,
    void *arg, struct err *e)
{
	sqlite3_stmt *text = db_prepare(db, text_sql, e);
	sqlite3_stmt *themes = db_prepare(db, themes_sql, e);
	int ret = -1;

	if (text != NULL && themes != NULL)
		ret = read_all(c, text, themes, fn, arg, e);
	sqlite3_finalize(text);
	sqlite3_finalize(themes);
	return ret;
}
