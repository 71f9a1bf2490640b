/*
 * schema.h - the tables of the database, a cache made from the logs.
 *
 * What a message says is kept redacted only; its own text stays in the sealed
 * log.  Rows are keyed by leaf hash, so that nothing tells the order of
 * arrival.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#define SCHEMA_VERSION 4

/*
 * box      how far each log has been read (name is "lijn", or "noord/lijn"
 *          where several servers are read together): last segment, hash of its header,
 *          offset, next index (the size of the tree), root and edge of the
 *          tree up to there.
 * message  one row per record: status is one of counted, quarantined,
 *          duplicate, continuation, erased, expired, unreadable; week is
 *          year * 100 + week, 0 when unknown; likely_repeat is 1 for a
 *          counted text message whose words somebody else, or the same
 *          gateway after a reboot, sent in that week or the week before.
 *          polarity, weight, tone and danger (bits) are those of gauge.h, of
 *          every message whose text was judged; spam waits in quarantine.
 * words    what a message says, redacted, and the sentence of it that carries
 *          it; of counted ones, of those that wait, and of continuations.
 * words_index  the words by which it is found (FTS5); rowid: words_id().
 * theme    the themes of counted messages.
 * repeat   keyed content already seen: BLAKE2b-128(dedup, content).
 * part     refs of text messages that were read without all their parts:
 *          BLAKE2b-128(log, number of parts, ref).
 * said     texts of counted text messages: BLAKE2b-128(box, text) and
 *          BLAKE2b-128(dedup), both under a key made from the reader's
 *          secret, so that nobody else can find out what was said by trying.
 * tally    counts of counted messages by week; dimension and category:
 *          "total" "", "theme" ID (and "anders" for none), "channel" ID,
 *          "who" ID or "", "lang" ID, "wish" ID or "", "polarity" ID,
 *          "weight" 0 to 3 (both "" for a message without a text),
 *          "theme-polarity" THEME:POLARITY ("anders:neg"), "point" ID for
 *          each point of a framework that has one of the themes, and
 *          "point-polarity" POINT:POLARITY;
 *          the region stands in its own column ("" unknown).
 * found    what the program found where it does not count: in messages that
 *          wait (log is box.name then), and in those that were labelled
 *          otherwise (log is "").  themes: ids with blanks between.
 * label    what each desk said last of a message: themes as in found, or "?"
 *          as found; polarity "" and weight -1 likewise.  Those of the
 *          highest version count if they are alike (LABELS_SQL), and are in
 *          message, theme and tally then; else none does.
 * quote    who approved which words of a message for a report (BLAKE2b of
 *          them, quoter.h), and for which theme; withheld: who refused.
 * checkpoint  what each log (box.name) swore to, as far as it was read.
 * lost     records that each log swore to and lost when it was restored.
 * desk_event  what the desks did, without a text; key: desk and index.  Two
 *          desks that say different things of one message are a conflict
 *          (CONFLICT_SQL): shown, never resolved by an order.
 * basis    what the appraisals were made with (basis.h): one row.
 * sum      all records of a log (box.name) by status, for the sum line.
 */
