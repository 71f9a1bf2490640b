/*
 * boxlog.c - tests of the ordinary life of a log: batches, restarts,
 * rotation, readers, times; and what happens when the disk refuses.
 */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

#include "gehoor/leaves.h"
#include "gehoor/segment_reader.h"
#include "tests/limit.h"

#define WHOLE (SEGMENT_FRAME_LEN + FIXTURE_BODY + CRYPTO_MAC_LEN)
#define END_WHOLE (SEGMENT_FRAME_LEN + SEGMENT_END_LEN)

static bool sync_fails;

/* Stands before libc's, so that a disk can be made to fail. */
int
fdatasync(int fd)
{
	if (sync_fails) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

/* Opens all records of a segment as a reader would; returns how many. */
static unsigned
open_all(struct fixture *f, uint32_t number, const struct reader_secret *secret)
{
	char name[SEGMENT_NAME_LEN + 1], path[80];
	uint8_t *key, want[FIXTURE_BODY];
	struct segment_reader *r;
	struct buf out = BUF_INIT;
	struct unseal *u = NULL;
	const uint8_t *raw;
	struct frame fr;
	unsigned count = 0;
	size_t n;

	segment_name(number, "key", name);
	key = fixture_read(f, name, &n);
	segment_name(number, "seg", name);
	fixture_path(f, name, path);
	assert_int_equal(segment_reader_open(path, &r, &f->err), SEGMENT_OK);
	if (unseal_open(key, n, segment_reader_header_bytes(r), secret, &u,
		&f->err) == UNSEAL_OK)
		while (
		    segment_reader_next(r, &fr, &raw, &f->err) == SEGMENT_OK) {
			buf_clear(&out);
			assert_int_equal(
			    unseal_record(
				u, &fr, raw + SEGMENT_FRAME_LEN, &out, &f->err),
			    UNSEAL_OK);
			fixture_plain(fr.index, want);
			assert_memory_equal(out.data, want, FIXTURE_BODY);
			count++;
		}
	buf_free(&out);
	unseal_close(&u);
	segment_reader_close(&r);
	free(key);
	return count;
}

static void
test_restarts(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;

	for (unsigned i = 0; i < 5; i++) {
		fixture_session(f, i);
		assert_string_equal(f->note.msg, "");
	}
	b = fixture_open(f);
	assert_int_equal(f->seen, 10);
	assert_int_equal(boxlog_bytes(b), SEGMENT_HEADER_LEN);
	fixture_close(f, b);
	for (unsigned i = 0; i < 5; i++)
		for (int reader = 0; reader < 2; reader++)
			assert_int_equal(
			    open_all(f, i + 1, &f->secrets[reader]), i);
	b = NULL;
	assert_int_equal(boxlog_close(&b, &f->err), 0);
}

static void
test_batches(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);
	uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];

	assert_int_equal(boxlog_commit(b, &f->err), BOXLOG_OK);
	fixture_add(f, b, 100);
	fixture_add(f, b, 1);
	assert_int_equal(boxlog_bytes(b), SEGMENT_HEADER_LEN + 101 * WHOLE);
	/* A record that cannot be sealed leaves the batch as it was. */
	fixture_tag(101, tag);
	fixture_plain(101, plain);
	assert_int_equal(boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), 0);
	assert_int_equal(boxlog_add(b, tag, plain, 100, &f->err), -1);
	assert_int_equal(boxlog_size(b), 101);
	assert_int_equal(boxlog_commit(b, &f->err), BOXLOG_OK);
	assert_int_equal(boxlog_size(b), 102);
	/* What was added and never committed is not there. */
	assert_int_equal(boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), 0);
	fixture_close(f, b);
	assert_int_equal(open_all(f, 1, &f->secrets[0]), 102);
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 102);
	fixture_close(f, b);
}

/* So that a key file from which records were erased can still be read. */
static void
test_full_of_keys(void **state)
{
	const size_t most = SEGMENT_MAX_KEYS / SEGMENT_MAX_READERS;
	struct reader many[SEGMENT_MAX_READERS];
	uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];
	struct fixture *f = *state;
	struct boxlog *b;

	for (int i = 0; i < SEGMENT_MAX_READERS; i++)
		many[i] = f->readers[0];
	f->o.readers = many;
	f->o.nreaders = SEGMENT_MAX_READERS;
	b = fixture_open(f);
	fixture_add(f, b, (unsigned)most / 2 - 1);
	assert_int_equal(boxlog_rotate(b, f->o.week, &f->err), 0);
	assert_true(boxlog_bytes(b) > SEGMENT_HEADER_LEN);
	fixture_add(f, b, 1);
	assert_int_equal(boxlog_rotate(b, f->o.week, &f->err), 0);
	assert_int_equal(boxlog_bytes(b), SEGMENT_HEADER_LEN);
	/* A batch may be larger; there is an end to that too. */
	fixture_add(f, b, (unsigned)most);
	fixture_tag(0, tag);
	fixture_plain(0, plain);
	assert_int_equal(boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), -1);
	assert_non_null(strstr(f->err.msg, "is full"));
	fixture_close(f, b);
}

