/*
 * suggest_terms.c - words that speak for a theme in what people labelled.
 *
 * Which message has which word is kept in a temporary table, in memory.
 */
#include "suggest_terms.h"

#include <ctype.h>
#include <math.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "gehoor/buf.h"
#include "labels.h"
#include "lexicon.h"
#include "normalise.h"
#include "redact.h"
#include "themes.h"

#define WORD_MIN 3
#define WORD_MAX 40

/* message: number of the message; bits of themes are rows of about. */
static const char tables_sql[] =
    "DROP TABLE IF EXISTS temp.heard;"
    "DROP TABLE IF EXISTS temp.about;"
    "CREATE TEMP TABLE heard(word TEXT, message INTEGER,"
    " PRIMARY KEY(word, message)) STRICT, WITHOUT ROWID;"
    "CREATE TEMP TABLE about(message INTEGER, theme INTEGER,"
    " PRIMARY KEY(message, theme)) STRICT, WITHOUT ROWID;";

/* Theme, word, messages about it with the word, all with it, all about it. */
static const char pairs_sql[] =
    "SELECT a.theme, h.word, count(*) AS n,"
    " (SELECT count(*) FROM temp.heard o WHERE o.word = h.word),"
    " (SELECT count(*) FROM temp.about t WHERE t.theme = a.theme)"
    " FROM temp.heard h JOIN temp.about a USING(message)"
    " GROUP BY a.theme, h.word HAVING n >= ?1 ORDER BY a.theme, h.word";

struct gathering {
	struct sqlite3 *db;
	const struct conf *conf;
	sqlite3_stmt *heard, *about;
	struct lexicon *lexicon;
	struct lexicon_scratch *scratch;
	struct redactor *redactor;
	struct buf plain, folded, words;
	struct suggestions *out;
	struct err *e;
};

/* ---- which message has which word -------------------------------------------- */

/* Without what redaction put there: "[naam]" is no word of theirs. */
static void
add_plain(struct buf *out, struct str text)
{
	bool inside = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '[') {
			inside = true;
			buf_adds(out, ". ");
		} else if (text.p[i] == ']') {
			inside = false;
		} else if (!inside) {
			buf_addc(out, text.p[i]);
		}
	}
}

static int
add_heard(struct gathering *g, const char *p, size_t n)
{
	int rc;

	sqlite3_bind_text(g->heard, 1, p, (int)n, SQLITE_TRANSIENT);
	sqlite3_bind_int64(g->heard, 2, (sqlite3_int64)g->out->labelled);
	rc = sqlite3_step(g->heard);
	sqlite3_reset(g->heard);
	return rc == SQLITE_DONE ? 0 : -1;
}

/* Letters only, and neither a stub nor a shout. */
static bool
is_word(struct str w)
{
	for (size_t i = 0; i < w.n; i++)
		if ((uint8_t)w.p[i] < 0x80 && !isalpha((uint8_t)w.p[i]))
			return false;
	return w.n >= WORD_MIN && w.n <= WORD_MAX;
}

static bool
is_end(struct str w)
{
	return w.n == 1 && w.p[0] == '.';
}

/* Every word of " a b . c ", and every two that stand behind each other. */
static int
add_words(struct gathering *g, struct str words)
{
	struct str last = { NULL, 0 };
	const char *p = words.p, *end = words.p + words.n;

	while (p < end) {
		struct str w = { p, 0 };

		while (p < end && *p != ' ')
			p++;
		w.n = (size_t)(p++ - w.p);
		if (w.n == 0)
			continue;
		if (is_word(w) && add_heard(g, w.p, w.n) == -1)
			return -1;
		if (last.p != NULL && !is_end(w) &&
		    (is_word(w) || is_word(last)) &&
		    add_heard(g, last.p, (size_t)(w.p + w.n - last.p)) == -1)
			return -1;
		last = is_end(w) ? (struct str){ NULL, 0 } : w;
	}
	return 0;
}

