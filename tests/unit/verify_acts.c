/*
 * verify_acts.c - what was done to a log on purpose, and what it swore to:
 * verify accepts the one only where it is signed, and holds the log to the
 * other.
 */
#include "tests/unit/verify_fixture.h"

#include <dirent.h>

/* Zeroes record i of segment 1, as an erasure does. */
static void
zero_record(struct fixture *f, unsigned i)
{
	size_t n, at = SEGMENT_HEADER_LEN, body;
	struct frame frame;
	uint8_t *p = fixture_read(f, "00000001.seg", &n);

	for (;; at += SEGMENT_FRAME_LEN + frame.body_len) {
		assert_int_equal(frame_get(p + at, &frame, NULL), 0);
		if (frame.index == i)
			break;
	}
	body = at + SEGMENT_FRAME_LEN;
	memset(p + body, 0, frame.body_len);
	frame.type = FRAME_ERASED;
	memset(frame.tag, 0, sizeof(frame.tag));
	frame.body_crc = segment_crc(p + body, frame.body_len);
	frame_put(&frame, p + at);
	fixture_write(f, "00000001.seg", p, n);
	free(p);
}

static struct act
act_of(struct fixture *f, enum act_kind kind)
{
	struct segment_header h;
	struct act a;
	size_t n;
	uint8_t *p = fixture_read(f, "00000001.seg", &n);

	memset(&a, 0, sizeof(a));
	assert_int_equal(segment_header_get(p, n, &h, NULL), SEGMENT_OK);
	free(p);
	a.kind = kind;
	a.segment = 1;
	a.week = (struct week){ 2026, 48 };
	memcpy(a.log_id, h.log_id, LOG_ID_LEN);
	snprintf(a.origin, sizeof(a.origin), "voorbeeld.test/lijn");
	snprintf(a.reason, sizeof(a.reason), "op verzoek");
	return a;
}

static void
leaf_of(struct fixture *f, uint64_t i, uint8_t leaf[static HASH_LEN])
{
	size_t n;
	uint8_t *p = fixture_read(f, "leaves", &n);

	memcpy(leaf, p + i * HASH_LEN, HASH_LEN);
	free(p);
}

static void
sign_act(struct fixture *f, const struct act *a,
    const struct note_signer *const *by, size_t n)
{
	struct buf note = BUF_INIT;

	assert_int_equal(act_sign(a, by, n, &note, &f->err), 0);
	assert_int_equal(act_file_add(f->dir, a->kind, &note, &f->err), 0);
	buf_free(&note);
}

static const struct note_signer *const both[] = { &desk[0], &desk[1] };

/* A record erased on purpose, of which only the leaf is left. */
static void
erased(void **state)
{
	struct fixture *f = *state;
	struct act a;
	struct verify_result r;

	fixture_session(f, 3);
	a = act_of(f, ACT_ERASED);
	a.index = 1;
	leaf_of(f, 1, a.leaf);
	zero_record(f, 1);
	expect_one(f, FINDING_DAMAGE, FINDING_ACT, "no signed entry");
	sign_act(f, &a, both, 2);
	assert_int_equal(check(f, &r).n, 0);
	assert_int_equal(r.count.records, 3);
	assert_int_equal(r.count.erased, 1);
	/* An entry does not serve for a record beside it. */
	zero_record(f, 2);
	expect_one(f, FINDING_DAMAGE, FINDING_ACT, "record 2 is zeroed");
}

static void
erased_by_whom(void **state)
{
	struct fixture *f = *state;
	struct act a;
	struct verify_result r;

	fixture_session(f, 2);
	a = act_of(f, ACT_ERASED);
	leaf_of(f, 0, a.leaf);
	sign_act(f, &a, both, 1);
	expect_one(f, FINDING_DAMAGE, FINDING_ACT, "two are needed");
	remove_file(f, "erased");
	/* Signed, but not carried out yet: to know, no damage. */
	sign_act(f, &a, both, 2);
	expect_one(f, FINDING_NOTE, FINDING_ACT, "is to be erased");
	remove_file(f, "erased");
	leaf_of(f, 1, a.leaf);
	sign_act(f, &a, both, 2);
	check(f, &r);
	assert_true(r.damages > 0);
}

static void
erased_leaf_changed(void **state)
{
	struct fixture *f = *state;
	struct act a;
	struct verify_result r;

	fixture_session(f, 3);
	a = act_of(f, ACT_ERASED);
	leaf_of(f, 0, a.leaf);
	sign_act(f, &a, both, 2);
	zero_record(f, 0);
	fixture_flip(f, "leaves", 0, 0);
	check(f, &r);
	assert_true(r.damages > 0);
	remove_file(f, "leaves");
	check(f, &r);
	assert_true(r.damages > 0);
}

