/*
 * segment_reader.c - tests of the reader on files; what it makes of every bit
 * and every cut is in segment.c.
 */
#include "fixture.h"
#include "gehoor/segment_reader.h"

#define RECORDS 3
#define WHOLE (SEGMENT_FRAME_LEN + FIXTURE_BODY + CRYPTO_MAC_LEN)
#define END_AT (SEGMENT_HEADER_LEN + RECORDS * WHOLE)
#define TOTAL (END_AT + SEGMENT_FRAME_LEN + SEGMENT_END_LEN)

static struct segment_reader *
open_reader(struct fixture *fx, const char *name)
{
	struct segment_reader *r = NULL;
	char path[80];

	fixture_path(fx, name, path);
	if (segment_reader_open(path, &r, &fx->err) != SEGMENT_OK)
		fail_msg("segment_reader_open: %s", fx->err.msg);
	return r;
}

/* From any whole frame on, as often as one likes. */
static void
test_seek(void **state)
{
	struct fixture *fx = *state;
	struct segment_reader *r;
	uint8_t *bytes;
	const uint8_t *raw;
	struct frame f;
	size_t n;

	fixture_session(fx, 7);
	fixture_session(fx, RECORDS);
	bytes = fixture_read(fx, "00000002.seg", &n);
	assert_int_equal(n, TOTAL);
	r = open_reader(fx, "00000002.seg");
	assert_int_equal(segment_reader_offset(r), SEGMENT_HEADER_LEN);
	for (unsigned i = RECORDS + 1; i-- > 0;) {
		assert_int_equal(
		    segment_reader_seek(
			r, SEGMENT_HEADER_LEN + i * WHOLE, 7 + i, NULL),
		    SEGMENT_OK);
		for (unsigned k = i; k < RECORDS; k++) {
			assert_int_equal(
			    segment_reader_next(r, &f, &raw, NULL), SEGMENT_OK);
			assert_int_equal(f.index, 7 + k);
			assert_memory_equal(
			    raw, bytes + SEGMENT_HEADER_LEN + k * WHOLE, WHOLE);
		}
		assert_int_equal(
		    segment_reader_next(r, &f, &raw, NULL), SEGMENT_END);
		assert_int_equal(segment_reader_offset(r), TOTAL);
	}
	free(bytes);
	segment_reader_close(&r);
}

static void
test_seek_elsewhere(void **state)
{
	struct fixture *fx = *state;
	struct segment_reader *r;
	const uint8_t *raw;
	struct frame f;

	fixture_session(fx, 7);
	fixture_session(fx, RECORDS);
	r = open_reader(fx, "00000002.seg");
	assert_int_equal(
	    segment_reader_seek(r, TOTAL + 1, 9, NULL), SEGMENT_DAMAGED);
	assert_int_equal(segment_reader_seek(r, 255, 7, NULL), SEGMENT_DAMAGED);
	assert_int_equal(segment_reader_seek(r, 256, 6, NULL), SEGMENT_DAMAGED);
	assert_int_equal(segment_reader_seek(r, 256, 8, NULL), SEGMENT_OK);
	assert_int_equal(
	    segment_reader_next(r, &f, &raw, NULL), SEGMENT_DAMAGED);
	assert_int_equal(segment_reader_seek(r, 257, 7, NULL), SEGMENT_OK);
	assert_int_equal(
	    segment_reader_next(r, &f, &raw, NULL), SEGMENT_DAMAGED);
	segment_reader_close(&r);
}

/* What is written meanwhile is read on from where the reader stood. */
static void
test_growing_file(void **state)
{
	struct fixture *fx = *state;
	struct boxlog *b = fixture_open(fx);
	struct segment_reader *r;
	const uint8_t *raw;
	struct frame f;

	r = open_reader(fx, "00000001.seg");
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(
		    segment_reader_next(r, &f, &raw, NULL), SEGMENT_OPEN);
		fixture_add(fx, b, 1);
		assert_int_equal(
		    segment_reader_seek(r, segment_reader_offset(r), i, NULL),
		    SEGMENT_OK);
		assert_int_equal(
		    segment_reader_next(r, &f, &raw, NULL), SEGMENT_OK);
	}
	segment_reader_close(&r);
	fixture_close(fx, b);
}

/* A file, read through a window that frames cross, with the largest frame. */
static void
test_file(void **state)
{
	struct fixture *fx = *state;
	static const size_t buckets[] = { 512, 2048, 8192, 32768, 131072,
		524288, 2097152, 8388608, 512 };
	size_t nbuckets = sizeof(buckets) / sizeof(buckets[0]);
	uint8_t *plain = calloc(1, 8388608), tag[TAG_LEN] = { 1 };
	struct boxlog *b = fixture_open(fx);
	struct segment_reader *r;
	const uint8_t *raw;
	char path[80];
	struct frame f;

	assert_non_null(plain);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < nbuckets; i++)
			assert_int_equal(
			    boxlog_add(b, tag, plain, buckets[i], NULL), 0);
	assert_int_equal(boxlog_commit(b, NULL), BOXLOG_OK);
	fixture_close(fx, b);
	free(plain);
	fixture_path(fx, "00000001.seg", path);
	assert_int_equal(segment_reader_open(path, &r, &fx->err), SEGMENT_OK);
	for (size_t i = 0; i < 3 * nbuckets; i++) {
		assert_int_equal(
		    segment_reader_next(r, &f, &raw, &fx->err), SEGMENT_OK);
		assert_int_equal(
		    f.body_len, buckets[i % nbuckets] + CRYPTO_MAC_LEN);
	}
	assert_int_equal(
	    segment_reader_next(r, &f, &raw, &fx->err), SEGMENT_END);
	segment_reader_close(&r);
}

static void
test_what_is_no_file(void **state)
{
	struct fixture *fx = *state;
	struct segment_reader *r = NULL;
	char path[80];

	assert_int_equal(
	    segment_reader_open(fx->top, &r, &fx->err), SEGMENT_IO);
	assert_non_null(strstr(fx->err.msg, "not a regular file"));
	snprintf(path, sizeof(path), "%s/pipe", fx->top);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(segment_reader_open(path, &r, &fx->err), SEGMENT_IO);
	snprintf(path, sizeof(path), "%s/none", fx->top);
	assert_int_equal(segment_reader_open(path, &r, &fx->err), SEGMENT_IO);
	assert_null(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_what_is_no_file, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_seek, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_seek_elsewhere, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_growing_file, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_file, fixture_setup, fixture_teardown),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("segment_reader", tests, NULL, NULL);
}
