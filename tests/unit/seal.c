/*
 * seal.c - tests of sealing to readers and of opening again.
 */
#include "fixture.h"

#define RECORDS 6
#define FIRST_INDEX 100
#define BODY_LEN (FIXTURE_BODY + CRYPTO_MAC_LEN)
#define WHOLE (SEGMENT_FRAME_LEN + BODY_LEN)

/* A segment's header, key file and record frames in memory. */
static struct sealed {
	struct reader_secret secrets[3]; /* the last is no reader */
	struct segment_header header;
	uint8_t bytes[SEGMENT_HEADER_LEN];
	uint8_t k0[KEY_LEN];
	struct seal states[RECORDS + 1]; /* before each record */
	uint8_t frames[RECORDS][WHOLE];
	struct buf key_file;
} sealed;

static int
sealed_setup(void **state)
{
	uint8_t seed[32] = { 3 }, pk[32], sk[64], leaf[HASH_LEN];
	uint8_t plain[FIXTURE_BODY], tag[TAG_LEN];
	struct reader readers[2];
	struct seal s;

	(void)state;
	for (int i = 0; i < 3; i++)
		unseal_reader_new(&sealed.secrets[i]);
	for (int i = 0; i < 2; i++)
		memcpy(readers[i].pk, sealed.secrets[i].pk, 32);
	crypto_sign_pair(seed, pk, sk);
	crypto_random(sealed.k0, KEY_LEN);
	sealed.header = (struct segment_header){ .log_id = { 5 },
		.box = "lijn",
		.number = 3,
		.before = SEGMENT_BEFORE_CLEAN,
		.before_offset = 408,
		.first_index = FIRST_INDEX,
		.opened = { 2026, 1 } };
	seal_commit(&sealed.header, sealed.k0);
	segment_header_put(&sealed.header, sk, sealed.bytes);
	if (seal_key_file(&sealed.header, sealed.k0, readers, 2,
		&sealed.key_file, NULL) != 0)
		return -1;
	seal_start(&s, sealed.bytes, sealed.k0, FIRST_INDEX);
	for (unsigned i = 0; i < RECORDS; i++) {
		struct buf out = BUF_INIT;

		sealed.states[i] = s;
		fixture_tag(i, tag);
		fixture_plain(i, plain);
		if (seal_record(
			&s, tag, plain, sizeof(plain), &out, leaf, NULL) != 0 ||
		    out.len != WHOLE)
			return -1;
		memcpy(sealed.frames[i], out.data, WHOLE);
		buf_free(&out);
	}
	sealed.states[RECORDS] = s;
	return 0;
}

static int
sealed_teardown(void **state)
{
	(void)state;
	buf_free(&sealed.key_file);
	return 0;
}

static enum unseal_result
open_keys(const struct buf *file, int reader, struct unseal **u)
{
	struct err e;

	*u = NULL;
	return unseal_open(file->data, file->len, sealed.bytes,
	    &sealed.secrets[reader], u, &e);
}

/* Opens record i; on success the plaintext must be right. */
static enum unseal_result
open_record(struct unseal *u, unsigned i)
{
	enum unseal_result result;
	struct buf out = BUF_INIT;
	uint8_t want[FIXTURE_BODY];
	struct frame f;
	struct err e;

	assert_int_equal(frame_get(sealed.frames[i], &f, &e), 0);
	result = unseal_record(
	    u, &f, sealed.frames[i] + SEGMENT_FRAME_LEN, &out, &e);
	if (result == UNSEAL_OK) {
		fixture_plain(i, want);
		assert_int_equal(out.len, FIXTURE_BODY);
		assert_memory_equal(out.data, want, FIXTURE_BODY);
	} else
		assert_int_equal(out.len, 0);
	buf_free(&out);
	return result;
}

static void
test_each_reader_opens_in_any_order(void **state)
{
	static const unsigned order[] = { 0, 1, 2, 3, 4, 5, 3, 0, 5, 5, 1 };

	(void)state;
	for (int reader = 0; reader < 2; reader++) {
		struct unseal *u;

		assert_int_equal(
		    open_keys(&sealed.key_file, reader, &u), UNSEAL_OK);
		for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
			assert_int_equal(open_record(u, order[i]), UNSEAL_OK);
		unseal_close(&u);
		assert_null(u);
	}
}

