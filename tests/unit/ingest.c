/*
 * ingest.c - from a log to rows, in one run or in many.
 */
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
	bool skip_closed;
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

static int
setup(void **state)
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
	memcpy(d->key.pk, d->f->pk, sizeof(d->key.pk));
	d->reader = &d->f->secrets[0];
	snprintf(d->path, sizeof(d->path), "%s/db", d->f->top);
	*state = d;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *d = *state;
	void *f = d->f;

	db_close(&d->db);
	conf_free(&d->conf);
	free(d);
	return fixture_teardown(&f);
}

static struct record
message(const char *text)
{
	return (struct record){ .box = str_of("lijn"), .week = { 2026, 47 },
		.channel = CHANNEL_WEB, .lang = str_of("nl"),
		.text = str_of(text), .region = str_of("noord") };
}

static void
add(struct desk *d, struct boxlog *b, const struct record *r)
{
	struct buf json = BUF_INIT, plain = BUF_INIT;
	uint8_t tag[TAG_LEN];

	fixture_tag(boxlog_size(b), tag);
	record_write(r, &json);
	if (record_pack(json.data, json.len, NULL, 0, &plain,
	    &d->f->err) != 0 ||
	    boxlog_add(b, tag, plain.data, plain.len, &d->f->err) != 0 ||
	    boxlog_commit(b, &d->f->err) != BOXLOG_OK)
		fail_msg("%s", d->f->err.msg);
	buf_free(&json);
	buf_free(&plain);
}

/* One segment of n messages of that text. */
static void
session(struct desk *d, const char *text, unsigned n)
{
	struct boxlog *b = fixture_open(d->f);
	struct record r = message(text);

	for (unsigned i = 0; i < n; i++)
		add(d, b, &r);
	fixture_close(d->f, b);
}

static void
tell_cb(const char *box, enum finding_level level, const char *what,
    void *arg)
{
	struct desk *d = arg;
	size_t n = strlen(d->told);

	assert_string_equal(box, "lijn");
	snprintf(d->told + n, sizeof(d->told) - n, "%s%s\n",
	    level == FINDING_DAMAGE ? "damage: " : "", what);
}

/* A run on the open database; whole only for a new one. */
static void
run(struct desk *d, bool whole)
{
	struct ingest_options o = { d->conf, d->db, d->reader, &d->key, 1,
		whole, d->skip_closed, false, true, tell_cb, d };
	char name[] = "lijn";
	struct box_log log = { name, d->f->dir };
	struct ingest *in;
	struct err e;

	d->told[0] = '\0';
	if (ingest_new(&o, &in, &e) != 0 ||
	    ingest_box(in, &log, &d->r, &e) != 0 ||
	    ingest_finish(in, &e) != 0)
		fail_msg("%s", e.msg);
	ingest_free(&in);
}

static void
fresh(struct desk *d)
{
	struct err e;

	db_close(&d->db);
	if (db_create_scratch(d->path, &d->db, &e) != 0)
		fail_msg("%s", e.msg);
}

