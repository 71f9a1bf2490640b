/*
 * picked.c - a message of the database that a person picked by its id.
 */
#include "picked.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "db.h"
#include "desk_log.h"
#include "gehoor/clock.h"
#include "message.h"

#define ID_MIN 8
#define ID_MAX ((size_t)2 * HASH_LEN)

static const char pick_sql[] =
    "SELECT leaf, box, status, publish, coalesce((SELECT max(version)"
    " FROM label WHERE label.leaf = message.leaf), 0), lower(hex(leaf))"
    " FROM message WHERE leaf BETWEEN unhex_low(?1) AND unhex_high(?1)"
    " AND substr(lower(hex(leaf)), 1, length(?1)) = ?1 LIMIT 2";

static bool
is_id(const char *id)
{
	size_t n = strlen(id);

	return n >= ID_MIN && n <= ID_MAX &&
	    strspn(id, "0123456789abcdef") == n;
}

/* SQL: the first leaf, or the last one, whose first four bytes are these. */
static void
edge(sqlite3_context *c, int n, sqlite3_value **v)
{
	const uint8_t *fill = sqlite3_user_data(c);
	uint8_t leaf[HASH_LEN];
	char digits[9];
	unsigned long first;

	(void)n;
	snprintf(digits, sizeof(digits), "%.8s", sqlite3_value_text(v[0]));
	first = strtoul(digits, NULL, 16);
	memset(leaf, *fill, sizeof(leaf));
	for (unsigned i = 0; i < 4; i++)
		leaf[i] = (uint8_t)(first >> (24 - 8 * i));
	sqlite3_result_blob(c, leaf, sizeof(leaf), SQLITE_TRANSIENT);
}

static int
add_functions(struct sqlite3 *db, struct err *e)
{
	static uint8_t low = 0x00, high = 0xff; /* never changed */
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	if (sqlite3_create_function(db, "unhex_low", 1, flags, &low, edge, NULL,
		NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "unhex_high", 1, flags, &high, edge,
		NULL, NULL) != SQLITE_OK)
		return db_failed(db, e);
	return 0;
}

static void
take(sqlite3_stmt *q, struct picked *out)
{
	int i = 0;

	memcpy(out->leaf, sqlite3_column_blob(q, 0), HASH_LEN);
	snprintf(out->box, sizeof(out->box), "%s", sqlite3_column_text(q, 1));
	while (i + 1 < STATUS_COUNT &&
	    strcmp((const char *)sqlite3_column_text(q, 2), status_names[i]) !=
		0)
		i++;
	out->status = (enum status)i;
	out->publish = (unsigned)sqlite3_column_int(q, 3);
	out->labelled = (uint32_t)sqlite3_column_int64(q, 4);
	snprintf(out->id, sizeof(out->id), "%s", sqlite3_column_text(q, 5));
}

int
picked_find(
    struct sqlite3 *db, const char *id, struct picked *out, struct err *e)
{
	sqlite3_stmt *q;
	int ret = -1;

	if (!is_id(id))
		return err_set(e,
		    "%.70s is not an id: %d to %zu digits of what the list "
		    "prints",
		    id, ID_MIN, ID_MAX);
	if (add_functions(db, e) == -1 ||
	    (q = db_prepare(db, pick_sql, e)) == NULL)
		return -1;
	sqlite3_bind_text(q, 1, id, -1, SQLITE_STATIC);
	if (sqlite3_step(q) != SQLITE_ROW ||
	    sqlite3_column_bytes(q, 0) != HASH_LEN) {
		err_set(e, "the database has no message %.70s", id);
	} else {
		take(q, out);
		ret = sqlite3_step(q) == SQLITE_DONE
		    ? 0
		    : err_set(e,
			  "several messages have an id that begins with "
			  "%.70s; give more digits of it",
			  id);
	}
	sqlite3_finalize(q);
	return ret;
}

/* Which log it is in; that it was not erased since. */
static int
place(const struct invocation *iv, const struct picked *p,
    struct desk_event *ev, struct err *e)
{
	const struct message_wanted wanted = { p->id, 0 };
	struct boxes boxes = { NULL, 0 };
	struct message m;
	int ret = -1;

	if (boxes_list(iv->conf, NULL, 0, &boxes, e) == 0 &&
	    message_find(iv, &boxes, &wanted, false, &m, e) == 0) {
		memcpy(ev->log_id, m.log_id, LOG_ID_LEN);
		ret = m.erased ? err_set(e, "%.12s was erased", p->id) : 0;
		message_free(&m);
	}
	boxes_free(&boxes);
	return ret;
}

int
picked_event(const struct invocation *iv, const struct picked *p,
    const char *role, struct desk_event *ev, struct err *e)
{
	struct desk_log *log = NULL;
	struct err why;
	int ret;

	ev->week = week_of(clock_now());
	ev->box = (struct str){ p->box, strlen(p->box) };
	memcpy(ev->leaf, p->leaf, HASH_LEN);
	if (place(iv, p, ev, e) == -1 ||
	    desk_log_open(iv->conf, role, &log, e) == -1)
		return -1;
	ev->role = desk_log_role(log);
	ret = desk_log_add(log, ev, e);
	if (desk_log_close(&log, &why) == -1 && ret == 0)
		ret = err_set(e, "%s", why.msg);
	return ret;
}