static void
test_others_do_not(void **state)
{
	struct reader_secret thief;
	struct unseal *u;

	(void)state;
	assert_int_equal(open_keys(&sealed.key_file, 2, &u), UNSEAL_NOT_FOR_US);
	/* The right public key with the wrong secret. */
	thief = sealed.secrets[2];
	memcpy(thief.pk, sealed.secrets[0].pk, 32);
	assert_int_equal(unseal_open(sealed.key_file.data, sealed.key_file.len,
			     sealed.bytes, &thief, &u, NULL),
	    UNSEAL_FORGED);
	assert_null(u);
}

/* Nothing in the state after record i opens record i: neither key nor K0. */
static void
test_ratchet_is_one_way(void **state)
{
	uint8_t key[KEY_LEN];
	struct seal *now;

	(void)state;
	for (unsigned i = 0; i < RECORDS; i++) {
		now = &sealed.states[i + 1];
		assert_int_equal(now->index, FIRST_INDEX + i + 1);
		assert_memory_not_equal(
		    now->ratchet, sealed.states[i].ratchet, KEY_LEN);
		crypto_kdf_step(
		    sealed.states[i].ratchet, SEAL_STEP_RECORD, key);
		assert_null(memmem(now, sizeof(*now), key, KEY_LEN));
		assert_null(memmem(now, sizeof(*now), sealed.k0, KEY_LEN));
		crypto_kdf_step(sealed.states[i].ratchet, SEAL_STEP_NEXT, key);
		assert_memory_equal(now->ratchet, key, KEY_LEN);
	}
}

/* A key file for the first reader with a list of our own. */
static void
key_list(struct buf *file, const uint8_t *entries, size_t count)
{
	uint8_t header[SEGMENT_KEY_HEADER_LEN], crc[4], *box;
	size_t n = count * SEGMENT_KEY_ENTRY_LEN;

	memcpy(header, sealed.key_file.data, sizeof(header));
	put_le16(header + 10, 1);
	put_le32(header + 12, (uint32_t)count);
	file->len = 0;
	buf_add(file, header, sizeof(header));
	buf_add(file, sealed.secrets[0].pk, 32);
	box = buf_room(file, n + CRYPTO_BOX_LEN);
	assert_non_null(box);
	assert_int_equal(
	    crypto_box_to(sealed.secrets[0].pk, entries, n, box), 0);
	file->len += n + CRYPTO_BOX_LEN;
	put_le32(crc, segment_crc(file->data, file->len));
	buf_add(file, crc, 4);
}

static void
put_entry(
    uint8_t *p, uint64_t index, char kind, const uint8_t key[static KEY_LEN])
{
	memset(p, 0, SEGMENT_KEY_ENTRY_LEN);
	put_le64(p, index);
	p[8] = (uint8_t)kind;
	memcpy(p + 16, key, KEY_LEN);
}

/* The list that is left when record i was erased; returns its length. */
static size_t
list_without(unsigned i, uint8_t out[RECORDS + 1][SEGMENT_KEY_ENTRY_LEN])
{
	uint8_t key[KEY_LEN];

	for (unsigned k = 0; k < i; k++) {
		crypto_kdf_step(
		    sealed.states[k].ratchet, SEAL_STEP_RECORD, key);
		put_entry(out[k], FIRST_INDEX + k, 'k', key);
	}
	put_entry(
	    out[i], FIRST_INDEX + i + 1, 'K', sealed.states[i + 1].ratchet);
	return i + 1;
}

static void
test_ratchet_in_key_file_opens_only_what_follows(void **state)
{
	uint8_t list[SEGMENT_KEY_ENTRY_LEN];
	struct buf file = BUF_INIT;
	struct unseal *u;

	(void)state;
	for (unsigned from = 1; from < RECORDS; from++) {
		put_entry(
		    list, FIRST_INDEX + from, 'K', sealed.states[from].ratchet);
		key_list(&file, list, 1);
		assert_int_equal(open_keys(&file, 0, &u), UNSEAL_OK);
		for (unsigned i = 0; i < RECORDS; i++)
			assert_int_equal(open_record(u, i),
			    i < from ? UNSEAL_NO_KEY : UNSEAL_OK);
		unseal_close(&u);
		/* Pretending that it is an older one does not help. */
		put_entry(list, FIRST_INDEX + from - 1, 'K',
		    sealed.states[from].ratchet);
		key_list(&file, list, 1);
		if (open_keys(&file, 0, &u) == UNSEAL_OK)
			assert_int_equal(
			    open_record(u, from - 1), UNSEAL_FORGED);
		unseal_close(&u);
	}
	buf_free(&file);
}

