/*
 * store_parts.h - what store.c (rows), store_tally.c (counts), store_words.c
 * (what is said), store_label.c (what people found) and store_repeat.c (what
 * was seen before) share.
 */
#ifndef STORE_PARTS_H
#define STORE_PARTS_H

#include <sqlite3.h>

#include "counts.h"
#include "gauge.h"
#include "names.h"
#include "store.h"
#include "themes.h"

#define X_STATEMENTS(X) \
	X(BEGIN, "BEGIN IMMEDIATE") \
	X(COMMIT, "COMMIT") \
	X(ROLLBACK, "ROLLBACK") \
	X(PLACE, \
	    "SELECT segment, offset, next_index, edge, header FROM box" \
	    " WHERE name = ?") \
	X(BOX, \
	    "INSERT OR REPLACE INTO box(name, segment, offset," \
	    " next_index, root, edge, header) VALUES(?,?,?,?,?,?,?)") \
	X(REPEAT, "INSERT INTO repeat(key) VALUES(?) ON CONFLICT DO NOTHING") \
	X(PART, "INSERT INTO part(key) VALUES(?) ON CONFLICT DO NOTHING") \
	X(PART_KNOWN, "SELECT 1 FROM part WHERE key = ?") \
	X(SAID, \
	    "INSERT INTO said(key, week, sender) VALUES(?,?,?)" \
	    " ON CONFLICT DO NOTHING") \
	X(SAID_BEFORE, \
	    "SELECT 1 FROM said WHERE key = ? AND week IN (?,?)" \
	    " AND sender <> ? LIMIT 1") \
	X(MESSAGE, \
	    "INSERT INTO message(leaf, box, week, status, channel," \
	    " lang, region, who, wish, publish, likely_repeat, polarity," \
	    " weight, tone, danger)" \
	    " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)") \
	X(WORDS, "INSERT INTO words(leaf, text, kernel) VALUES(?,?,?)") \
	X(WORDS_INDEX, "INSERT INTO words_index(rowid, text) VALUES(?,?)") \
	X(THEME, "INSERT INTO theme(leaf, theme) VALUES(?,?)") \
	X(UNTHEME, "DELETE FROM theme WHERE leaf = ?") \
	X(FOUND, \
	    "INSERT INTO found(leaf, log, status, themes, polarity, weight)" \
	    " VALUES(?,?,?,?,?,?)") \
	X(FOUND_OF, \
	    "SELECT log, status, themes, polarity, weight FROM found" \
	    " WHERE leaf = ?") \
	X(UNFOUND, "DELETE FROM found WHERE leaf = ?") \
	X(LABEL, \
	    "INSERT OR REPLACE INTO label(leaf, desk, version, themes," \
	    " polarity, weight) VALUES(?,?,?,?,?,?)") \
	X(LABEL_OF, \
	    "SELECT themes, polarity, weight FROM label WHERE leaf = ?" \
	    " ORDER BY version DESC LIMIT 1") \
	X(LABELLED_ROW, \
	    "SELECT box, week, status, channel, lang, region, who, polarity," \
	    " wish, weight, coalesce((SELECT group_concat(theme, ' ')" \
	    " FROM theme WHERE theme.leaf = message.leaf), '')" \
	    " FROM message WHERE leaf = ?") \
	X(RELABEL, \
	    "UPDATE message SET status = ?, polarity = ?, weight = ?" \
	    " WHERE leaf = ?") \
	X(TALLY, \
	    "INSERT INTO tally(week, box, region, dimension, category," \
	    " n) VALUES(?,?,?,?,?,?)" \
	    " ON CONFLICT DO UPDATE SET n = n + excluded.n") \
	X(SUM, \
	    "INSERT INTO sum(week, box, status, n) VALUES(?,?,?,?)" \
	    " ON CONFLICT DO UPDATE SET n = n + excluded.n")

enum statement {
#define X(name, sql) STATEMENT_##name,
	X_STATEMENTS(X)
#undef X
	    STATEMENT_COUNT
};

/* A point of a framework that has themes. */
struct store_point {
	const char *id;
	uint64_t themes;                      /* bits of conf->themes */
	const char *polarity[POLARITY_COUNT]; /* "POINT:POLARITY" */
};

struct store {
	struct sqlite3 *db;
	const struct conf *conf;
	struct sqlite3_stmt *stmt[STATEMENT_COUNT];
	struct names *names;
	struct counts *tally, *sum;
	struct row *rows;
	struct row **order;
	size_t nrows;
	bool whole; /* one transaction for everything */
	int step;   /* what a row adds to the counts: 1, or -1 */
	/* "THEME:POLARITY" of each theme, and last of none of them. */
	const char *theme_polarity[THEMES_MAX + 1][POLARITY_COUNT];
	struct store_point *points;
	size_t npoints;
};

/* Whether what it says is kept. */
static inline bool
store_keeps_words(const struct row *r)
{
	return r->found.words != NULL && r->status != STATUS_DUPLICATE;
}

/* Runs a statement that gives no row, with what was bound to it. 0 or -1. */
int store_run(struct store *s, enum statement which);

/*
 * Of the batch: makes duplicates of what was there already, and then flags
 * what may be a repeat.  0 or -1.
 */
int store_repeats(struct store *s);
int store_likely(struct store *s);

/* Prepares the names of categories. 0, or -1 without memory. */
int store_tally_names(struct store *s);
/* Adds a counted row to the counts. 0, or -1 without memory. */
int store_tally_row(struct store *s, const char *box, const struct row *r);
const char *store_channel(const struct row *r);

/* The themes of a counted row. 0 or -1. */
int store_write_themes(struct store *s, const struct row *r);
/* Adds what was counted to the database. 0 or -1. */
int store_write_counts(struct store *s);
/* Keeps what was found in a row that may be labelled otherwise. 0 or -1. */
int store_found(struct store *s, const struct row *r, const char *log);

/* Keeps what is said in the rows of s->order, which are sorted. 0 or -1. */
int store_words(struct store *s);

#endif
