/*
 * ingest.c - from a log to rows, in one run or in many.
 */
#include "tests/unit/desk.h"

static void
statuses(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message("ik wacht al weken");
	size_t i;

	add(d, b, &r); /* counted, wachten */
	r.seen[0] = str_of("honeypot");
	r.nseen = 1;
	add(d, b, &r); /* quarantined */
	r.seen[0] = str_of("fast");
	add(d, b, &r); /* counted */
	r = message("vervolg");
	r.thread = str_of("aa");
	add(d, b, &r); /* continuation */
	r = message("deel twee");
	r.part = (struct record_part){ str_of("aa"), str_of(""), 2, 2 };
	add(d, b, &r); /* continuation */
	r.part.n = 1;
	add(d, b, &r); /* counted, anders */
	r.dedup = str_of("k1");
	add(d, b, &r); /* counted */
	add(d, b, &r); /* duplicate */
	r.text = str_of("iets anders");
	add(d, b, &r); /* same key, other words: counted */
	r.seen[0] = str_of("honeypot");
	r.nseen = 1;
	add(d, b, &r); /* waits, and hides nothing */
	r = message("");
	r.answers[0] =
	    (struct record_answer){ str_of("waarom"), str_of("het eten") };
	r.nanswers = 1;
	add(d, b, &r); /* counted, eten */
	r = message("x");
	r.box = str_of("ander");
	add(d, b, &r); /* unreadable */
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.read, 12);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 6);
	assert_int_equal(d->r.done.sums[STATUS_QUARANTINED], 2);
	assert_int_equal(d->r.done.sums[STATUS_CONTINUATION], 2);
	assert_int_equal(d->r.done.sums[STATUS_DUPLICATE], 1);
	assert_int_equal(d->r.done.sums[STATUS_UNREADABLE], 1);
	assert_true(d->r.damaged);
	assert_non_null(strstr(d->told, "record 11 is unreadable"));
	assert_int_equal(number(d, "SELECT count(*) FROM message"), 12);
	assert_int_equal(number(d, "SELECT sum(n) FROM sum"), 12);
	assert_int_equal(number(d,
			     "SELECT n FROM tally WHERE dimension ="
			     " 'total' AND region = 'noord' AND week = 202647"),
	    6);
	assert_int_equal(number(d,
			     "SELECT n FROM tally WHERE category ="
			     " 'wachten'"),
	    2);
	assert_int_equal(number(d,
			     "SELECT n FROM tally WHERE category ="
			     " 'eten'"),
	    1);
	assert_int_equal(number(d,
			     "SELECT n FROM tally WHERE category ="
			     " 'anders'"),
	    3);
	for (i = 0; i < 5; i++) {
		static const char *const dimension[] = { "channel", "who",
			"lang", "wish", "total" };
		char sql[128];

		snprintf(sql, sizeof(sql),
		    "SELECT sum(n) FROM tally WHERE "
		    "dimension = '%s'",
		    dimension[i]);
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
		run(d, false); /* the segment is open */
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
	assert_int_equal(number(d,
			     "SELECT n FROM sum WHERE status ="
			     " 'duplicate' AND week = 202640"),
	    6);
	free(grown);
	free(built);
}

/* Nothing of a late part is kept, until it may stand alone. */
static void
late_part(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message("ik wa");
	char *before, *after;

	r.channel = CHANNEL_SMS;
	r.dedup = str_of("k1");
	r.part = (struct record_part){ str_of("aa"), str_of(""), 1, 2 };
	add(d, b, &r);
	fresh(d);
	run(d, false);
	assert_false(d->r.again);
	before = dump(d);
	r.text = str_of("cht op het eten");
	r.dedup = str_of("k2");
	r.part = (struct record_part){ str_of("bb"), str_of("aa"), 2, 2 };
	add(d, b, &r);
	for (int i = 0; i < 2; i++) {
		run(d, false);
		assert_true(d->r.again);
		after = dump(d);
		assert_string_equal(before, after);
		free(after);
	}
	free(before);
	d->alone = true;
	run(d, false);
	assert_false(d->r.again);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 1);
	assert_int_equal(number(d, "SELECT count(*) FROM theme"), 1);
	/* A whole run finds the word that both parts make. */
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 1);
	assert_int_equal(d->r.done.sums[STATUS_CONTINUATION], 1);
	assert_int_equal(number(d, "SELECT count(*) FROM theme"), 2);
	fixture_close(d->f, b);
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
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 2);
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
	assert_int_equal(d->r.done.sums[STATUS_UNREADABLE], 2);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 3);
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
	assert_int_equal(d->r.done.sums[STATUS_EXPIRED], 2);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 3);
}

/* No word of a message is in the database. */
/* Two signs hold it back, one does not; what waits is not counted. */
static void
spam(void **state)
{
	static const char link[] = "win nu een gratis iphone klik op "
				   "https://x.biz/win";
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message(link);

	add(d, b, &r); /* a link */
	r.text = str_of("win nu een gratis iphone klik hier");
	add(d, b, &r); /* nothing else */
	r.seen[0] = str_of("no-token");
	r.nseen = 1;
	add(d, b, &r); /* no form */
	r.text = str_of("ik wacht al weken op een nieuwe voogd");
	add(d, b, &r); /* no spam */
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.done.sums[STATUS_QUARANTINED], 2);
	assert_int_equal(d->r.done.sums[STATUS_COUNTED], 2);
	assert_int_equal(number(d, "SELECT count(*) FROM words"), 4);
	assert_int_equal(number(d,
			     "SELECT sum(n) FROM tally"
			     " WHERE dimension = 'total'"),
	    2);
}

/* Flagged for a person, also in what somebody added to a message. */
static void
danger(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r = message("ik wil niet meer leven");

	add(d, b, &r);
	r.thread = str_of("aa");
	add(d, b, &r);
	r = message("het eten is vies");
	add(d, b, &r);
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	assert_int_equal(d->r.done.danger, 2);
	assert_int_equal(
	    number(d, "SELECT count(*) FROM message WHERE danger & 1"), 2);
}

/* What is kept says nothing of who somebody is. */
static void
no_text(void **state)
{
	struct desk *d = *state;
	struct boxlog *b = fixture_open(d->f);
	struct record r =
	    message("Ik heet Geheimpje, bel 0612345678. Ik wacht.");
	char name[32];
	uint8_t *p;
	size_t n;

	r.region = str_of("Jan uit Almere"); /* not an id */
	r.reply_key[0] = 1;
	add(d, b, &r);
	fixture_close(d->f, b);
	fresh(d);
	run(d, true);
	db_close(&d->db);
	snprintf(name, sizeof(name), "../../db");
	p = fixture_read(d->f, name, &n);
	assert_non_null(memmem(p, n, "Ik heet [naam], bel [telefoon].", 31));
	assert_null(memmem(p, n, "eheimpje", 8));
	assert_null(memmem(p, n, "12345678", 8));
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

#define TEST(t) cmocka_unit_test_setup_teardown(t, desk_setup, desk_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(statuses),
		TEST(incremental),
		TEST(late_part),
		TEST(damage),
		TEST(damaged_header),
		TEST(put_back),
		TEST(wrong_key),
		TEST(spam),
		TEST(danger),
		TEST(closed_segment),
		TEST(shredded),
		TEST(no_text),
		TEST(database),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