static int
add_themes(struct gathering *g, uint64_t themes)
{
	int rc = SQLITE_DONE;

	for (unsigned i = 0; i < THEMES_MAX && rc == SQLITE_DONE; i++) {
		if (!(themes >> i & 1))
			continue;
		sqlite3_bind_int64(
		    g->about, 1, (sqlite3_int64)g->out->labelled);
		sqlite3_bind_int(g->about, 2, (int)i);
		rc = sqlite3_step(g->about);
		sqlite3_reset(g->about);
	}
	return rc == SQLITE_DONE ? 0 : -1;
}

static int
hear(struct str text, uint64_t themes, void *arg)
{
	struct gathering *g = arg;

	buf_clear(&g->plain);
	buf_clear(&g->folded);
	buf_clear(&g->words);
	add_plain(&g->plain, text);
	if (g->plain.failed ||
	    normalise_fold(&g->folded,
		(struct str){ (const char *)g->plain.data, g->plain.len }) ==
		-1)
		return -1;
	normalise_words(&g->words,
	    (struct str){ (const char *)g->folded.data, g->folded.len }, 0);
	if (g->words.failed ||
	    add_words(
		g, (struct str){ (const char *)g->words.data, g->words.len }) ==
		-1 ||
	    add_themes(g, themes) == -1)
		return -1;
	g->out->labelled++;
	return 0;
}

/* ---- which of them speak for a theme ------------------------------------------ */

/* How far above nothing the odds are at the least, with 95 % confidence. */
static double
score_of(double about, double other, double themed, double all)
{
	double a = about + 0.5, b = other + 0.5, c = themed - about + 0.5,
	       d = all - themed - other + 0.5;

	return log(a * d / (b * c)) -
	    1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d);
}

/* Whether a term of the theme finds it already. */
static bool
is_known(struct gathering *g, size_t theme, const char *words)
{
	const struct lexicon_hits *hits;

	buf_clear(&g->words);
	buf_addf(&g->words, " %s ", words);
	lexicon_run(g->lexicon,
	    (struct str){ (const char *)g->words.data, g->words.len },
	    g->scratch);
	hits = lexicon_terms(g->scratch);
	for (size_t i = 0; i < hits->n; i++)
		if (lexicon_theme(g->lexicon, hits->items[i].what) == theme)
			return true;
	return g->words.failed;
}

static bool
is_hidden_in(
    struct gathering *g, const char *before, bool capital, const char *words)
{
	struct scan_span *spans = NULL;
	int n;

	buf_clear(&g->plain);
	buf_adds(&g->plain, before);
	buf_adds(&g->plain, words);
	if (capital && !g->plain.failed)
		g->plain.data[strlen(before)] =
		    (uint8_t)toupper(g->plain.data[strlen(before)]);
	n = redact_spans(g->redactor,
	    (struct str){ (const char *)g->plain.data, g->plain.len }, &spans);
	free(spans);
	return n != 0 || g->plain.failed;
}

/* Whether redaction would hide any of it somewhere. */
static bool
is_hidden(struct gathering *g, const char *words)
{
	return is_hidden_in(g, "", false, words) ||
	    is_hidden_in(g, "", true, words) ||
	    is_hidden_in(g, "dat zei ", true, words) ||
	    is_hidden_in(g, "met ", false, words);
}

/* Whether something shorter was proposed for it, which is in these words. */
static bool
has_shorter(const struct suggestions *s, size_t theme, const char *words)
{
	for (size_t i = 0; i < s->n; i++) {
		const char *at;

		if (s->items[i].theme != theme)
			continue;
		at = strstr(words, s->items[i].words);
		if (at != NULL && strlen(s->items[i].words) < strlen(words) &&
		    (at == words || at[-1] == ' ') &&
		    strchr(" ", at[strlen(s->items[i].words)]) != NULL)
			return true;
	}
	return false;
}

static int
add(struct suggestions *s, const struct suggestion *x, const char *words)
{
	struct suggestion *larger =
	    reallocarray(s->items, s->n + 1, sizeof(*larger));

	if (larger == NULL)
		return -1;
	s->items = larger;
	larger[s->n] = *x;
	larger[s->n].words = strdup(words);
	if (larger[s->n].words == NULL)
		return -1;
	s->n++;
	return 0;
}