#define SCHEMA_SQL \
	"CREATE TABLE box(name TEXT PRIMARY KEY, segment INTEGER NOT NULL," \
	" offset INTEGER NOT NULL, next_index INTEGER NOT NULL," \
	" root BLOB NOT NULL, edge BLOB NOT NULL, header BLOB NOT NULL)" \
	" STRICT, WITHOUT ROWID;" \
	"CREATE TABLE message(leaf BLOB PRIMARY KEY, box TEXT NOT NULL," \
	" week INTEGER NOT NULL, status TEXT NOT NULL, channel TEXT NOT NULL," \
	" lang TEXT NOT NULL, region TEXT NOT NULL, who TEXT NOT NULL," \
	" wish TEXT NOT NULL, publish INTEGER NOT NULL," \
	" likely_repeat INTEGER NOT NULL, polarity TEXT NOT NULL," \
	" weight INTEGER NOT NULL, tone INTEGER NOT NULL," \
	" danger INTEGER NOT NULL) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE words(leaf BLOB PRIMARY KEY, text TEXT NOT NULL," \
	" kernel TEXT NOT NULL) STRICT, WITHOUT ROWID;" \
	"CREATE VIRTUAL TABLE words_index USING fts5(text, content=''," \
	" tokenize='unicode61 remove_diacritics 2');" \
	"CREATE TABLE theme(leaf BLOB NOT NULL, theme TEXT NOT NULL," \
	" PRIMARY KEY(leaf, theme)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE repeat(key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE part(key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE said(key BLOB NOT NULL, week INTEGER NOT NULL," \
	" sender BLOB NOT NULL, PRIMARY KEY(key, week, sender))" \
	" STRICT, WITHOUT ROWID;" \
	"CREATE TABLE tally(week INTEGER NOT NULL, box TEXT NOT NULL," \
	" region TEXT NOT NULL, dimension TEXT NOT NULL," \
	" category TEXT NOT NULL, n INTEGER NOT NULL," \
	" PRIMARY KEY(week, box, region, dimension, category))" \
	" STRICT, WITHOUT ROWID;" \
	"CREATE TABLE sum(box TEXT NOT NULL, week INTEGER NOT NULL," \
	" status TEXT NOT NULL, n INTEGER NOT NULL," \
	" PRIMARY KEY(box, week, status)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE checkpoint(log TEXT NOT NULL, size INTEGER NOT NULL," \
	" root BLOB NOT NULL, week INTEGER NOT NULL," \
	" PRIMARY KEY(log, size)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE found(leaf BLOB PRIMARY KEY, log TEXT NOT NULL," \
	" status TEXT NOT NULL, themes TEXT NOT NULL, polarity TEXT NOT NULL," \
	" weight INTEGER NOT NULL) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE label(leaf BLOB NOT NULL, desk TEXT NOT NULL," \
	" version INTEGER NOT NULL, themes TEXT NOT NULL," \
	" polarity TEXT NOT NULL, weight INTEGER NOT NULL," \
	" PRIMARY KEY(leaf, desk)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE quote(leaf BLOB NOT NULL, role TEXT NOT NULL," \
	" theme TEXT NOT NULL, words BLOB NOT NULL," \
	" PRIMARY KEY(leaf, role, theme, words)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE withheld(leaf BLOB NOT NULL, role TEXT NOT NULL," \
	" PRIMARY KEY(leaf, role)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE basis(digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE lost(log TEXT PRIMARY KEY, n INTEGER NOT NULL)" \
	" STRICT, WITHOUT ROWID;" \
	"CREATE TABLE desk_event(desk TEXT NOT NULL, number INTEGER NOT NULL," \
	" act TEXT NOT NULL, role TEXT NOT NULL, second TEXT NOT NULL," \
	" week INTEGER NOT NULL, log BLOB NOT NULL, box TEXT NOT NULL," \
	" leaf BLOB NOT NULL, version INTEGER NOT NULL," \
	" PRIMARY KEY(desk, number)) STRICT, WITHOUT ROWID;"

/* The newest labels of a message, as many as there are different ones. */
#define LABELS_NEWEST \
	" FROM label AS l WHERE version =" \
	" (SELECT max(version) FROM label WHERE leaf = l.leaf)" \
	" GROUP BY leaf" \
	" HAVING count(DISTINCT themes || '/' || polarity || '/' || weight)"

/* Leaves of messages on whose label the desks agree. */
#define LABELS_SQL "SELECT leaf" LABELS_NEWEST " = 1"

/* Messages that two desks answered at the same time, and the like. */
#define CONFLICT_SQL \
	"SELECT box, lower(hex(leaf)), act, min(desk), max(desk)" \
	" FROM desk_event WHERE act IN ('replied', 'expired')" \
	" GROUP BY log, box, leaf, act, version" \
	" HAVING count(DISTINCT desk) > 1 UNION ALL" \
	" SELECT box, lower(hex(leaf)), 'labelled', first, last" \
	" FROM (SELECT leaf, min(desk) AS first, max(desk) AS " \
	"last" LABELS_NEWEST " > 1) JOIN message USING(leaf) ORDER BY 1, 2, 3"

#endif
