/*
 * search.c - finding messages by their redacted words.
 */
#include "search.h"

#include <sqlite3.h>
#include <string.h>

#include "db.h"
#include "gehoor/buf.h"
#include "gehoor/unseal.h"
#include "words.h"

#define COLUMNS \
	"SELECT m.leaf, m.week, m.box, m.status, m.channel, m.region, m.who," \
	" coalesce((SELECT group_concat(theme, ' ') FROM theme t" \
	" WHERE t.leaf = m.leaf), ''), m.polarity, m.weight, m.tone," \
	" m.danger, w.text, w.kernel"
#define FILTERS \
	" (?1 IS NULL OR m.box = ?1)" \
	" AND m.week BETWEEN ?2 AND ?3" \
	" AND (?4 IS NULL OR EXISTS (SELECT 1 FROM theme t" \
	" WHERE t.leaf = m.leaf AND t.theme = ?4))" \
	" AND (?5 = 0 OR m.danger <> 0)" \
	" ORDER BY m.week DESC, m.leaf"

static const char all_sql[] =
    COLUMNS " FROM words w JOIN message m ON m.leaf = w.leaf"
	    " WHERE" FILTERS;

/* A row of the index has the beginning of the leaf. */
static const char matching_sql[] =
    COLUMNS " FROM words_index i CROSS JOIN words w"
	    " ON w.leaf BETWEEN words_first(i.rowid) AND words_last(i.rowid)"
	    " JOIN message m ON m.leaf = w.leaf"
	    " WHERE i.text MATCH ?6 AND" FILTERS;

/* SQL words_first(id), words_last(id): between which leaves the row is. */
static void
words_leaf(sqlite3_context *c, int n, sqlite3_value **v)
{
	const uint8_t *fill = sqlite3_user_data(c);
	uint64_t id = (uint64_t)sqlite3_value_int64(v[0]) << 1 | (*fill & 1);
	uint8_t leaf[HASH_LEN];

	(void)n;
	memset(leaf, *fill, sizeof(leaf));
	for (unsigned i = 0; i < 8; i++)
		leaf[i] = (uint8_t)(id >> (56 - 8 * i));
	sqlite3_result_blob(c, leaf, sizeof(leaf), SQLITE_TRANSIENT);
}

static int
add_functions(struct sqlite3 *db, struct err *e)
{
	static uint8_t first = 0x00, last = 0xff; /* never changed */
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	if (sqlite3_create_function(db, "words_first", 1, flags, &first,
		words_leaf, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "words_last", 1, flags, &last,
		words_leaf, NULL, NULL) != SQLITE_OK)
		return db_failed(db, e);
	return 0;
}

/* Every word is quoted: none is an operator of FTS5. */
static void
add_word(struct buf *b, const char *word)
{
	size_t n = strlen(word);
	bool beginning = n > 0 && word[n - 1] == '*';

	buf_adds(b, b->len > 0 ? " \"" : "\"");
	for (size_t i = 0; i < n - beginning; i++) {
		if (word[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, word[i]);
	}
	buf_adds(b, beginning ? "\"*" : "\"");
}

static void
bind_text(sqlite3_stmt *q, int at, const char *text)
{
	if (text != NULL)
		sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
}

static int
bind(sqlite3_stmt *q, const struct search *s)
{
	struct week first = { 0, 0 }, last = { 9999, 53 };
	struct buf match = BUF_INIT;
	int ret = 0;

	if (s->period != NULL)
		period_weeks(*s->period, &first, &last);
	bind_text(q, 1, s->box);
	sqlite3_bind_int(q, 2, week_number(first));
	sqlite3_bind_int(q, 3, week_number(last));
	bind_text(q, 4, s->theme);
	sqlite3_bind_int(q, 5, s->danger);
	if (s->nwords > 0) {
		for (size_t i = 0; i < s->nwords; i++)
			add_word(&match, s->words[i]);
		ret = match.failed ? -1 : 0;
		sqlite3_bind_text(q, 6, (const char *)match.data,
		    (int)match.len, SQLITE_TRANSIENT);
	}
	buf_free(&match);
	return ret;
}

bool
search_is_reader(
    const struct conf *c, const struct reader_secret *key, const char *name)
{
	const struct conf_box *box = conf_box_find(c, str_of(name));

	for (size_t i = 0; box != NULL && i < box->nreaders; i++)
		if (memcmp(box->readers[i].pk, key->pk, sizeof(key->pk)) == 0)
			return true;
	return false;
}

static const char *
text_of(sqlite3_stmt *q, int at)
{
	const void *text = sqlite3_column_text(q, at);

	return text == NULL ? "" : text;
}

static struct search_hit
hit_of(sqlite3_stmt *q)
{
	return (struct search_hit){ .leaf = sqlite3_column_blob(q, 0),
		.week = sqlite3_column_int(q, 1),
		.box = text_of(q, 2),
		.status = text_of(q, 3),
		.channel = text_of(q, 4),
		.region = text_of(q, 5),
		.who = text_of(q, 6),
		.themes = text_of(q, 7),
		.polarity = text_of(q, 8),
		.weight = sqlite3_column_int(q, 9),
		.tone = sqlite3_column_int(q, 10),
		.danger = (unsigned)sqlite3_column_int(q, 11),
		.text = text_of(q, 12),
		.kernel = text_of(q, 13) };
}

static int
run(sqlite3_stmt *q, const struct search *s, search_fn *fn, void *arg,
    uint64_t *closed)
{
	int rc;

	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		const struct search_hit hit = hit_of(q);

		if (!search_is_reader(s->conf, s->key, hit.box))
			++*closed;
		else if (!fn(&hit, arg))
			return 0;
	}
	return rc == SQLITE_DONE ? 0 : -1;
}

int
search_run(struct sqlite3 *db, const struct search *s, search_fn *fn, void *arg,
    uint64_t *closed, struct err *e)
{
	sqlite3_stmt *q;
	int ret;

	*closed = 0;
	if (add_functions(db, e) == -1)
		return -1;
	q = db_prepare(db, s->nwords > 0 ? matching_sql : all_sql, e);
	if (q == NULL)
		return -1;
	ret = bind(q, s);
	if (ret == -1)
		err_set(e, "no memory");
	else if ((ret = run(q, s, fn, arg, closed)) == -1)
		db_failed(db, e);
	sqlite3_finalize(q);
	return ret;
}