static void
test_erased_lists_open_all_others(void **state)
{
	uint8_t list[RECORDS + 1][SEGMENT_KEY_ENTRY_LEN];
	struct buf file = BUF_INIT;
	struct unseal *u;

	(void)state;
	for (unsigned erased = 0; erased < RECORDS; erased++) {
		key_list(&file, list[0], list_without(erased, list));
		assert_int_equal(open_keys(&file, 0, &u), UNSEAL_OK);
		for (unsigned i = 0; i < RECORDS; i++)
			assert_int_equal(open_record(u, i),
			    i == erased ? UNSEAL_NO_KEY : UNSEAL_OK);
		unseal_close(&u);
	}
	/* Two erased: the first one's key was in the list of the second. */
	key_list(&file, list[1], list_without(4, list) - 1);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_OK);
	for (unsigned i = 0; i < RECORDS; i++)
		assert_int_equal(open_record(u, i),
		    i == 0 || i == 4 ? UNSEAL_NO_KEY : UNSEAL_OK);
	unseal_close(&u);
	key_list(&file, list[0], 0);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_OK);
	assert_int_equal(open_record(u, 0), UNSEAL_NO_KEY);
	unseal_close(&u);
	buf_free(&file);
}

static void
test_lists_out_of_order_are_damaged(void **state)
{
	uint8_t list[RECORDS + 1][SEGMENT_KEY_ENTRY_LEN];
	uint8_t swapped[2][SEGMENT_KEY_ENTRY_LEN];
	struct buf file = BUF_INIT;
	struct unseal *u;

	(void)state;
	list_without(3, list);
	memcpy(swapped[0], list[1], SEGMENT_KEY_ENTRY_LEN);
	memcpy(swapped[1], list[0], SEGMENT_KEY_ENTRY_LEN);
	key_list(&file, swapped[0], 2);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_DAMAGED);
	memcpy(swapped[1], list[1], SEGMENT_KEY_ENTRY_LEN);
	key_list(&file, swapped[0], 2);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_DAMAGED);
	/* A ratchet that is not last could turn past an erased record. */
	memcpy(swapped[0], list[3], SEGMENT_KEY_ENTRY_LEN);
	put_entry(swapped[1], FIRST_INDEX + 9, 'k', sealed.k0);
	key_list(&file, swapped[0], 2);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_DAMAGED);
	swapped[0][8] = 'x';
	key_list(&file, swapped[0], 1);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_DAMAGED);
	put_entry(swapped[0], FIRST_INDEX - 1, 'K', sealed.k0);
	key_list(&file, swapped[0], 1);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_DAMAGED);
	buf_free(&file);
}

/* K0 must be the one the header commits to. */
static void
test_commitment(void **state)
{
	uint8_t list[SEGMENT_KEY_ENTRY_LEN], other[KEY_LEN] = { 1 };
	struct buf file = BUF_INIT;
	struct unseal *u;

	(void)state;
	put_entry(list, FIRST_INDEX, 'K', sealed.k0);
	key_list(&file, list, 1);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_OK);
	unseal_close(&u);
	put_entry(list, FIRST_INDEX, 'K', other);
	key_list(&file, list, 1);
	assert_int_equal(open_keys(&file, 0, &u), UNSEAL_FORGED);
	buf_free(&file);
}

static void
test_every_bit_of_a_key_file(void **state)
{
	struct buf *file = &sealed.key_file;
	struct unseal *u;

	(void)state;
	for (size_t i = 0; i < file->len; i++)
		for (int bit = 0; bit < 8; bit++) {
			file->data[i] ^= (uint8_t)(1 << bit);
			if (open_keys(file, 0, &u) == UNSEAL_OK)
				fail_msg("bit %d of byte %zu", bit, i);
			file->data[i] ^= (uint8_t)(1 << bit);
		}
	for (size_t n = 0; n < file->len; n++)
		assert_int_equal(unseal_open(file->data, n, sealed.bytes,
				     &sealed.secrets[0], &u, NULL),
		    UNSEAL_DAMAGED);
}

