/*
 * boxlog_recovery.c - tests of what a start makes of crashes and of damage.
 */
#include "fixture.h"

#include <sys/wait.h>

#include "gehoor/leaves.h"

#define WHOLE (SEGMENT_FRAME_LEN + FIXTURE_BODY + CRYPTO_MAC_LEN)
#define END_WHOLE (SEGMENT_FRAME_LEN + SEGMENT_END_LEN)

/* Adds n records in a process that then dies without a word. */
static void
crash_session(struct fixture *f, unsigned n)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct boxlog *b = NULL;
		uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];

		if (boxlog_open(&f->o, NULL, NULL, &b, NULL, NULL) != 0)
			_exit(1);
		for (unsigned i = 0; i < n; i++) {
			fixture_tag(boxlog_size(b), tag);
			fixture_plain(boxlog_size(b), plain);
			if (boxlog_add(b, tag, plain, FIXTURE_BODY, NULL) !=
				0 ||
			    boxlog_commit(b, NULL) != BOXLOG_OK)
				_exit(1);
		}
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
append(const struct fixture *f, const char *name, const void *p, size_t n)
{
	char path[80];
	int fd;

	fixture_path(f, name, path);
	fd = open(path, O_WRONLY | O_APPEND);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), (ssize_t)n);
	close(fd);
}

static void
cut(const struct fixture *f, const char *name, off_t n)
{
	char path[80];

	fixture_path(f, name, path);
	assert_int_equal(truncate(path, n), 0);
}

static void
move(const struct fixture *f, const char *from, const char *to)
{
	char a[80], b[80];

	fixture_path(f, from, a);
	fixture_path(f, to, b);
	assert_int_equal(rename(a, b), 0);
}

static void delete (const struct fixture *f, const char *name)
{
	char path[80];

	fixture_path(f, name, path);
	assert_int_equal(unlink(path), 0);
}

/* Opens and closes a log that must hold n records. */
static void
assert_records(struct fixture *f, uint64_t n, const char *note)
{
	struct boxlog *b = fixture_open(f);

	assert_int_equal(boxlog_size(b), n);
	if (*note == '\0' ? f->note.msg[0] != '\0'
			  : strstr(f->note.msg, note) == NULL)
		fail_msg("'%s' is not in '%s'", note, f->note.msg);
	fixture_close(f, b);
}

static void
test_killed(void **state)
{
	struct fixture *f = *state;

	crash_session(f, 0);
	crash_session(f, 3);
	crash_session(f, 0);
	crash_session(f, 2);
	assert_records(f, 5, "00000004.seg: was not ended");
	assert_records(f, 5, "");
}

/* A tail of every kind: cut frames, zero bytes, both. */
static void
test_torn_tails(void **state)
{
	struct fixture *f = *state;
	uint8_t tail[4096] = { 0 };
	struct frame fr = { .type = FRAME_RECORD,
		.body_len = FIXTURE_BODY + CRYPTO_MAC_LEN };
	static const size_t lengths[] = { 1, 39, 40, 41, WHOLE - 1 };
	char name[SEGMENT_NAME_LEN + 1];
	uint32_t number = 1;
	uint64_t size = 0;

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		crash_session(f, 2);
		size += 2;
		fr.index = size;
		fr.body_crc = 1;
		frame_put(&fr, tail);
		segment_name(number++, "seg", name);
		append(f, name, tail, lengths[i]);
		assert_records(f, size, "torn");
		number++;
	}
	for (size_t n = 1; n < sizeof(tail); n = n * 3 + 1) {
		memset(tail, 0, sizeof(tail));
		crash_session(f, 1);
		segment_name(number++, "seg", name);
		append(f, name, tail, n);
		assert_records(f, ++size, "torn");
		number++;
	}
	assert_records(f, size, "");
}

/* A lost tail that leaves still knows is a loss, not a crash. */
static void
test_lost_records(void **state)
{
	struct fixture *f = *state;

	crash_session(f, 3);
	cut(f, "00000001.seg", SEGMENT_HEADER_LEN + 2 * WHOLE);
	fixture_open_fails(f, "records 2 to 2 are in leaves");
	cut(f, "00000001.seg", SEGMENT_HEADER_LEN + WHOLE + 100);
	fixture_open_fails(f, "records 1 to 2 are in leaves");
	cut(f, "leaves", 1 * HASH_LEN);
	assert_records(f, 1, "torn");
}

