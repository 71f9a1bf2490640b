/*
 * store_repeat.c - what was seen before: repeats, parts that were read
 * without the rest, and texts that may be repeats.
 */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "gehoor/week.h"

/* Of equal keys, the record that came first is the one that counts. */
static int
by_repeat(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;
	int order = memcmp((*x)->repeat, (*y)->repeat, SEEN_LEN);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

static int
by_said(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;
	int order = memcmp((*x)->said, (*y)->said, SEEN_LEN);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* Adds a key to a table of them. 1 if it is new there, 0, or -1. */
static int
add_key(struct store *s, enum statement which, const uint8_t *key)
{
	sqlite3_bind_blob(s->stmt[which], 1, key, SEEN_LEN, SQLITE_STATIC);
	return store_run(s, which) == -1 ? -1 : sqlite3_changes(s->db) > 0;
}

/* Whether a query gives a row. 1, 0 or -1. */
static int
finds(struct store *s, enum statement which)
{
	int rc = sqlite3_step(s->stmt[which]);

	sqlite3_reset(s->stmt[which]);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

int
store_repeats(struct store *s)
{
	size_t i, n = 0;
	int is_new;

	for (i = 0; i < s->nrows; i++)
		if (s->rows[i].has_repeat)
			s->order[n++] = &s->rows[i];
	qsort(s->order, n, sizeof(struct row *), by_repeat);
	for (i = 0; i < n; i++) {
		is_new = add_key(s, STATEMENT_REPEAT, s->order[i]->repeat);
		if (is_new == -1)
			return -1;
		if (is_new == 0)
			s->order[i]->status = STATUS_DUPLICATE;
	}
	return 0;
}

static int
flag(struct store *s, struct row *r)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_SAID_BEFORE];
	struct sqlite3_stmt *add = s->stmt[STATEMENT_SAID];
	struct week last = week_add(week_from_number((int)r->week), -1);
	int found;

	sqlite3_bind_blob(q, 1, r->said, SEEN_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, r->week);
	sqlite3_bind_int64(q, 3, week_number(last));
	sqlite3_bind_blob(q, 4, r->sender, SEEN_LEN, SQLITE_STATIC);
	found = finds(s, STATEMENT_SAID_BEFORE);
	r->likely_repeat = found == 1;
	sqlite3_bind_blob(add, 1, r->said, SEEN_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(add, 2, r->week);
	sqlite3_bind_blob(add, 3, r->sender, SEEN_LEN, SQLITE_STATIC);
	return found == -1 ? -1 : store_run(s, STATEMENT_SAID);
}

int
store_likely(struct store *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->nrows; i++)
		if (s->rows[i].has_said && s->rows[i].status == STATUS_COUNTED)
			s->order[n++] = &s->rows[i];
	qsort(s->order, n, sizeof(struct row *), by_said);
	for (i = 0; i < n; i++)
		if (flag(s, s->order[i]) == -1)
			return -1;
	return 0;
}

int
store_repeat(struct store *s, const uint8_t key[static SEEN_LEN], struct err *e)
{
	int is_new =
	    store_begin(s, e) == -1 ? -1 : add_key(s, STATEMENT_REPEAT, key);

	return is_new == -1 ? db_failed(s->db, e) : !is_new;
}

int
store_part(struct store *s, const uint8_t key[static SEEN_LEN], struct err *e)
{
	if (store_begin(s, e) == -1)
		return -1;
	return add_key(s, STATEMENT_PART, key) == -1 ? db_failed(s->db, e) : 0;
}

int
store_part_known(
    struct store *s, const uint8_t key[static SEEN_LEN], struct err *e)
{
	int known;

	sqlite3_bind_blob(
	    s->stmt[STATEMENT_PART_KNOWN], 1, key, SEEN_LEN, SQLITE_STATIC);
	known = finds(s, STATEMENT_PART_KNOWN);
	return known == -1 ? db_failed(s->db, e) : known;
}