static void
remove_segment(struct fixture *f, unsigned i)
{
	char name[16];

	snprintf(name, sizeof(name), "%08u.seg", i);
	remove_file(f, name);
	snprintf(name, sizeof(name), "%08u.key", i);
	remove_file(f, name);
}

/* The tree before that segment, as its header states it. */
static void
before(struct fixture *f, const char *name, struct act *a)
{
	struct segment_header h;
	size_t n;
	uint8_t *p = fixture_read(f, name, &n);

	assert_int_equal(segment_header_get(p, n, &h, NULL), SEGMENT_OK);
	a->size = h.first_index;
	memcpy(a->root, h.before_root, HASH_LEN);
	free(p);
}

static void
expired(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	struct act a;
	struct kept k;

	fixture_session(f, 2);
	fixture_session(f, 3);
	fixture_session(f, 1);
	a = act_of(f, ACT_EXPIRED);
	a.segment = 2;
	before(f, "00000003.seg", &a);
	remove_segment(f, 1);
	k = check(f, &r);
	assert_true(r.damages > 0);
	assert_int_equal(k.f[0].kind, FINDING_GAP);
	sign_act(f, &a, both, 1);
	/* Half carried out. */
	expect_one(f, FINDING_NOTE, FINDING_EXPIRED, "2 records before");
	remove_segment(f, 2);
	expect_one(f, FINDING_NOTE, FINDING_EXPIRED, "5 records before");
	assert_int_equal(check(f, &r).n, 1);
	assert_int_equal(r.place.tree.size, 6);
	/* The hashes of what was deleted still count. */
	fixture_flip(f, "leaves", 40, 1);
	check(f, &r);
	assert_true(r.damages > 0);
	fixture_flip(f, "leaves", 40, 1);
	remove_segment(f, 3);
	check(f, &r);
	assert_true(r.damages > 0); /* one too many is gone */
}

static void
expired_wrongly(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	struct act a;

	fixture_session(f, 2);
	fixture_session(f, 3);
	a = act_of(f, ACT_EXPIRED);
	before(f, "00000002.seg", &a);
	a.size++;
	sign_act(f, &a, both, 1);
	remove_segment(f, 1);
	check(f, &r);
	assert_true(r.damages > 0);
}

/* ---- checkpoints ------------------------------------------------------------ */

static void
week_of_two(struct fixture *f, int week)
{
	struct boxlog *b;

	f->o.week = (struct week){ 2026, week };
	b = fixture_open(f);
	fixture_add(f, b, 2);
	assert_int_equal(
	    boxlog_checkpoint(b, (struct week){ 2026, week + 1 }, 1, &f->err),
	    1);
	fixture_close(f, b);
}

/* What somebody keeps outside of the log's directory. */
static char outside[64];

static void
keep_outside(struct fixture *f)
{
	size_t n;
	uint8_t *p = fixture_read(f, "checkpoint", &n);
	FILE *file;

	snprintf(outside, sizeof(outside), "%s/kept", f->top);
	file = fopen(outside, "w");
	assert_non_null(file);
	fwrite(p, 1, n, file);
	fclose(file);
	free(p);
	kept_paths[0] = outside;
	nkept_paths = 1;
}

static void
in_order(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;

	week_of_two(f, 47);
	week_of_two(f, 48);
	keep_outside(f);
	week_of_two(f, 49);
	fixture_session(f, 1);
	assert_int_equal(check(f, &r).n, 0);
	assert_int_equal(r.checkpoints, 5);
	assert_int_equal(r.kept, 1);
	assert_int_equal(r.covered, 6);
}

/*
 * Everything that can be taken away at the end: only who kept a checkpoint
 * outside can tell, and does.
 */
static void
rolled_back(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	char path[80];

	week_of_two(f, 47);
	week_of_two(f, 48);
	keep_outside(f);
	remove_segment(f, 2);
	fixture_path(f, "leaves", path);
	assert_int_equal(truncate(path, 2 * HASH_LEN), 0);
	check(f, &r);
	assert_true(r.damages > 0); /* its own checkpoints are still there */
	remove_file(f, "checkpoint-2026-W48");
	remove_file(f, "checkpoint");
	expect_one(f, FINDING_DAMAGE, FINDING_CHECKPOINT,
	    "swears to 4 records, but the log has 2: 2 records are missing");
	nkept_paths = 0;
	assert_int_equal(check(f, &r).n, 0);
}

/* Another history under the same key: whole in itself. */
static void
rewritten(void **state)
{
	struct fixture *f = *state;

	week_of_two(f, 47);
	keep_outside(f);
	nftw(f->dir, fixture_remove_cb, 8, FTW_DEPTH | FTW_PHYS);
	fixture_options(f);
	fixture_session(f, 3);
	expect_one(f, FINDING_DAMAGE, FINDING_CHECKPOINT, "not the first");
}