/* Damage names file, offset and remedy, and nothing is begun or changed. */
static void
test_damage(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *name;
		size_t at;
		const char *reason;
	} cases[] = {
		{ "00000001.seg", 3, "00000001.seg: does not begin" },
		{ "00000002.seg", 8, "version" },
		{ "00000002.seg", 100, "00000002.seg: wrong checksum" },
		{ "00000002.seg", 200, "not signed" },
		{ "00000001.seg", SEGMENT_HEADER_LEN + WHOLE + 4,
		    "00000001.seg: damaged at offset 824: " },
		{ "00000003.seg", SEGMENT_HEADER_LEN + 2 * WHOLE + 300,
		    "00000003.seg: damaged at offset 1392: " },
		{ "00000003.seg",
		    SEGMENT_HEADER_LEN + 3 * WHOLE + SEGMENT_FRAME_LEN + 70,
		    "00000003.seg: damaged at offset 1960: " },
	};

	for (int i = 0; i < 3; i++)
		fixture_session(f, 3);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_flip(f, cases[i].name, cases[i].at, 3);
		fixture_open_fails(f, cases[i].reason);
		if (strcmp(cases[i].reason, "version") != 0)
			assert_non_null(strstr(f->err.msg, "from a backup"));
		fixture_flip(f, cases[i].name, cases[i].at, 3);
	}
	cut(f, "00000003.seg", 200);
	fixture_open_fails(f, "00000003.seg: 200 bytes are less");
	cut(f, "00000003.seg", 0);
	fixture_open_fails(f, "00000003.seg: 0 bytes are less");
	assert_false(fixture_has(f, "00000004.seg"));
	assert_false(fixture_has(f, "00000004.key"));
}

/* A segment cut short is noticed by the one that follows it. */
static void
test_cut_in_the_middle(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 3);
	fixture_session(f, 3);
	for (off_t n = SEGMENT_HEADER_LEN;
	     n < SEGMENT_HEADER_LEN + 3 * (off_t)WHOLE + (off_t)END_WHOLE;
	     n += 71) {
		uint8_t *p;
		size_t len;

		p = fixture_read(f, "00000001.seg", &len);
		cut(f, "00000001.seg", n);
		fixture_open_fails(f, "ended otherwise");
		fixture_write(f, "00000001.seg", p, len);
		free(p);
	}
	assert_records(f, 6, "");
}

static void
test_swapped_and_missing(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 4; i++)
		fixture_session(f, 2);
	move(f, "00000002.seg", "00000009.seg");
	fixture_open_fails(f, "segment 2 before it is missing");
	move(f, "00000003.seg", "00000002.seg");
	fixture_open_fails(f, "is segment 3 by its header");
	move(f, "00000009.seg", "00000003.seg");
	fixture_open_fails(f, "is segment 3 by its header");
	move(f, "00000002.seg", "00000009.seg");
	move(f, "00000003.seg", "00000002.seg");
	move(f, "00000009.seg", "00000003.seg");
	assert_records(f, 8, "");
}

static void
test_of_another_log(void **state)
{
	struct fixture *f = *state;
	struct note_signer stranger = f->signer;
	struct note_verifier before;
	uint8_t seed[32] = { 43 }, *p;
	char other[48];
	size_t n;

	fixture_session(f, 0);
	f->o.box = "inspectie";
	fixture_open_fails(f, "belongs to box lijn");
	fixture_options(f);
	crypto_sign_pair(seed, stranger.pk, stranger.sk);
	f->o.signer = &stranger;
	fixture_open_fails(f, "not signed with this sign_key");
	/* A key that took the place of another, which is still known. */
	note_signer_verifier(&f->signer, &before);
	f->o.keys = &before;
	f->o.nkeys = 1;
	fixture_close(f, fixture_open(f));
	fixture_options(f);
	f->o.nkeys = 1;
	note_signer_verifier(&stranger, &before);
	f->o.keys = &before;
	fixture_close(f, fixture_open(f));
	fixture_options(f);
	nftw(f->dir, fixture_remove_cb, 8, FTW_DEPTH | FTW_PHYS);
	fixture_session(f, 0);
	/* A segment 2 of the same box, made elsewhere. */
	snprintf(other, sizeof(other), "%s/other", f->top);
	f->o.dir = other;
	fixture_session(f, 0);
	fixture_session(f, 0);
	memcpy(f->dir, other, sizeof(other));
	p = fixture_read(f, "00000002.seg", &n);
	snprintf(f->dir, sizeof(f->dir), "%s/log/lijn", f->top);
	fixture_write(f, "00000002.seg", p, n);
	free(p);
	fixture_options(f);
	fixture_open_fails(f, "00000002.seg: belongs to another log");
}

