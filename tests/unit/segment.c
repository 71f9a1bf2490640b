/*
 * segment.c - tests of the bytes of a segment and of their reader.
 */
#include "fixture.h"
#include "gehoor/segment_reader.h"

#define RECORDS 3
#define FIRST_INDEX 7
#define WHOLE (SEGMENT_FRAME_LEN + FIXTURE_BODY + CRYPTO_MAC_LEN)
#define END_AT (SEGMENT_HEADER_LEN + RECORDS * WHOLE)
#define TOTAL (END_AT + SEGMENT_FRAME_LEN + SEGMENT_END_LEN)

/* What can be said of a segment with the signing key and no other. */
enum verdict { CLEAN, NOT_ENDED, TORN, DAMAGED, REFUSED, FORGED };

static struct segment {
	uint8_t pk[32], sk[64];
	struct segment_header header;
	struct merkle before;
	uint8_t bytes[TOTAL];
} segment;

static void
put_end(uint8_t *out, uint64_t records, uint64_t size,
    const uint8_t root[static HASH_LEN])
{
	struct segment_end end = { .records = records, .size = size };
	struct frame f = {
		.type = FRAME_END, .body_len = SEGMENT_END_LEN, .index = size
	};
	uint8_t hash[32];

	memcpy(end.root, root, HASH_LEN);
	segment_header_hash(segment.bytes, hash);
	segment_end_put(&end, hash, segment.sk, out + SEGMENT_FRAME_LEN);
	f.body_crc = segment_crc(out + SEGMENT_FRAME_LEN, SEGMENT_END_LEN);
	frame_put(&f, out);
}

/* A small closed segment in memory. */
static int
segment_setup(void **state)
{
	struct segment_header *h = &segment.header;
	uint8_t seed[32] = { 1 }, k0[KEY_LEN] = { 2 }, leaf[HASH_LEN];
	uint8_t plain[FIXTURE_BODY], tag[TAG_LEN], root[HASH_LEN];
	struct buf out = BUF_INIT;
	struct merkle m;
	struct seal s;

	(void)state;
	crypto_sign_pair(seed, segment.pk, segment.sk);
	merkle_init(&m);
	for (uint8_t i = 0; i < FIRST_INDEX; i++) {
		merkle_leaf(&i, 1, leaf);
		merkle_add(&m, leaf);
	}
	segment.before = m;
	*h = (struct segment_header){ .log_id = "log id of 16 by",
		.box = "lijn",
		.number = 2,
		.before = SEGMENT_BEFORE_CLEAN,
		.before_offset = 1000,
		.first_index = FIRST_INDEX,
		.opened = { 2026, 47 } };
	merkle_root(&m, h->before_root);
	seal_commit(h, k0);
	segment_header_put(h, segment.sk, segment.bytes);
	seal_start(&s, segment.bytes, k0, FIRST_INDEX);
	for (int i = 0; i < RECORDS; i++) {
		fixture_tag(FIRST_INDEX + (unsigned)i, tag);
		fixture_plain(FIRST_INDEX + (unsigned)i, plain);
		if (seal_record(
			&s, tag, plain, sizeof(plain), &out, leaf, NULL) != 0)
			return -1;
		merkle_add(&m, leaf);
	}
	memcpy(segment.bytes + SEGMENT_HEADER_LEN, out.data, out.len);
	buf_free(&out);
	merkle_root(&m, root);
	put_end(segment.bytes + END_AT, RECORDS, m.size, root);
	return 0;
}

static enum verdict
verdict_of(enum segment_result r)
{
	switch (r) {
	case SEGMENT_OPEN:
		return NOT_ENDED;
	case SEGMENT_TORN:
		return TORN;
	case SEGMENT_VERSION_REFUSED:
		return REFUSED;
	case SEGMENT_DAMAGED:
		return DAMAGED;
	default:
		fail_msg("result %d", r);
	}
	return DAMAGED;
}