static int
consider(struct gathering *g, sqlite3_stmt *q, bool two)
{
	const char *words = (const char *)sqlite3_column_text(q, 1);
	struct suggestion x = { .theme = (size_t)sqlite3_column_int(q, 0),
		.about = (unsigned)sqlite3_column_int(q, 2) };

	if ((strchr(words, ' ') != NULL) != two)
		return 0;
	x.other = (unsigned)sqlite3_column_int(q, 3) - x.about;
	x.score = score_of(x.about, x.other, sqlite3_column_int(q, 4),
	    (double)g->out->labelled);
	if (x.about < 2 * x.other || x.score <= 0 ||
	    is_known(g, x.theme, words) || is_hidden(g, words) ||
	    (two && has_shorter(g->out, x.theme, words)))
		return 0;
	return add(g->out, &x, words) == -1 ? err_set(g->e, "no memory") : 0;
}

/* First single words, then two together. */
static int
choose(struct gathering *g, bool two)
{
	sqlite3_stmt *q = db_prepare(g->db, pairs_sql, g->e);
	int rc, ret = 0;

	if (q == NULL)
		return -1;
	sqlite3_bind_int(q, 1, SUGGEST_LEAST);
	while (ret == 0 && (rc = sqlite3_step(q)) == SQLITE_ROW)
		ret = consider(g, q, two);
	sqlite3_finalize(q);
	if (ret == 0 && rc != SQLITE_DONE)
		ret = db_failed(g->db, g->e);
	return ret;
}

static int
by_theme(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;

	if (x->theme != y->theme)
		return x->theme < y->theme ? -1 : 1;
	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->words, y->words);
}

/* At most so many for each theme. */
static void
shorten(struct suggestions *s)
{
	size_t kept = 0, of_theme = 0;

	for (size_t i = 0; i < s->n; i++) {
		of_theme = i > 0 && kept > 0 &&
			s->items[kept - 1].theme == s->items[i].theme
		    ? of_theme + 1
		    : 1;
		if (of_theme > SUGGEST_MOST)
			free(s->items[i].words);
		else
			s->items[kept++] = s->items[i];
	}
	s->n = kept;
}

/* ---- all of it ---------------------------------------------------------------- */

static int
prepare(struct gathering *g)
{
	if (db_exec(g->db, tables_sql, g->e) == -1)
		return -1;
	g->heard = db_prepare(
	    g->db, "INSERT OR IGNORE INTO temp.heard VALUES(?, ?)", g->e);
	g->about =
	    db_prepare(g->db, "INSERT INTO temp.about VALUES(?, ?)", g->e);
	if (g->heard == NULL || g->about == NULL ||
	    lexicon_new(g->conf, &g->lexicon, g->e) == -1 ||
	    redactor_new(NULL, &g->redactor, g->e) == -1)
		return -1;
	g->scratch = lexicon_scratch_new();
	return g->scratch == NULL ? err_set(g->e, "no memory") : 0;
}

static void
let_go(struct gathering *g)
{
	sqlite3_finalize(g->heard);
	sqlite3_finalize(g->about);
	lexicon_free(&g->lexicon);
	lexicon_scratch_free(&g->scratch);
	redactor_free(&g->redactor);
	buf_free(&g->plain);
	buf_free(&g->folded);
	buf_free(&g->words);
}

int
suggestions_read(struct sqlite3 *db, const struct conf *c,
    struct suggestions *out, struct err *e)
{
	struct gathering g = { .db = db, .conf = c, .out = out, .e = e };
	int ret;

	*out = (struct suggestions){ NULL, 0, 0 };
	ret = prepare(&g) == 0 && labels_read(db, c, hear, &g, e) == 0 &&
		choose(&g, false) == 0 && choose(&g, true) == 0
	    ? 0
	    : -1;
	if (ret == 0 && out->n > 0) {
		qsort(out->items, out->n, sizeof(*out->items), by_theme);
		shorten(out);
	}
	let_go(&g);
	return ret;
}

void
suggestions_free(struct suggestions *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->items[i].words);
	free(s->items);
	*s = (struct suggestions){ NULL, 0, 0 };
}
