/*
 * desk.h - a log with its configuration and a database, for the tests of
 * ingest.
 */
#ifndef DESK_H
#define DESK_H

#include "tests/unit/fixture.h"

#include <sqlite3.h>

#include "gehoor/record.h"
#include "tools/db.h"
#include "tools/ingest.h"

/* A log with its configuration and a database. */
struct desk {
	struct fixture *f;
	struct conf *conf;
	struct note_verifier key;
	char path[64];
	struct sqlite3 *db;
	struct ingest_result r;
	char told[2048];
	const struct reader_secret *reader;
	bool skip_closed, alone;
};

static const char conf_text[] =
    "organisation = \"x\"\n"
    "regions = {\"noord\", \"zuid\"}\n"
    "box \"lijn\" { kind = line title = {\"nl:Lijn\"}\n"
    "question \"waarom\" { type = text label = {\"nl:Waarom?\"} }\n"
    "readers = {\"%s\", \"%s\"} }\n"
    "theme \"wachten\" { label = {\"nl:Wachten\"} "
    "need = {\"nl:Vlugger.\"} terms = {\"wacht*\"} }\n"
    "theme \"eten\" { label = {\"nl:Eten\"} "
    "need = {\"nl:Beter.\"} terms = {\"eten\"} }\n";

static inline int
desk_setup(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	char line[2][READER_TEXT_LEN + 1], text[2048];
	struct err e;
	void *f;

	if (d == NULL || fixture_setup(&f) != 0)
		return -1;
	d->f = f;
	reader_format(&d->f->readers[0], line[0]);
	reader_format(&d->f->readers[1], line[1]);
	snprintf(text, sizeof(text), conf_text, line[0], line[1]);
	if (conf_parse(text, strlen(text), "test", &d->conf, &e) != 0) {
		print_error("%s\n", e.msg);
		return -1;
	}
	note_signer_verifier(&d->f->signer, &d->key);
	d->reader = &d->f->secrets[0];
	snprintf(d->path, sizeof(d->path), "%s/db", d->f->top);
	*state = d;
	return 0;
}

static inline int
desk_teardown(void **state)
{
	struct desk *d = *state;
	void *f = d->f;

	db_close(&d->db);
	conf_free(&d->conf);
	free(d);
	return fixture_teardown(&f);
}

static inline struct record
message(const char *text)
{
	return (struct record){ .box = str_of("lijn"),
		.week = { 2026, 47 },
		.channel = CHANNEL_WEB,
		.lang = str_of("nl"),
		.text = str_of(text),
		.region = str_of("noord") };
}

static inline void
add(struct desk *d, struct boxlog *b, const struct record *r)
{
	struct buf json = BUF_INIT, plain = BUF_INIT;
	uint8_t tag[TAG_LEN];

	fixture_tag(boxlog_size(b), tag);
	record_write(r, &json);
	if (record_pack(json.data, json.len, NULL, 0, &plain, &d->f->err) !=
		0 ||
	    boxlog_add(b, tag, plain.data, plain.len, &d->f->err) != 0 ||
	    boxlog_commit(b, &d->f->err) != BOXLOG_OK)
		fail_msg("%s", d->f->err.msg);
	buf_free(&json);
	buf_free(&plain);
}

/* One segment of n messages of that text. */
static inline void
session(struct desk *d, const char *text, unsigned n)
{
	struct boxlog *b = fixture_open(d->f);
	struct record r = message(text);

	for (unsigned i = 0; i < n; i++)
		add(d, b, &r);
	fixture_close(d->f, b);
}

static inline void
tell_cb(const char *box, enum finding_level level, const char *what, void *arg)
{
	struct desk *d = arg;
	size_t n = strlen(d->told);

	assert_string_equal(box, "lijn");
	snprintf(d->told + n, sizeof(d->told) - n, "%s%s\n",
	    level == FINDING_DAMAGE ? "damage: " : "", what);
}

/* A run on the open database; whole only for a new one. */
static inline void
run(struct desk *d, bool whole)
{
	struct ingest_options o = { d->conf, d->db, d->reader, &d->key, 1, NULL,
		0, whole, d->skip_closed, d->alone, false, true, tell_cb, d };
	char name[] = "lijn";
	char empty[] = "";
	struct box_log log = { .source = empty,
		.state = d->f->top,
		.name = name,
		.dir = d->f->dir,
		.shown = name };
	struct ingest *in;
	struct err e;

	d->told[0] = '\0';
	if (ingest_new(&o, &in, &e) != 0 ||
	    ingest_box(in, &log, &d->r, &e) != 0 || ingest_finish(in, &e) != 0)
		fail_msg("%s", e.msg);
	ingest_free(&in);
}

static inline void
fresh(struct desk *d)
{
	struct err e;

	db_close(&d->db);
	if (db_create_scratch(d->path, &d->db, &e) != 0)
		fail_msg("%s", e.msg);
}

/* The one number that a query gives. */
static inline int64_t
number(struct desk *d, const char *sql)
{
	sqlite3_stmt *q = NULL;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(d->db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

/* Everything in the database as text; the caller frees it. */
static inline char *
dump(struct desk *d)
{
	static const char *const sql[] = { "SELECT * FROM box",
		"SELECT * FROM message", "SELECT * FROM theme",
		"SELECT * FROM words",
		"SELECT rowid FROM words_index WHERE words_index MATCH 'ik'",
		"SELECT * FROM repeat", "SELECT * FROM part",
		"SELECT * FROM said", "SELECT * FROM tally",
		"SELECT * FROM sum", "SELECT * FROM found",
		"SELECT * FROM label" };
	struct buf b = BUF_INIT;
	sqlite3_stmt *q;
	const uint8_t *p;
	int i, n;

	for (size_t k = 0; k < sizeof(sql) / sizeof(sql[0]); k++) {
		assert_int_equal(
		    sqlite3_prepare_v2(d->db, sql[k], -1, &q, NULL), SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			for (i = 0; i < sqlite3_column_count(q); i++) {
				p = sqlite3_column_blob(q, i);
				n = sqlite3_column_bytes(q, i);
				for (int at = 0; at < n; at++)
					buf_addf(&b, "%02x", p[at]);
				buf_addc(&b, ' ');
			}
			buf_addc(&b, '\n');
		}
		sqlite3_finalize(q);
	}
	buf_addc(&b, '\0');
	assert_false(b.failed);
	return (char *)b.data;
}

#endif
