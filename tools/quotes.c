/*
 * quotes.c - what may be quoted in a report, and what people said of it.
 */
#include "quotes.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "protect.h"
#include "quoter.h"
#include "search.h"

static const char messages_sql[] =
    "SELECT m.leaf, w.text, w.kernel,"
    " coalesce((SELECT group_concat(theme, ' ') FROM theme t"
    " WHERE t.leaf = m.leaf), ''),"
    " EXISTS(SELECT 1 FROM withheld h WHERE h.leaf = m.leaf), m.box"
    " FROM message m JOIN words w USING(leaf)"
    " WHERE m.status = 'counted' AND m.publish & 1"
    " AND m.week BETWEEN ?1 AND ?2 AND (?3 IS NULL OR m.box = ?3)"
    " ORDER BY m.leaf";

/* The theme for which most roles approved these words. */
static const char approved_sql[] =
    "SELECT theme, group_concat(role, ' '), count(*) FROM"
    " (SELECT DISTINCT theme, role FROM quote WHERE leaf = ?1"
    " AND words = ?2 ORDER BY theme, role)"
    " GROUP BY theme ORDER BY 3 DESC, 1 LIMIT 1";

/* Of all boxes and regions: what a reader of the report could count on. */
static const char enough_sql[] =
    "SELECT coalesce(sum(n), 0) FROM tally WHERE dimension = 'theme'"
    " AND category = ?1 AND week BETWEEN ?2 AND ?3";

struct reading {
	struct sqlite3 *db;
	const struct conf *conf;
	const struct quotes_wanted *wanted;
	struct quoter *quoter;
	sqlite3_stmt *messages, *approved, *enough;
	struct buf words;
	struct quotes *out;
	struct err *e;
	int first, last; /* weeks */
};

static void
quote_free(struct quote *q)
{
	free(q->text);
	free(q->themes);
	free(q->theme);
	free(q->why);
}

void
quotes_free(struct quotes *q)
{
	for (size_t i = 0; i < q->n; i++)
		quote_free(&q->items[i]);
	free(q->items);
	*q = (struct quotes){ NULL, 0 };
}

static struct str
text_at(sqlite3_stmt *q, int at)
{
	const void *text = sqlite3_column_text(q, at);

	return (struct str){ text == NULL ? "" : text,
		text == NULL ? 0 : (size_t)sqlite3_column_bytes(q, at) };
}

/* Takes the place of what was there. 0 or -1. */
static int
set(char **to, struct str s)
{
	free(*to);
	*to = strndup(s.p, s.n);
	return *to == NULL ? -1 : 0;
}

bool
quote_is_about(const struct quote *q, const char *theme)
{
	const char *list = q->themes;
	size_t n = strlen(theme);

	while (*list != '\0') {
		size_t k = strcspn(list, " ");

		if (k == n && strncmp(list, theme, n) == 0)
			return true;
		list += k + (list[k] == ' ');
	}
	return false;
}

/* Who approved these very words, and for which theme. */
static int
read_approval(struct reading *r, struct quote *q)
{
	uint8_t digest[HASH_LEN];
	struct str roles;
	int ret = 0;

	quoter_digest(&r->words, digest);
	sqlite3_bind_blob(r->approved, 1, q->leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_blob(r->approved, 2, digest, HASH_LEN, SQLITE_STATIC);
	if (sqlite3_step(r->approved) == SQLITE_ROW) {
		roles = text_at(r->approved, 1);
		snprintf(
		    q->roles, sizeof(q->roles), "%.*s", (int)roles.n, roles.p);
		ret = set(&q->theme, text_at(r->approved, 0));
		q->approved = ret == 0 && !q->withheld &&
		    sqlite3_column_int(r->approved, 2) > 1 &&
		    quote_is_about(q, q->theme);
	}
	sqlite3_reset(r->approved);
	return ret;
}

/* Whether so many are about the theme that the quote tells nobody apart. */
static bool
is_among_enough(struct reading *r, const struct quote *q)
{
	int64_t n;

	sqlite3_bind_text(r->enough, 1, q->theme, -1, SQLITE_STATIC);
	sqlite3_bind_int(r->enough, 2, r->first);
	sqlite3_bind_int(r->enough, 3, r->last);
	n = sqlite3_step(r->enough) == SQLITE_ROW
	    ? sqlite3_column_int64(r->enough, 0)
	    : 0;
	sqlite3_reset(r->enough);
	return n >= PROTECT_LEAST;
}

/* The message at which the query is. */
static int
read_one(struct reading *r, struct quote *q)
{
	sqlite3_stmt *m = r->messages;
	struct err why;

	memcpy(q->leaf, sqlite3_column_blob(m, 0), HASH_LEN);
	q->withheld = sqlite3_column_int(m, 4) != 0;
	if (set(&q->themes, text_at(m, 3)) == -1)
		return -1;
	if (quoter_words(
		r->quoter, text_at(m, 1), text_at(m, 2), &r->words, &why) == -1)
		return set(&q->why, str_of(why.msg));
	if (set(&q->text,
		(struct str){ (const char *)r->words.data, r->words.len }) ==
	    -1)
		return -1;
	return read_approval(r, q);
}

static bool
is_wanted(struct reading *r, const struct quote *q)
{
	return !r->wanted->approved || (q->approved && is_among_enough(r, q));
}

static int
keep(struct quotes *all, const struct quote *q)
{
	struct quote *larger =
	    reallocarray(all->items, all->n + 1, sizeof(*larger));

	if (larger == NULL)
		return -1;
	all->items = larger;
	all->items[all->n++] = *q;
	return 0;
}

static int
read_all(struct reading *r)
{
	int rc;

	sqlite3_bind_int(r->messages, 1, r->first);
	sqlite3_bind_int(r->messages, 2, r->last);
	if (r->wanted->box != NULL)
		sqlite3_bind_text(
		    r->messages, 3, r->wanted->box, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(r->messages)) == SQLITE_ROW) {
		struct quote q = { .text = NULL };
		bool failed;

		if (r->wanted->key != NULL &&
		    !search_is_reader(
			r->conf, r->wanted->key, text_at(r->messages, 5).p))
			continue;
		failed = read_one(r, &q) == -1;

		if (!failed && is_wanted(r, &q)) {
			failed = keep(r->out, &q) == -1;
			if (!failed)
				continue;
		}
		quote_free(&q);
		if (failed)
			return err_set(r->e, "no memory for quotes");
	}
	return rc == SQLITE_DONE ? 0 : db_failed(r->db, r->e);
}

int
quotes_read(struct sqlite3 *db, const struct conf *c,
    const struct quotes_wanted *wanted, struct quotes *out, struct err *e)
{
	struct week first = { 0, 0 }, last = { 9999, 53 };
	struct reading r = {
		.db = db, .conf = c, .wanted = wanted, .out = out, .e = e
	};
	int ret = -1;

	*out = (struct quotes){ NULL, 0 };
	if (wanted->period != NULL)
		period_weeks(*wanted->period, &first, &last);
	r.first = week_number(first);
	r.last = week_number(last);
	if ((r.messages = db_prepare(db, messages_sql, e)) != NULL &&
	    (r.approved = db_prepare(db, approved_sql, e)) != NULL &&
	    (r.enough = db_prepare(db, enough_sql, e)) != NULL &&
	    quoter_new(c, &r.quoter, e) == 0)
		ret = read_all(&r);
	sqlite3_finalize(r.messages);
	sqlite3_finalize(r.approved);
	sqlite3_finalize(r.enough);
	quoter_free(&r.quoter);
	buf_free(&r.words);
	return ret;
}