/* The one number that a query gives. */
static int64_t
number(struct desk *d, const char *sql)
{
	sqlite3_stmt *q = NULL;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(d->db, sql, -1, &q, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

/* Everything in the database as text; the caller frees it. */
static char *
dump(struct desk *d)
{
	static const char *const sql[] = { "SELECT * FROM box",
		"SELECT * FROM message", "SELECT * FROM theme",
		"SELECT * FROM repeat", "SELECT * FROM tally",
		"SELECT * FROM sum" };
	struct buf b = BUF_INIT;
	sqlite3_stmt *q;
	const uint8_t *p;
	int i, n;

	for (size_t k = 0; k < sizeof(sql) / sizeof(sql[0]); k++) {
		assert_int_equal(sqlite3_prepare_v2(d->db, sql[k], -1, &q,
		    NULL), SQLITE_OK);
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

static void
statuses(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message("ik wacht al weken");
	size_t i;

	add(d, b, &r);			/* counted, wachten */
	r.seen[0] = str_of("honeypot");
	r.nseen = 1;
	add(d, b, &r);			/* quarantined */
	r.seen[0] = str_of("fast");
	add(d, b, &r);			/* counted */
	r = message("vervolg");
	r.thread = str_of("aa");
	add(d, b, &r);			/* continuation */
	r = message("deel twee");
	r.part = (struct record_part){ str_of("x"), 2, 2 };
	add(d, b, &r);			/* continuation */
	r.part.n = 1;
	add(d, b, &r);			/* counted, anders */
	r.dedup = str_of("k1");
	add(d, b, &r);			/* counted */
	add(d, b, &r);			/* duplicate */
	r.text = str_of("iets anders");
	add(d, b, &r);			/* same key, other words: counted */
	r.seen[0] = str_of("honeypot");
	r.nseen = 1;
	add(d, b, &r);			/* waits, and hides nothing */
	r = message("");
	r.answers[0] = (struct record_answer){ str_of("waarom"),
		str_of("het eten") };
	r.nanswers = 1;
	add(d, b, &r);			/* counted, eten */
	r = message("x");
	r.box = str_of("ander");
	add(d, b, &r);			/* unreadable */
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.read, 12);
	assert_int_equal(d->r.sums[STATUS_COUNTED], 6);
	assert_int_equal(d->r.sums[STATUS_QUARANTINED], 2);
	assert_int_equal(d->r.sums[STATUS_CONTINUATION], 2);
	assert_int_equal(d->r.sums[STATUS_DUPLICATE], 1);
	assert_int_equal(d->r.sums[STATUS_UNREADABLE], 1);
	assert_true(d->r.damaged);
	assert_non_null(strstr(d->told, "record 11 is unreadable"));
	assert_int_equal(number(d, "SELECT count(*) FROM message"), 12);
	assert_int_equal(number(d, "SELECT sum(n) FROM sum"), 12);
	assert_int_equal(number(d, "SELECT n FROM tally WHERE dimension ="
	    " 'total' AND region = 'noord' AND week = 202647"), 6);
	assert_int_equal(number(d, "SELECT n FROM tally WHERE category ="
	    " 'wachten'"), 2);
	assert_int_equal(number(d, "SELECT n FROM tally WHERE category ="
	    " 'eten'"), 1);
	assert_int_equal(number(d, "SELECT n FROM tally WHERE category ="
	    " 'anders'"), 3);
	for (i = 0; i < 5; i++) {
		static const char *const dimension[] = { "channel", "who",
			"lang", "wish", "total" };
		char sql[128];

		snprintf(sql, sizeof(sql), "SELECT sum(n) FROM tally WHERE "
		    "dimension = '%s'", dimension[i]);
		assert_int_equal(number(d, sql), 6);
	}
}

/* Ten runs as the log grows give what one run gives at the end. */
static void
incremental(void **state)
{
	struct desk *d = *state;
	struct boxlog *b;
	struct record r = message("ik wacht");
	char *grown, *built;
	unsigned i;

	r.dedup = str_of("same");
	fresh(d);
	for (i = 0; i < 10; i++) {
		b = fixture_open(d->f);
		r.week.week = (int)(40 + i % 3);
		add(d, b, &r);
		run(d, false);		/* the segment is open */
		assert_false(d->r.damaged);
		assert_int_equal(d->r.read, 1);
		r.region = str_of(i % 2 == 0 ? "zuid" : "noord");
		add(d, b, &r);
		if (i % 3 == 0)
			run(d, false);
		fixture_close(d->f, b);
		run(d, false);
		run(d, false);
		assert_int_equal(d->r.read, 0);
	}
	grown = dump(d);
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.read, 20);
	built = dump(d);
	assert_string_equal(grown, built);
	assert_int_equal(number(d, "SELECT n FROM sum WHERE status ="
	    " 'duplicate' AND week = 202640"), 6);
	free(grown);
	free(built);
}

/* What was read before the damage is kept, and nothing behind it. */
static void
damage(void **state)
{
	struct desk *d = *state;
	size_t frame = SEGMENT_FRAME_LEN + 512 + CRYPTO_MAC_LEN;

	session(d, "een", 3);
	session(d, "twee", 3);
	session(d, "drie", 3);
	fixture_flip(d->f, "00000002.seg",
	    SEGMENT_HEADER_LEN + frame + SEGMENT_FRAME_LEN, 0);
	fresh(d);
	run(d, true);
	assert_true(d->r.damaged);
	assert_int_equal(d->r.read, 4);
	assert_non_null(strstr(d->told, "00000002.seg"));
	assert_int_equal(number(d, "SELECT count(*) FROM message"), 4);
	assert_int_equal(number(d, "SELECT next_index FROM box"), 4);
	run(d, false);
	assert_true(d->r.damaged);
	assert_int_equal(d->r.read, 0);
	fixture_flip(d->f, "00000002.seg",
	    SEGMENT_HEADER_LEN + frame + SEGMENT_FRAME_LEN, 0);
	run(d, false);
	assert_false(d->r.damaged);
	assert_int_equal(d->r.read, 5);
}

/* A header that does not fit is never a place to go on from. */
static void
damaged_header(void **state)
{
	struct desk *d = *state;
	struct fixture other = *d->f;
	size_t n;
	uint8_t *p;

	session(d, "een", 2);
	session(d, "twee", 2);
	snprintf(other.dir, sizeof(other.dir), "%s/log/ander", other.top);
	fixture_options(&other);
	fixture_session(&other, 1);
	fixture_session(&other, 1);
	p = fixture_read(&other, "00000002.seg", &n);
	fixture_write(d->f, "00000002.seg", p, n);
	free(p);
	fresh(d);
	for (int i = 0; i < 3; i++) {
		run(d, i == 0);
		assert_true(d->r.damaged);
		assert_int_equal(number(d, "SELECT count(*) FROM message"), 2);
		assert_int_equal(number(d, "SELECT segment FROM box"), 1);
	}
}

/* A log that was put back from an older copy is not read as if it went on. */
static void
put_back(void **state)
{
	struct desk *d = *state;
	char name[SEGMENT_NAME_LEN + 1], path[80];

	session(d, "een", 2);
	session(d, "twee", 2);
	fresh(d);
	run(d, true);
	segment_name(2, "seg", name);
	fixture_path(d->f, name, path);
	assert_int_equal(unlink(path), 0);
	segment_name(2, "key", name);
	fixture_path(d->f, name, path);
	assert_int_equal(unlink(path), 0);
	fixture_path(d->f, "leaves", path);
	assert_int_equal(truncate(path, 2 * HASH_LEN), 0);
	run(d, false);
	assert_true(d->r.damaged);
	session(d, "nieuw", 2);
	run(d, false);
	assert_true(d->r.damaged);
	assert_int_equal(d->r.read, 0);
	assert_non_null(strstr(d->told, "--rebuild"));
}

static void
wrong_key(void **state)
{
	struct desk *d = *state;
	struct reader_secret stranger;

	session(d, "een", 2);
	unseal_reader_new(&stranger);
	d->reader = &stranger;
	fresh(d);
	run(d, false);
	assert_true(d->r.closed);
	assert_false(d->r.damaged);
	assert_int_equal(d->r.read, 0);
	assert_non_null(strstr(d->told, "wrong key"));
	assert_int_equal(number(d, "SELECT count(*) FROM message"), 0);
	/* The right one then reads everything. */
	d->reader = &d->f->secrets[1];
	run(d, false);
	assert_false(d->r.closed);
	assert_int_equal(d->r.sums[STATUS_COUNTED], 2);
}

/* Readers changed: the new one begins where it was let in. */
static void
closed_segment(void **state)
{
	struct desk *d = *state;

	d->f->o.nreaders = 1;
	session(d, "een", 2);
	d->f->o.nreaders = 2;
	session(d, "twee", 3);
	d->reader = &d->f->secrets[1];
	fresh(d);
	run(d, false);
	assert_true(d->r.closed);
	assert_int_equal(d->r.read, 0);
	d->skip_closed = true;
	run(d, false);
	assert_false(d->r.closed);
	assert_int_equal(d->r.sums[STATUS_UNREADABLE], 2);
	assert_int_equal(d->r.sums[STATUS_COUNTED], 3);
}

static void
shredded(void **state)
{
	struct desk *d = *state;
	char path[80];

	session(d, "een", 2);
	session(d, "twee", 3);
	fixture_path(d->f, "00000001.key", path);
	assert_int_equal(unlink(path), 0);
	fresh(d);
	run(d, true);
	assert_false(d->r.damaged);
	assert_int_equal(d->r.sums[STATUS_EXPIRED], 2);
	assert_int_equal(d->r.sums[STATUS_COUNTED], 3);
}

/* No word of a message is in the database. */
static void
no_text(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message("geheimpje");
	char name[32];
	uint8_t *p;
	size_t n;

	r.region = str_of("Jan uit Almere");	/* not an id */
	r.reply_key[0] = 1;
	add(d, b, &r);
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	db_close(&d->db);
	snprintf(name, sizeof(name), "../../db");
	p = fixture_read(d->f, name, &n);
	assert_null(memmem(p, n, "geheimpje", 9));
	assert_null(memmem(p, n, "Almere", 6));
	free(p);
}

static void
database(void **state)
{
	struct desk *d = *state;
	struct sqlite3 *db;
	struct stat st;
	struct err e;
	int fd;

	assert_int_equal(db_open(d->path, &db, &e), -1);
	assert_non_null(strstr(e.msg, "gehoor ingest"));
	fresh(d);
	assert_int_equal(stat(d->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(db_exec(d->db, "PRAGMA user_version = 99", &e), 0);
	db_close(&d->db);
	assert_int_equal(db_open(d->path, &db, &e), -1);
	assert_non_null(strstr(e.msg, "newer"));
	fd = open(d->path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(fd, "no database at all", 18), 18);
	close(fd);
	assert_int_equal(db_open(d->path, &db, &e), -1);
	assert_int_equal(truncate(d->path, 0), 0);
	assert_int_equal(db_open(d->path, &db, &e), -1);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(statuses),
		TEST(incremental),
		TEST(damage),
		TEST(damaged_header),
		TEST(put_back),
		TEST(wrong_key),
		TEST(closed_segment),
		TEST(shredded),
		TEST(no_text),
		TEST(database),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