static void
test_leaves(void **state)
{
	struct fixture *f = *state;
	uint8_t *whole, *now, zero[100] = { 0 };
	size_t n, m;

	fixture_session(f, 5);
	fixture_session(f, 4);
	whole = fixture_read(f, "leaves", &n);
	assert_int_equal(n, 9 * HASH_LEN);
	/* Whatever is missing is made again. */
	for (size_t len = 0; len < n; len += 8) {
		cut(f, "leaves", (off_t)len);
		if (len % HASH_LEN == 0)
			append(f, "leaves", zero, sizeof(zero));
		assert_records(f, 9, "");
		now = fixture_read(f, "leaves", &m);
		assert_int_equal(m, n);
		assert_memory_equal(now, whole, n);
		free(now);
	}
	delete (f, "leaves");
	assert_records(f, 9, "");
	fixture_flip(f, "leaves", 6 * HASH_LEN + 1, 0);
	fixture_open_fails(f, "00000002.seg: record 6 is not the one in");
	fixture_flip(f, "leaves", 6 * HASH_LEN + 1, 0);
	append(f, "leaves", whole, HASH_LEN);
	fixture_open_fails(f, "records 9 to 9 are in leaves");
	free(whole);
}

/* Old segments may be deleted; their leaves may not. */
static void
test_retention(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = NULL;

	for (int i = 0; i < 4; i++)
		fixture_session(f, 3);
	delete (f, "00000001.seg");
	delete (f, "00000001.key");
	delete (f, "00000002.seg");
	assert_int_equal(
	    boxlog_open(&f->o, fixture_seen_cb, f, &b, NULL, &f->err), 0);
	assert_int_equal(boxlog_size(b), 12);
	fixture_close(f, b);
	fixture_flip(f, "leaves", 40, 0);
	fixture_open_fails(f, "are not those it follows");
	fixture_flip(f, "leaves", 40, 0);
	cut(f, "leaves", 5 * HASH_LEN);
	fixture_open_fails(f, "has no entry 5");
}

/* An erased record keeps its leaf and loses its tag. */
static void
test_erased(void **state)
{
	struct fixture *f = *state;
	struct frame fr = { .type = FRAME_ERASED,
		.body_len = FIXTURE_BODY + CRYPTO_MAC_LEN,
		.index = 1 };
	struct boxlog *b = NULL;
	uint8_t *p, *at;
	size_t n;

	fixture_session(f, 3);
	fixture_session(f, 3);
	p = fixture_read(f, "00000001.seg", &n);
	at = p + SEGMENT_HEADER_LEN + WHOLE;
	memset(at, 0, WHOLE);
	fr.body_crc = segment_crc(at + SEGMENT_FRAME_LEN, fr.body_len);
	frame_put(&fr, at);
	fixture_write(f, "00000001.seg", p, n);
	free(p);
	f->seen = 0;
	assert_int_equal(
	    boxlog_open(&f->o, fixture_seen_cb, f, &b, NULL, &f->err), 0);
	assert_int_equal(boxlog_size(b), 6);
	assert_int_equal(f->seen, 5);
	assert_false(f->seen_wrong);
	fixture_close(f, b);
	delete (f, "leaves");
	fixture_open_fails(f, "leaves: has no entry 1");
}

/* What a crash while creating may leave, and what others put there. */
static void
test_leftovers(void **state)
{
	struct fixture *f = *state;
	char foreign[BOXLOG_FOREIGN_LEN];
	uint32_t *numbers;
	size_t count;

	fixture_session(f, 1);
	fixture_write(f, "00000002.key", "orphan", 6);
	fixture_write(f, "00000002.key.new", "half", 4);
	fixture_write(f, "00000002.seg.new", "half", 4);
	fixture_write(f, "checkpoint.new", "half", 4);
	fixture_write(f, "erased", "", 0);
	assert_records(f, 1, "");
	assert_false(fixture_has(f, "00000002.key.new"));
	assert_false(fixture_has(f, "00000002.seg.new"));
	fixture_write(f, "00000002.seg\x1b[", "x", 1);
	assert_records(f, 1, "00000002.seg?[ does not belong there");
	crash_session(f, 1);
	assert_records(f, 2, "was not ended");
	assert_int_equal(
	    boxlog_list(f->dir, &numbers, &count, foreign, &f->err), 0);
	assert_string_equal(foreign, "00000002.seg?[");
	assert_int_equal(count, 5);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(numbers[i], i + 1);
	free(numbers);
	assert_int_equal(
	    boxlog_list("/nonexistent", &numbers, &count, NULL, &f->err), -1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_killed),
		TEST(test_torn_tails),
		TEST(test_lost_records),
		TEST(test_damage),
		TEST(test_cut_in_the_middle),
		TEST(test_swapped_and_missing),
		TEST(test_of_another_log),
		TEST(test_leaves),
		TEST(test_retention),
		TEST(test_erased),
		TEST(test_leftovers),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name(
	    "boxlog_recovery", tests, NULL, NULL);
}
