/*
 * store_words.c - what messages say, redacted.
 */
#include "store_parts.h"

#include "words.h"

static int
keep(struct store *s, const struct row *r)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_WORDS];

	sqlite3_bind_blob(q, 1, r->leaf, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, r->found.words, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 3, r->found.kernel, -1, SQLITE_STATIC);
	return store_run(s, STATEMENT_WORDS);
}

static int
index_words(struct store *s, const struct row *r)
{
	struct sqlite3_stmt *q = s->stmt[STATEMENT_WORDS_INDEX];

	sqlite3_bind_int64(q, 1, words_id(r->leaf));
	sqlite3_bind_text(q, 2, r->found.words, -1, SQLITE_STATIC);
	return store_run(s, STATEMENT_WORDS_INDEX);
}

int
store_words(struct store *s)
{
	size_t i;

	for (i = 0; i < s->nrows; i++)
		if (store_keeps_words(s->order[i]) &&
		    keep(s, s->order[i]) == -1)
			return -1;
	for (i = 0; i < s->nrows; i++)
		if (store_keeps_words(s->order[i]) &&
		    index_words(s, s->order[i]) == -1)
			return -1;
	return 0;
}
