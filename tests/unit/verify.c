/*
 * verify.c - what verify says of a log that is whole, or is not.
 */
#include "tests/unit/verify_fixture.h"

static void
whole(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;

	fixture_session(f, 3);
	fixture_session(f, 0);
	fixture_session(f, 4);
	assert_int_equal(check(f, &r).n, 0);
	assert_int_equal(r.count.segments, 3);
	assert_int_equal(r.count.records, 7);
	assert_int_equal(r.place.tree.size, 7);
}

/* The daemon runs: a segment without an end is no damage. */
static void
running(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 2);
	expect_one(f, FINDING_NOTE, FINDING_OPEN, "00000001.seg");
	fixture_close(f, b);
}

/* A crash in the middle of a write, and the start after it. */
static void
torn_and_gone_on(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);
	struct verify_result r;
	uint8_t *p;
	size_t n;

	fixture_add(f, b, 2);
	p = fixture_read(f, "00000001.seg", &n);
	fixture_close(f, b);
	p[n] = 1;
	fixture_write(f, "00000001.seg", p, n + 1);
	free(p);
	expect_one(f, FINDING_NOTE, FINDING_TORN, "00000001.seg");
	fixture_session(f, 1);
	expect_one(f, FINDING_NOTE, FINDING_TORN, "00000001.seg");
	check(f, &r);
	assert_int_equal(r.count.records, 3);
}

static void
flip_all(struct fixture *f, const char *name)
{
	struct verify_result r;
	char path[80];
	struct stat st;
	uint8_t byte;
	off_t at;
	int fd, bit;

	fixture_path(f, name, path);
	fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (at = 0; at < st.st_size; at++) {
		assert_int_equal(pread(fd, &byte, 1, at), 1);
		for (bit = 0; bit < 8; bit++) {
			byte ^= (uint8_t)(1 << bit);
			assert_int_equal(pwrite(fd, &byte, 1, at), 1);
			check(f, &r);
			if (r.damages == 0)
				fail_msg("%s: bit %d of byte %ld", name, bit,
				    (long)at);
			byte ^= (uint8_t)(1 << bit);
		}
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	}
	close(fd);
	assert_int_equal(check(f, &r).n, 0);
}

static void
every_bit(void **state)
{
	struct fixture *f = *state;

	f->o.nreaders = 1;
	fixture_session(f, 2);
	flip_all(f, "00000001.seg");
	flip_all(f, "00000001.key");
	flip_all(f, "leaves");
}

/* Cut anywhere, a closed log is never in order; a lost record is damage. */
static void
every_length(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	size_t n, end, i;
	uint8_t *p;

	fixture_session(f, 2);
	p = fixture_read(f, "00000001.seg", &n);
	end = n - SEGMENT_FRAME_LEN - SEGMENT_END_LEN;
	for (i = 0; i < n; i++) {
		fixture_write(f, "00000001.seg", p, i);
		assert_true(check(f, &r).n > 0);
		assert_int_equal(r.damages > 0, i < end);
	}
	fixture_write(f, "00000001.seg", p, n);
	assert_int_equal(check(f, &r).n, 0);
	free(p);
}

/* The same, of a segment that is not the last one: always damage. */
static void
every_length_within(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	size_t n, i;
	uint8_t *p;

	fixture_session(f, 1);
	fixture_session(f, 1);
	p = fixture_read(f, "00000001.seg", &n);
	for (i = 0; i < n; i++) {
		fixture_write(f, "00000001.seg", p, i);
		check(f, &r);
		assert_true(r.damages > 0);
	}
	free(p);
}

/* What lies behind damage is still checked. */
static void
several(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	struct kept k;
	size_t at = SEGMENT_HEADER_LEN + SEGMENT_FRAME_LEN + 7;

	fixture_session(f, 2);
	fixture_session(f, 2);
	fixture_session(f, 2);
	fixture_flip(f, "00000001.seg", at, 3);
	fixture_flip(f, "00000003.seg", at, 3);
	k = check(f, &r);
	assert_int_equal(k.n, 2);
	assert_int_equal(r.damages, 2);
	assert_non_null(strstr(k.f[0].what, "00000001.seg"));
	assert_non_null(strstr(k.f[1].what, "00000003.seg"));
}

