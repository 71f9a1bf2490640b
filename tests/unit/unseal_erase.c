/*
 * unseal_erase.c - a record taken out of a key file: it never opens again,
 * and every other record does, for every reader, in whatever order they go.
 */
#include "tests/unit/fixture.h"

#define N 9

struct logged {
	uint8_t header[SEGMENT_HEADER_LEN];
	struct buf key;
	uint8_t *seg;
	size_t nseg;
};

static void
log_new(struct fixture *f, struct logged *l)
{
	size_t n;
	uint8_t *p;

	fixture_session(f, 4); /* so that the first index is not zero */
	fixture_session(f, N);
	l->seg = fixture_read(f, "00000002.seg", &l->nseg);
	memcpy(l->header, l->seg, SEGMENT_HEADER_LEN);
	l->key = (struct buf)BUF_INIT;
	p = fixture_read(f, "00000002.key", &n);
	buf_add(&l->key, p, n);
	free(p);
}

static void
log_free(struct logged *l)
{
	buf_free(&l->key);
	free(l->seg);
}

/* Which of the records open, as bits. */
static unsigned
opening(const struct logged *l, const struct reader_secret *reader)
{
	struct unseal *u = NULL;
	struct err e;
	unsigned bits = 0;
	size_t at = SEGMENT_HEADER_LEN;

	if (unseal_open(l->key.data, l->key.len, l->header, reader, &u, &e) !=
	    UNSEAL_OK)
		fail_msg("%s", e.msg);
	for (unsigned i = 0; i < N; i++) {
		struct buf plain = BUF_INIT;
		uint8_t want[FIXTURE_BODY];
		struct frame f;

		assert_int_equal(frame_get(l->seg + at, &f, &e), 0);
		if (unseal_record(u, &f, l->seg + at + SEGMENT_FRAME_LEN,
			&plain, &e) == UNSEAL_OK) {
			fixture_plain(f.index, want);
			assert_memory_equal(plain.data, want, FIXTURE_BODY);
			bits |= 1u << i;
		}
		at += SEGMENT_FRAME_LEN + f.body_len;
		buf_free(&plain);
	}
	unseal_close(&u);
	return bits;
}

static int
erase(struct logged *l, const struct reader_secret *reader, unsigned i)
{
	struct buf out = BUF_INIT;
	struct err e;
	int rc = unseal_erase(
	    l->key.data, l->key.len, l->header, reader, 4 + i, &out, &e);

	if (rc == 0) {
		buf_free(&l->key);
		l->key = out;
	} else {
		assert_int_equal(out.len, 0);
	}
	return rc;
}

/* From each order of three positions. */
static void
test_any_order(void **state)
{
	struct fixture *f = *state;
	struct logged l, one;

	log_new(f, &l);
	assert_int_equal(opening(&l, &f->secrets[0]), (1u << N) - 1);
	for (unsigned a = 0; a < N; a++)
		for (unsigned b = 0; b < N; b++)
			for (unsigned c = 0; c < N; c += 4) {
				unsigned gone = 1u << a | 1u << b | 1u << c;

				one = l;
				one.key = (struct buf)BUF_INIT;
				buf_add(&one.key, l.key.data, l.key.len);
				assert_int_equal(
				    erase(&one, &f->secrets[0], a), 0);
				assert_int_equal(
				    erase(&one, &f->secrets[1], b), b == a);
				assert_int_equal(erase(&one, &f->secrets[0], c),
				    c == a || c == b);
				assert_int_equal(opening(&one, &f->secrets[0]),
				    ((1u << N) - 1) & ~gone);
				assert_int_equal(opening(&one, &f->secrets[1]),
				    ((1u << N) - 1) & ~gone);
				buf_free(&one.key);
			}
	log_free(&l);
}

/* All of them, one after the other: none opens any more. */
static void
test_all(void **state)
{
	struct fixture *f = *state;
	struct logged l;

	log_new(f, &l);
	for (unsigned i = 0; i < N; i++)
		assert_int_equal(erase(&l, &f->secrets[0], i * 2 % N), 0);
	assert_int_equal(opening(&l, &f->secrets[1]), 0);
	log_free(&l);
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;
	struct reader_secret stranger;
	struct buf out = BUF_INIT;
	struct logged l;
	struct err e;

	log_new(f, &l);
	unseal_reader_new(&stranger);
	assert_int_equal(erase(&l, &stranger, 0), -1);
	assert_int_equal(unseal_erase(l.key.data, l.key.len, l.header,
			     &f->secrets[0], 3, &out, &e),
	    -1);
	for (size_t n = 0; n < l.key.len; n++)
		assert_int_equal(unseal_erase(l.key.data, n, l.header,
				     &f->secrets[0], 5, &out, &e),
		    -1);
	assert_int_equal(out.len, 0);
	log_free(&l);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_any_order),
		CASE(test_all),
		CASE(test_refused),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, NULL, NULL);
}