/* Every bit of a record's frame is bound: type, index, tag, body. */
static void
test_every_bit_of_a_frame(void **state)
{
	struct buf out = BUF_INIT;
	struct unseal *u;
	struct frame f, g;
	uint8_t *body = sealed.frames[2] + SEGMENT_FRAME_LEN;

	(void)state;
	assert_int_equal(open_keys(&sealed.key_file, 0, &u), UNSEAL_OK);
	assert_int_equal(frame_get(sealed.frames[2], &f, NULL), 0);
	for (size_t i = 0; i < BODY_LEN * 8; i++) {
		body[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    unseal_record(u, &f, body, &out, NULL), UNSEAL_FORGED);
		body[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t i = 0; i < TAG_LEN * 8; i++) {
		g = f;
		g.tag[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    unseal_record(u, &g, body, &out, NULL), UNSEAL_FORGED);
	}
	g = f;
	g.index++;
	assert_int_equal(unseal_record(u, &g, body, &out, NULL), UNSEAL_FORGED);
	g.index = UINT64_MAX;
	assert_int_equal(unseal_record(u, &g, body, &out, NULL), UNSEAL_NO_KEY);
	g = f;
	g.type = FRAME_ERASED;
	assert_int_equal(unseal_record(u, &g, body, &out, NULL), UNSEAL_NO_KEY);
	g = f;
	g.body_len = CRYPTO_MAC_LEN;
	assert_int_equal(unseal_record(u, &g, body, &out, NULL), UNSEAL_NO_KEY);
	assert_int_equal(out.len, 0);
	assert_int_equal(unseal_record(u, &f, body, &out, NULL), UNSEAL_OK);
	buf_free(&out);
	unseal_close(&u);
}

/* A header that differs in anything seals differently. */
static void
test_frames_are_bound_to_the_header(void **state)
{
	struct segment_header h = sealed.header;
	uint8_t other[SEGMENT_HEADER_LEN], sk[64], pk[32], seed[32] = { 3 };
	struct buf out = BUF_INIT;
	struct unseal *u;
	struct frame f;

	(void)state;
	crypto_sign_pair(seed, pk, sk);
	h.opened.week = 2;
	segment_header_put(&h, sk, other);
	assert_int_equal(unseal_open(sealed.key_file.data, sealed.key_file.len,
			     other, &sealed.secrets[0], &u, NULL),
	    UNSEAL_OK);
	assert_int_equal(frame_get(sealed.frames[0], &f, NULL), 0);
	assert_int_equal(unseal_record(u, &f,
			     sealed.frames[0] + SEGMENT_FRAME_LEN, &out, NULL),
	    UNSEAL_FORGED);
	unseal_close(&u);
	h.number = 4;
	segment_header_put(&h, sk, other);
	assert_int_equal(unseal_open(sealed.key_file.data, sealed.key_file.len,
			     other, &sealed.secrets[0], &u, NULL),
	    UNSEAL_DAMAGED);
	buf_free(&out);
}

static void
test_refused_without_moving(void **state)
{
	struct seal s = sealed.states[0];
	uint8_t plain[1024] = { 0 }, tag[TAG_LEN] = { 0 }, leaf[HASH_LEN];
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(
	    seal_record(&s, tag, plain, 1024, &out, leaf, NULL), -1);
	out.max = WHOLE - 1;
	assert_int_equal(
	    seal_record(&s, tag, plain, 512, &out, leaf, NULL), -1);
	assert_memory_equal(&s, &sealed.states[0], sizeof(s));
	seal_wipe(&s);
	assert_memory_equal(&s, &(struct seal){ 0 }, sizeof(s));
	buf_free(&out);
}

static void
test_number_of_readers(void **state)
{
	struct reader readers[SEGMENT_MAX_READERS + 1];
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i <= SEGMENT_MAX_READERS; i++)
		memcpy(readers[i].pk, sealed.secrets[i % 2].pk, 32);
	assert_int_equal(
	    seal_key_file(&sealed.header, sealed.k0, readers, 0, &out, NULL),
	    -1);
	assert_int_equal(seal_key_file(&sealed.header, sealed.k0, readers,
			     SEGMENT_MAX_READERS + 1, &out, NULL),
	    -1);
	assert_int_equal(out.len, 0);
	assert_int_equal(seal_key_file(&sealed.header, sealed.k0, readers,
			     SEGMENT_MAX_READERS, &out, NULL),
	    0);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number_of_readers),
		cmocka_unit_test(test_refused_without_moving),
		cmocka_unit_test(test_each_reader_opens_in_any_order),
		cmocka_unit_test(test_others_do_not),
		cmocka_unit_test(test_ratchet_is_one_way),
		cmocka_unit_test(
		    test_ratchet_in_key_file_opens_only_what_follows),
		cmocka_unit_test(test_erased_lists_open_all_others),
		cmocka_unit_test(test_lists_out_of_order_are_damaged),
		cmocka_unit_test(test_commitment),
		cmocka_unit_test(test_every_bit_of_a_key_file),
		cmocka_unit_test(test_every_bit_of_a_frame),
		cmocka_unit_test(test_frames_are_bound_to_the_header),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name(
	    "seal", tests, sealed_setup, sealed_teardown);
}