static void
gap(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 2);
	fixture_session(f, 2);
	fixture_session(f, 2);
	remove_file(f, "00000002.seg");
	remove_file(f, "00000002.key");
	expect_one(f, FINDING_DAMAGE, FINDING_GAP, "00000002");
}

static void
end_gone(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 2);
	fixture_session(f, 2);
	remove_file(f, "00000002.seg");
	remove_file(f, "00000002.key");
	expect_one(f, FINDING_DAMAGE, FINDING_LEAVES, "4 records");
}

static void
foreign(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 1);
	fixture_write(f, "notes.txt", "x", 1);
	expect_one(f, FINDING_NOTE, FINDING_FOREIGN, "notes.txt");
}

static void
shredded(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 1);
	remove_file(f, "00000001.key");
	expect_one(f, FINDING_NOTE, FINDING_SHREDDED, "00000001.key");
}

/* A key of another segment under this one's name. */
static void
other_key(void **state)
{
	struct fixture *f = *state;
	size_t n;
	uint8_t *p;

	fixture_session(f, 1);
	fixture_session(f, 1);
	p = fixture_read(f, "00000002.key", &n);
	fixture_write(f, "00000001.key", p, n);
	free(p);
	expect_one(f, FINDING_DAMAGE, FINDING_KEY_FILE, "00000001.key");
}

static void
leaves_cut(void **state)
{
	struct fixture *f = *state;
	size_t n;
	uint8_t *p;

	fixture_session(f, 2);
	fixture_session(f, 2);
	p = fixture_read(f, "leaves", &n);
	assert_int_equal(n, 4 * HASH_LEN);
	fixture_write(f, "leaves", p, n - HASH_LEN);
	expect_one(f, FINDING_NOTE, FINDING_LEAVES, "last 1");
	fixture_write(f, "leaves", p, HASH_LEN);
	expect_one(f, FINDING_DAMAGE, FINDING_LEAVES, "last 3");
	remove_file(f, "leaves");
	expect_one(f, FINDING_DAMAGE, FINDING_LEAVES, "last 4");
	free(p);
}

static void
leaves_differ(void **state)
{
	struct fixture *f = *state;

	fixture_session(f, 4);
	fixture_flip(f, "leaves", 1 * HASH_LEN, 0);
	fixture_flip(f, "leaves", 2 * HASH_LEN, 0);
	expect_one(f, FINDING_DAMAGE, FINDING_LEAVES, "records 1 to 2");
}

/* A log by somebody else: right in itself, but not signed by our key. */
static void
other_signer(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	struct kept k;

	fixture_session(f, 1);
	f->pk[0] ^= 1;
	k = check(f, &r);
	assert_true(r.damages > 0);
	assert_int_equal(k.f[0].kind, FINDING_SIGNATURE);
	f->pk[0] ^= 1;
}

/* A segment of another box, or of another log of the same box. */
static void
other_log(void **state)
{
	struct fixture *f = *state, other = *f;
	struct verify_result r;
	size_t n;
	uint8_t *p;

	fixture_session(f, 1);
	fixture_session(f, 1);
	snprintf(other.dir, sizeof(other.dir), "%s/log/ander", f->top);
	fixture_options(&other);
	other.o.box = "lijn";
	fixture_session(&other, 1);
	fixture_session(&other, 1);
	p = fixture_read(&other, "00000002.seg", &n);
	fixture_write(f, "00000002.seg", p, n);
	free(p);
	check(f, &r);
	assert_true(r.damages > 0);
}

#define TEST(t) \
	cmocka_unit_test_setup_teardown(t, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whole),
		TEST(running),
		TEST(torn_and_gone_on),
		TEST(every_bit),
		TEST(every_length),
		TEST(every_length_within),
		TEST(several),
		TEST(gap),
		TEST(end_gone),
		TEST(foreign),
		TEST(shredded),
		TEST(other_key),
		TEST(leaves_cut),
		TEST(leaves_differ),
		TEST(other_signer),
		TEST(other_log),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