/* Everything that can be checked without a secret. */
static enum verdict
check(const uint8_t *p, size_t n, unsigned *records)
{
	struct merkle m = segment.before;
	uint8_t leaf[HASH_LEN], root[HASH_LEN], hash[32];
	struct segment_reader *r = NULL;
	enum segment_result result;
	const uint8_t *raw;
	struct segment_end end;
	enum verdict v = CLEAN;
	struct frame f;
	struct err e;

	*records = 0;
	result = segment_reader_open_bytes(p, n, &r, &e);
	if (result != SEGMENT_OK) {
		assert_null(r);
		return verdict_of(result);
	}
	while ((result = segment_reader_next(r, &f, &raw, &e)) == SEGMENT_OK) {
		merkle_leaf(raw, SEGMENT_FRAME_LEN + f.body_len, leaf);
		merkle_add(&m, leaf);
		++*records;
	}
	/* A result other than OK is final. */
	assert_int_equal(segment_reader_next(r, &f, &raw, &e), result);
	if (!segment_header_signed_by(
		segment_reader_header_bytes(r), segment.pk))
		v = FORGED;
	else if (result != SEGMENT_END) {
		v = verdict_of(result);
		assert_null(segment_reader_end(r));
	} else {
		segment_header_hash(segment_reader_header_bytes(r), hash);
		segment_end_get(segment_reader_end(r), &end);
		merkle_root(&m, root);
		if (!segment_end_signed_by(
			segment_reader_end(r), hash, segment.pk) ||
		    memcmp(end.root, root, HASH_LEN) != 0)
			v = FORGED;
	}
	segment_reader_close(&r);
	assert_null(r);
	return v;
}

static void
test_whole(void **state)
{
	struct segment_header h;
	unsigned n;

	(void)state;
	assert_int_equal(check(segment.bytes, TOTAL, &n), CLEAN);
	assert_int_equal(n, RECORDS);
	assert_int_equal(
	    segment_header_get(segment.bytes, SEGMENT_HEADER_LEN, &h, NULL),
	    SEGMENT_OK);
	assert_memory_equal(h.log_id, segment.header.log_id, LOG_ID_LEN);
	assert_string_equal(h.box, "lijn");
	assert_int_equal(h.number, 2);
	assert_int_equal(h.before, SEGMENT_BEFORE_CLEAN);
	assert_int_equal(h.before_offset, 1000);
	assert_int_equal(h.first_index, FIRST_INDEX);
	assert_memory_equal(h.before_root, segment.header.before_root, 32);
	assert_memory_equal(h.commit, segment.header.commit, 32);
	assert_int_equal(h.opened.year, 2026);
	assert_int_equal(h.opened.week, 47);
	assert_memory_equal(h.signature, segment.header.signature, 64);
}

static void
test_every_bit_is_noticed(void **state)
{
	unsigned n;

	(void)state;
	for (size_t at = 0; at < TOTAL; at++)
		for (int bit = 0; bit < 8; bit++) {
			segment.bytes[at] ^= (uint8_t)(1 << bit);
			if (check(segment.bytes, TOTAL, &n) == CLEAN)
				fail_msg("bit %d of byte %zu", bit, at);
			segment.bytes[at] ^= (uint8_t)(1 << bit);
		}
}

static void
test_cut_at_every_byte(void **state)
{
	unsigned n;

	(void)state;
	for (size_t len = 0; len < TOTAL; len++) {
		size_t body =
		    len < SEGMENT_HEADER_LEN ? 0 : len - SEGMENT_HEADER_LEN;
		bool between = len >= SEGMENT_HEADER_LEN && len <= END_AT &&
		    body % WHOLE == 0;

		assert_int_equal(
		    check(segment.bytes, len, &n), between ? NOT_ENDED : TORN);
		assert_int_equal(n, len > END_AT ? RECORDS : body / WHOLE);
	}
}

static void
test_bytes_after_the_end(void **state)
{
	uint8_t longer[TOTAL + 600] = { 0 };
	unsigned n;

	(void)state;
	memcpy(longer, segment.bytes, TOTAL);
	assert_int_equal(check(longer, TOTAL + 1, &n), DAMAGED);
	assert_int_equal(check(longer, sizeof(longer), &n), DAMAGED);
}