static void
test_one_writer(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_open_fails(f, "another program");
	fixture_close(f, b);
	fixture_session(f, 1);
}

static void
assert_file_time(const struct fixture *f, const char *name, int64_t want)
{
	struct stat st;
	char path[80];

	fixture_path(f, name, path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mtim.tv_sec, want);
	assert_int_equal(st.st_mtim.tv_nsec, 0);
	assert_int_equal(st.st_mode & 0137, 0);
}

/* No file says when somebody wrote, neither while it is open nor after. */
static void
test_file_times(void **state)
{
	struct fixture *f = *state;
	int64_t monday = week_start(f->o.week);
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 2);
	assert_file_time(f, "00000001.seg", monday);
	assert_file_time(f, "00000001.key", monday);
	assert_file_time(f, "leaves", monday);
	fixture_close(f, b);
	assert_file_time(f, "00000001.seg", monday);
	assert_file_time(f, "leaves", monday);
}

static void
test_rotation_by_size(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;

	f->o.max_bytes = SEGMENT_HEADER_LEN + 3 * WHOLE;
	b = fixture_open(f);
	for (unsigned i = 0; i < 10; i++) {
		fixture_add(f, b, 1);
		assert_int_equal(boxlog_rotate(b, f->o.week, &f->err), 0);
	}
	assert_int_equal(boxlog_bytes(b), SEGMENT_HEADER_LEN + 2 * WHOLE);
	fixture_close(f, b);
	assert_int_equal(open_all(f, 1, &f->secrets[0]), 4);
	assert_int_equal(open_all(f, 2, &f->secrets[0]), 4);
	assert_int_equal(open_all(f, 3, &f->secrets[0]), 2);
	assert_false(fixture_has(f, "00000004.seg"));
	fixture_session(f, 0);
	assert_string_equal(f->note.msg, "");
}

static void
test_rotation_by_age(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;

	f->o.max_weeks = 4;
	b = fixture_open(f);
	fixture_add(f, b, 1);
	/* Weeks 48 to 50; a clock set back; then across the new year. */
	for (int w = 48; w <= 50; w++)
		assert_int_equal(
		    boxlog_rotate(b, (struct week){ 2026, w }, &f->err), 0);
	assert_int_equal(
	    boxlog_rotate(b, (struct week){ 2020, 1 }, &f->err), 0);
	assert_false(fixture_has(f, "00000002.seg"));
	assert_int_equal(
	    boxlog_rotate(b, (struct week){ 2026, 51 }, &f->err), 0);
	assert_true(fixture_has(f, "00000002.seg"));
	assert_int_equal(
	    boxlog_rotate(b, (struct week){ 2027, 1 }, &f->err), 0);
	assert_false(fixture_has(f, "00000003.seg"));
	assert_int_equal(
	    boxlog_rotate(b, (struct week){ 2027, 2 }, &f->err), 0);
	assert_true(fixture_has(f, "00000003.seg"));
	fixture_close(f, b);
	assert_file_time(f, "00000001.seg", week_start(f->o.week));
	assert_file_time(
	    f, "00000003.key", week_start((struct week){ 2027, 2 }));
	fixture_session(f, 1);
}

static void
test_other_readers(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 2);
	assert_int_equal(
	    boxlog_readers(b, &f->readers[1], 1, f->o.week, &f->err), 0);
	fixture_add(f, b, 3);
	assert_int_equal(boxlog_readers(b, NULL, 0, f->o.week, &f->err), -1);
	fixture_add(f, b, 1);
	fixture_close(f, b);
	assert_int_equal(open_all(f, 1, &f->secrets[0]), 2);
	assert_int_equal(open_all(f, 2, &f->secrets[0]), 0);
	assert_int_equal(open_all(f, 2, &f->secrets[1]), 4);
}

/*
 * A full disk cuts a batch anywhere.  What was committed before stays, whole
 * frames of the batch may count, nothing is appended to that segment again.
 */
static void
test_cut_writes(void **state)
{
	struct fixture *f = *state;
	uint64_t size = 0;

	for (size_t cut = 0; cut <= 2 * WHOLE; cut += 37) {
		struct boxlog *b = fixture_open(f);
		uint64_t base = SEGMENT_HEADER_LEN + WHOLE;
		uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];

		assert_int_equal(boxlog_size(b), size);
		fixture_add(f, b, 1);
		for (unsigned i = 1; i <= 3; i++) {
			fixture_tag(size + i, tag);
			fixture_plain(size + i, plain);
			assert_int_equal(
			    boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err),
			    0);
		}
		limit(RLIMIT_FSIZE, base + cut);
		assert_int_equal(boxlog_commit(b, &f->err), BOXLOG_WRITE);
		limit(RLIMIT_FSIZE, RLIM_INFINITY);
		assert_int_equal(
		    boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), -1);
		assert_int_equal(
		    boxlog_rotate(b, (struct week){ 2099, 1 }, &f->err), 0);
		assert_int_equal(boxlog_size(b), size + 1);
		assert_int_equal(boxlog_close(&b, &f->err), 0);
		size += 1 + cut / WHOLE;
	}
	fixture_session(f, 0);
}

