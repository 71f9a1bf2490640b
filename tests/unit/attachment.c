/*
 * attachment.c - long records the whole way: packed, sealed into a log, read
 * from the segment, opened and taken apart again.
 */
#include "fixture.h"

#include "gehoor/record.h"
#include "gehoor/segment_reader.h"

#define LARGE RECORD_MAX_ATTACHMENT
/* What a frame holds beside one attachment: header, and its two lengths. */
#define JSON "{\"v\":1}"
#define PLAIN_MAX (SEGMENT_MAX_BODY - CRYPTO_MAC_LEN)
#define PART_LEN 20

/* Bytes that deflate cannot make shorter, different for every seed. */
static uint8_t *
noise(size_t n, uint64_t seed)
{
	uint8_t *p = malloc(n + 8);

	assert_non_null(p);
	for (size_t i = 0; i < n; i += 8) {
		uint64_t z = seed += 0x9e3779b97f4a7c15u;

		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
		put_le64(p + i, (z ^ z >> 27) * 0x94d049bb133111ebu);
	}
	return p;
}

static void
attach(struct attachment *a, const uint8_t *p, size_t n)
{
	snprintf(a->type, sizeof(a->type), "image/jpeg");
	a->p = p;
	a->n = n;
}

static int
pack(const struct attachment *a, size_t n, struct buf *out, struct err *e)
{
	return record_pack((const uint8_t *)JSON, strlen(JSON), a, n, out, e);
}

static struct unseal *
open_keys(const struct fixture *f, const struct segment_reader *r)
{
	struct unseal *u = NULL;
	size_t n;
	uint8_t *p = fixture_read(f, "00000001.key", &n);

	assert_int_equal(unseal_open(p, n, segment_reader_header_bytes(r),
			     &f->secrets[0], &u, NULL),
	    UNSEAL_OK);
	free(p);
	return u;
}

/* The one record of the first segment is the one that was packed. */
static void
read_back(const struct fixture *f, const struct attachment *a, size_t n)
{
	struct segment_reader *r;
	struct record_plain plain;
	struct buf opened = BUF_INIT;
	const uint8_t *raw;
	char path[80];
	struct unseal *u;
	struct frame frame;

	fixture_path(f, "00000001.seg", path);
	assert_int_equal(segment_reader_open(path, &r, NULL), SEGMENT_OK);
	assert_int_equal(
	    segment_reader_next(r, &frame, &raw, NULL), SEGMENT_OK);
	u = open_keys(f, r);
	assert_int_equal(
	    unseal_record(u, &frame, raw + SEGMENT_FRAME_LEN, &opened, NULL),
	    UNSEAL_OK);
	assert_int_equal(
	    record_unpack(opened.data, opened.len, &plain, NULL), 0);
	assert_true(str_is(plain.json, JSON));
	assert_int_equal(plain.nattachments, n);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(plain.attachments[i].type, "image/jpeg");
		assert_int_equal(plain.attachments[i].n, a[i].n);
		assert_memory_equal(plain.attachments[i].p, a[i].p, a[i].n);
	}
	record_plain_free(&plain);
	buf_free(&opened);
	assert_int_equal(
	    segment_reader_next(r, &frame, &raw, NULL), SEGMENT_END);
	unseal_close(&u);
	segment_reader_close(&r);
}

static void
whole_way(struct fixture *f, const struct attachment *a, size_t n)
{
	struct boxlog *b = fixture_open(f);
	struct buf plain = BUF_INIT;
	uint8_t tag[TAG_LEN];

	fixture_tag(0, tag);
	if (pack(a, n, &plain, &f->err) != 0 ||
	    boxlog_add(b, tag, plain.data, plain.len, &f->err) != 0 ||
	    boxlog_commit(b, &f->err) != BOXLOG_OK)
		fail_msg("%s", f->err.msg);
	assert_int_equal(boxlog_size(b), 1);
	buf_free(&plain);
	fixture_close(f, b);
	read_back(f, a, n);
}

static void
test_one_of_4_mib(void **state)
{
	uint8_t *p = noise(LARGE, 1);
	struct attachment a;

	attach(&a, p, LARGE);
	whole_way(*state, &a, 1);
	free(p);
}

/* One that deflate makes very short, so that the ratio counts. */
static void
test_one_of_4_mib_of_zeros(void **state)
{
	uint8_t *p = calloc(1, LARGE);
	struct attachment a;

	assert_non_null(p);
	attach(&a, p, LARGE);
	whole_way(*state, &a, 1);
	free(p);
}

/* What is left in a frame for the bytes of n attachments. */
static size_t
room_for(size_t n)
{
	return PLAIN_MAX - RECORD_HEADER_LEN - 4 - strlen(JSON) - n * PART_LEN;
}

/* Eight that fill the frame to its last byte. */
static void
test_eight_that_fill_a_frame(void **state)
{
	size_t room = room_for(8), each = room / 8;
	uint8_t *p = noise(room, 2);
	struct attachment a[8];

	for (size_t i = 0; i < 8; i++)
		attach(&a[i], p + i * each, each);
	a[7].n += room % 8;
	whole_way(*state, a, 8);
	free(p);
}

static void
test_one_byte_too_many(void **state)
{
	size_t room = room_for(8), each = room / 8;
	uint8_t *p = noise(room + 1, 3);
	struct buf plain = BUF_INIT;
	struct attachment a[9];
	struct err e;

	(void)state;
	for (size_t i = 0; i < 8; i++)
		attach(&a[i], p + i * each, each);
	a[7].n += room % 8 + 1;
	assert_int_equal(pack(a, 8, &plain, &e), -1);
	attach(&a[0], p, LARGE + 1);
	assert_int_equal(pack(a, 1, &plain, &e), -1);
	assert_non_null(strstr(e.msg, "4194304"));
	for (size_t i = 0; i < 9; i++)
		attach(&a[i], p, 1);
	assert_int_equal(pack(a, 9, &plain, &e), -1);
	assert_int_equal(plain.len, 0);
	assert_int_equal(pack(a, 8, &plain, &e), 0);
	buf_free(&plain);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_one_of_4_mib, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(test_one_of_4_mib_of_zeros,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(test_eight_that_fill_a_frame,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test(test_one_byte_too_many),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("attachment", tests, NULL, NULL);
}