/* The length reached the disk before the content did. */
static void
test_zero_tails(void **state)
{
	size_t two = SEGMENT_HEADER_LEN + 2 * WHOLE; /* 1392 */
	uint8_t p[TOTAL + 8192] = { 0 };
	unsigned n;

	(void)state;
	memcpy(p, segment.bytes, two);
	for (size_t tail = 1; tail <= 8192; tail += 61) {
		assert_int_equal(check(p, two + tail, &n), TORN);
		assert_int_equal(n, 2);
	}
	/* From a sector boundary within the body of record 3 on. */
	memcpy(p, segment.bytes, TOTAL);
	memset(p + 1536, 0, sizeof(p) - 1536);
	assert_int_equal(check(p, END_AT, &n), TORN);
	assert_int_equal(n, 2);
	assert_int_equal(check(p, sizeof(p), &n), TORN);
	/* Not on a sector boundary: that is no crash. */
	memcpy(p, segment.bytes, TOTAL);
	memset(p + 1540, 0, 300);
	assert_int_equal(check(p, 1840, &n), TORN); /* merely cut short */
	memset(p + 1540, 0, END_AT - 1540 - 1);
	p[END_AT - 1] = 1;
	assert_int_equal(check(p, END_AT, &n), DAMAGED);
	memcpy(p, segment.bytes, END_AT);
	memset(p + END_AT - 3, 0, 3);
	assert_int_equal(check(p, END_AT, &n), DAMAGED);
	/* Zero bytes in the middle. */
	memcpy(p, segment.bytes, TOTAL);
	memset(p + 1024, 0, 512);
	assert_int_equal(check(p, TOTAL, &n), DAMAGED);
	assert_int_equal(n, 1);
}

static void
test_order_of_frames(void **state)
{
	uint8_t p[TOTAL];
	unsigned n;

	(void)state;
	memcpy(p, segment.bytes, TOTAL);
	memcpy(p + SEGMENT_HEADER_LEN,
	    segment.bytes + SEGMENT_HEADER_LEN + WHOLE, WHOLE);
	assert_int_equal(check(p, TOTAL, &n), DAMAGED);
	memcpy(p, segment.bytes, TOTAL);
	memmove(p + SEGMENT_HEADER_LEN + WHOLE,
	    p + SEGMENT_HEADER_LEN + 2 * WHOLE,
	    TOTAL - SEGMENT_HEADER_LEN - 2 * WHOLE);
	assert_int_equal(check(p, TOTAL - WHOLE, &n), DAMAGED);
	assert_int_equal(n, 1);
	/* An end frame that comes too early, signed or not. */
	memcpy(p + END_AT - WHOLE, segment.bytes + END_AT, TOTAL - END_AT);
	assert_int_equal(check(p, TOTAL - WHOLE, &n), DAMAGED);
	put_end(p + END_AT - WHOLE, RECORDS, FIRST_INDEX + 2,
	    segment.header.before_root);
	assert_int_equal(check(p, TOTAL - WHOLE, &n), DAMAGED);
	put_end(
	    p + END_AT - WHOLE, 2, FIRST_INDEX + 2, segment.header.before_root);
	memcpy(p, segment.bytes, END_AT - WHOLE);
	assert_int_equal(check(p, TOTAL - WHOLE, &n), FORGED);
}

/* A frame with right checksums, whatever it says. */
static void
put_frame(uint8_t *p, const struct frame *f)
{
	struct frame with = *f;

	with.body_crc = segment_crc(p + SEGMENT_FRAME_LEN, f->body_len);
	frame_put(&with, p);
}

static void
test_erased(void **state)
{
	struct frame f = { .type = FRAME_ERASED,
		.body_len = FIXTURE_BODY + CRYPTO_MAC_LEN,
		.index = FIRST_INDEX };
	uint8_t p[TOTAL], *at = p + SEGMENT_HEADER_LEN;
	unsigned n;

	(void)state;
	memcpy(p, segment.bytes, TOTAL);
	memset(at, 0, WHOLE);
	put_frame(at, &f);
	/* Only the root, which needs the kept leaf, still differs. */
	assert_int_equal(check(p, TOTAL, &n), FORGED);
	assert_int_equal(n, RECORDS);
	at[SEGMENT_FRAME_LEN + 100] = 1;
	put_frame(at, &f);
	assert_int_equal(check(p, TOTAL, &n), DAMAGED);
	at[SEGMENT_FRAME_LEN + 100] = 0;
	f.tag[3] = 1;
	put_frame(at, &f);
	assert_int_equal(check(p, TOTAL, &n), DAMAGED);
}