static void
before_expiry(void **state)
{
	struct fixture *f = *state;
	struct verify_result r;
	struct act a;

	week_of_two(f, 47);
	keep_outside(f);
	week_of_two(f, 48);
	a = act_of(f, ACT_EXPIRED);
	before(f, "00000002.seg", &a);
	sign_act(f, &a, both, 1);
	remove_segment(f, 1);
	expect_one(f, FINDING_NOTE, FINDING_EXPIRED, "deleted after");
	assert_int_equal(check(f, &r).n, 1);
	assert_int_equal(r.kept, 1);
}

static void
restored(void **state)
{
	struct fixture *f = *state;
	const struct note_signer *by[1];
	struct note_signer as;
	struct verify_result r;
	struct act a;
	struct kept k;
	char path[80];

	week_of_two(f, 47);
	week_of_two(f, 48);
	keep_outside(f);
	a = act_of(f, ACT_RESTORED);
	a.segment = 2;
	a.was_size = 4;
	before(f, "00000002.seg", &a);
	memset(a.new_id, 9, LOG_ID_LEN);
	remove_segment(f, 2);
	remove_file(f, "checkpoint-2026-W48");
	remove_file(f, "checkpoint");
	fixture_path(f, "leaves", path);
	assert_int_equal(truncate(path, 2 * HASH_LEN), 0);
	assert_int_equal(note_signer_as(&f->signer, a.origin, &as, NULL), 0);
	by[0] = &as;
	sign_act(f, &a, by, 1);
	week_of_two(f, 49);
	week_of_two(f, 50);
	/* The checkpoint of what was lost is explained; the log is in order. */
	k = check(f, &r);
	assert_int_equal(r.damages, 0);
	assert_int_equal(r.lost, 2);
	assert_int_equal(k.n, 2);
	remove_file(f, "restored");
	check(f, &r);
	assert_true(r.damages > 0);
}

/* ---- every bit ---------------------------------------------------------------- */

static size_t
size_of(struct fixture *f, const char *name)
{
	size_t n;

	free(fixture_read(f, name, &n));
	return n;
}

/* Everything beside the segments: no bit of it may change unnoticed. */
static void
every_bit_beside(void **state)
{
	static const char *const names[] = { "checkpoint",
		"checkpoint-2026-W47", "checkpoint-2026-W48", "erased",
		"expired", "leaves", "00000002.key", "00000003.key" };
	struct fixture *f = *state;
	struct verify_result r;
	struct act a;

	week_of_two(f, 47);
	week_of_two(f, 48);
	fixture_session(f, 2);
	a = act_of(f, ACT_EXPIRED);
	before(f, "00000002.seg", &a);
	sign_act(f, &a, both, 1);
	a = act_of(f, ACT_ERASED);
	a.segment = 3;
	a.index = 5;
	leaf_of(f, 5, a.leaf);
	sign_act(f, &a, both, 2);
	remove_segment(f, 1);
	check(f, &r);
	assert_int_equal(r.damages, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (size_t at = 0; at < size_of(f, names[i]); at++)
			for (int bit = 0; bit < 8; bit++) {
				fixture_flip(f, names[i], at, bit);
				check(f, &r);
				if (r.damages == 0)
					fail_msg("%s: bit %d of byte %zu",
					    names[i], bit, at);
				fixture_flip(f, names[i], at, bit);
			}
}

/*
 * Cut short, each is damage; but for leaves that the newest segment can make
 * again, and a whole act that is gone from a file of several (none here).
 */
static void
every_length_beside(void **state)
{
	static const char *const names[] = { "checkpoint",
		"checkpoint-2026-W47", "erased", "00000001.key" };
	struct fixture *f = *state;
	struct verify_result r;
	struct act a;
	uint8_t *p;
	size_t n;

	week_of_two(f, 47);
	a = act_of(f, ACT_ERASED);
	leaf_of(f, 0, a.leaf);
	sign_act(f, &a, both, 2);
	zero_record(f, 0);
	check(f, &r);
	assert_int_equal(r.damages, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		p = fixture_read(f, names[i], &n);
		for (size_t len = 0; len < n; len++) {
			fixture_write(f, names[i], p, len);
			check(f, &r);
			if (r.damages == 0)
				fail_msg("%s cut to %zu", names[i], len);
		}
		fixture_write(f, names[i], p, n);
		free(p);
	}
}

static int
begin(void **state)
{
	nkept_paths = 0;
	return fixture_setup(state);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, begin, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(erased),
		TEST(erased_by_whom),
		TEST(erased_leaf_changed),
		TEST(expired),
		TEST(expired_wrongly),
		TEST(in_order),
		TEST(rolled_back),
		TEST(rewritten),
		TEST(before_expiry),
		TEST(restored),
		TEST(every_bit_beside),
		TEST(every_length_beside),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	desks_new();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