/* The end frame does not fit: said, and taken up at the next start. */
static void
test_end_frame_does_not_fit(void **state)
{
	struct fixture *f = *state;

	for (size_t cut = 0; cut < END_WHOLE; cut += 13) {
		struct boxlog *b = fixture_open(f);

		fixture_add(f, b, 1);
		limit(RLIMIT_FSIZE, SEGMENT_HEADER_LEN + WHOLE + cut);
		assert_int_equal(boxlog_close(&b, &f->err), -1);
		limit(RLIMIT_FSIZE, RLIM_INFINITY);
		assert_null(b);
		b = fixture_open(f);
		assert_non_null(
		    strstr(f->note.msg, cut == 0 ? "was not ended" : "torn"));
		fixture_close(f, b);
	}
}

static void
test_no_room_to_begin(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 1);
	limit(RLIMIT_FSIZE, 100);
	fixture_open_fails(f, "00000002.key: cannot be made");
	limit(RLIMIT_FSIZE, SEGMENT_HEADER_LEN - 1);
	f->o.nreaders = 1;
	fixture_open_fails(f, "00000002.seg: cannot be made");
	limit(RLIMIT_FSIZE, RLIM_INFINITY);
	assert_false(fixture_has(f, "00000002.key"));
	assert_false(fixture_has(f, "00000002.seg"));
	assert_false(fixture_has(f, "00000002.seg.new"));
	fixture_session(f, 1);
	assert_int_equal(open_all(f, 2, &f->secrets[0]), 1);
}

/* Leaves that could not be written are written later. */
static void
test_leaves_catch_up(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;
	struct leaves *l;
	struct stat st;
	char path[80];

	fixture_session(f, 200);
	fixture_path(f, "leaves", path);
	b = fixture_open(f);
	limit(RLIMIT_FSIZE, 200 * HASH_LEN + 10);
	fixture_add(f, b, 2);
	limit(RLIMIT_FSIZE, RLIM_INFINITY);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 200 * HASH_LEN + 10);
	fixture_add(f, b, 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 203 * HASH_LEN);
	fixture_close(f, b);
	fixture_session(f, 0);
	assert_int_equal(leaves_open(f->dir, false, &l, &f->err), 0);
	assert_int_equal(leaves_count(l), 203);
	leaves_close(&l);
}

/* After a failed sync nothing is written, not even an end. */
static void
test_failed_sync(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);
	uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];
	struct stat st;
	char path[80];

	fixture_add(f, b, 2);
	fixture_tag(2, tag);
	fixture_plain(2, plain);
	assert_int_equal(boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), 0);
	sync_fails = true;
	assert_int_equal(boxlog_commit(b, &f->err), BOXLOG_SYNC);
	assert_non_null(strstr(f->err.msg, "Input/output error"));
	assert_int_equal(boxlog_size(b), 2);
	sync_fails = false;
	assert_int_equal(boxlog_add(b, tag, plain, FIXTURE_BODY, &f->err), -1);
	boxlog_close(&b, &f->err);
	fixture_path(f, "00000001.seg", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, SEGMENT_HEADER_LEN + 3 * WHOLE);
	sync_fails = true;
	fixture_open_fails(f, "cannot be synced");
	sync_fails = false;
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 3);
	fixture_close(f, b);
}

static void
test_options(void **state)
{
	struct fixture *f = *state;

	f->o.nreaders = 0;
	fixture_open_fails(f, "readers");
	fixture_options(f);
	f->o.box = "";
	fixture_open_fails(f, "box");
	f->o.box = "123456789012345678901234567890123";
	fixture_open_fails(f, "box");
	fixture_options(f);
	f->o.dir = "/nonexistent/state/log/lijn";
	fixture_open_fails(f, "cannot be made");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_options),
		TEST(test_restarts),
		TEST(test_batches),
		TEST(test_full_of_keys),
		TEST(test_one_writer),
		TEST(test_file_times),
		TEST(test_rotation_by_size),
		TEST(test_rotation_by_age),
		TEST(test_other_readers),
		TEST(test_cut_writes),
		TEST(test_end_frame_does_not_fit),
		TEST(test_no_room_to_begin),
		TEST(test_leaves_catch_up),
		TEST(test_failed_sync),
	};

	signal(SIGXFSZ, SIG_IGN);
	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("boxlog", tests, NULL, NULL);
}