static void
test_impossible_frames(void **state)
{
	static const struct frame bad[] = {
		{ .type = (enum frame_type)0, .body_len = 528 },
		{ .type = (enum frame_type)4, .body_len = 528 },
		{ .type = (enum frame_type)257, .body_len = 528 },
		{ .type = FRAME_RECORD, .body_len = 0 },
		{ .type = FRAME_RECORD, .body_len = 15 },
		{ .type = FRAME_RECORD, .body_len = 16 },
		{ .type = FRAME_RECORD, .body_len = 527 },
		{ .type = FRAME_RECORD, .body_len = 1040 },
		{ .type = FRAME_RECORD, .body_len = SEGMENT_MAX_BODY * 4 },
		{ .type = FRAME_RECORD, .body_len = UINT32_MAX },
		{ .type = FRAME_END, .body_len = 111 },
		{ .type = FRAME_END, .body_len = 528 },
		{ .type = FRAME_END, .body_len = 112, .tag = { 1 } },
	};
	uint8_t p[SEGMENT_FRAME_LEN];
	struct frame f;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		frame_put(&bad[i], p);
		if (frame_get(p, &f, NULL) != -1)
			fail_msg("frame %zu was taken", i);
	}
}

static void
test_impossible_headers(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
		enum segment_result want;
	} cases[] = { { 0, 'g', SEGMENT_DAMAGED },
		{ 8, 2, SEGMENT_VERSION_REFUSED }, { 11, 2, SEGMENT_DAMAGED },
		{ 12, 1, SEGMENT_OK }, { 32, 0, SEGMENT_DAMAGED },
		{ 33, '/', SEGMENT_DAMAGED }, { 40, 'x', SEGMENT_DAMAGED },
		{ 64, 0, SEGMENT_DAMAGED }, { 64, 1, SEGMENT_DAMAGED },
		{ 68, 0, SEGMENT_DAMAGED }, { 68, 2, SEGMENT_OK },
		{ 68, 3, SEGMENT_DAMAGED }, { 73, 0, SEGMENT_DAMAGED },
		{ 80, 8, SEGMENT_DAMAGED }, { 160, 0, SEGMENT_DAMAGED },
		{ 163, 1, SEGMENT_DAMAGED }, { 164, 1, SEGMENT_DAMAGED },
		{ 187, 1, SEGMENT_DAMAGED } };
	struct segment_header h;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t p[SEGMENT_HEADER_LEN];

		memcpy(p, segment.bytes, sizeof(p));
		p[cases[i].at] = cases[i].value;
		if (cases[i].at == 160)
			put_le32(p + 160, 202654);
		put_le32(p + 188, segment_crc(p, 188));
		if (segment_header_get(p, sizeof(p), &h, NULL) != cases[i].want)
			fail_msg("case %zu", i);
	}
}

static void
test_names(void **state)
{
	static const char *const bad[] = { "", "1.seg", "00000000.seg",
		"0000001.seg", "000000001.seg", "00000001.key", "00000001.segx",
		"0000000a.seg", "-0000001.seg", "00000001seg." };
	char name[SEGMENT_NAME_LEN + 1];

	(void)state;
	segment_name(1, "seg", name);
	assert_string_equal(name, "00000001.seg");
	segment_name(SEGMENT_MAX_NUMBER, "key", name);
	assert_string_equal(name, "99999999.key");
	assert_int_equal(segment_name_number(name, "key"), SEGMENT_MAX_NUMBER);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(segment_name_number(bad[i], "seg"), 0);
}

static void
test_buckets(void **state)
{
	(void)state;
	assert_int_equal(segment_bucket(0), 512);
	assert_int_equal(segment_bucket(512), 512);
	assert_int_equal(segment_bucket(513), 2048);
	assert_int_equal(segment_bucket(8388608), 8388608);
	assert_int_equal(segment_bucket(8388609), 0);
	assert_true(segment_is_bucket(131072));
	assert_false(segment_is_bucket(0));
	assert_false(segment_is_bucket(1024));
	assert_false(segment_is_bucket(8388609));
	assert_false(segment_is_bucket((size_t)8388608 * 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_every_bit_is_noticed),
		cmocka_unit_test(test_cut_at_every_byte),
		cmocka_unit_test(test_bytes_after_the_end),
		cmocka_unit_test(test_zero_tails),
		cmocka_unit_test(test_order_of_frames),
		cmocka_unit_test(test_erased),
		cmocka_unit_test(test_impossible_frames),
		cmocka_unit_test(test_impossible_headers),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name(
	    "segment", tests, segment_setup, NULL);
}
