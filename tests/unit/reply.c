/*
 * reply.c - answers: only the right code opens them, and all look alike.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/crypto.h"
#include "gehoor/reply.h"

static void
test_reply(void **state)
{
	static const uint8_t tag[TAG_LEN] = { 1, 2, 3 }, key[32] = { 4 },
			     wrong[32] = { 5 };
	struct reply r = { .version = 7,
		.text = str_of("Dank je. We bellen <morgen>."),
		.passed_on = "quality",
		.week = { 2026, 48 } },
		     q;
	struct buf file = BUF_INIT, store = BUF_INIT;
	char name[REPLY_NAME_LEN + 1];
	uint8_t found[TAG_LEN];
	uint32_t version;
	struct err e;

	(void)state;
	reply_name(tag, name);
	assert_string_equal(name, "01020300000000000000000000000000");
	assert_true(reply_name_is_valid(name));
	assert_false(reply_name_is_valid("0102"));
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), 0);
	assert_int_equal(file.len, REPLY_HEADER_LEN + REPLY_STEP + 16);
	assert_null(memmem(file.data, file.len, "bellen", 6));
	assert_int_equal(
	    reply_peek(file.data, file.len, &version, found, &e), 0);
	assert_int_equal(version, 7);
	assert_memory_equal(found, tag, TAG_LEN);
	assert_int_equal(
	    reply_open(file.data, file.len, tag, key, &store, &q, &e), 0);
	assert_true(str_equal(q.text, r.text));
	assert_string_equal(q.passed_on, "quality");
	assert_int_equal(q.week.week, 48);
	assert_int_equal(
	    reply_open(file.data, file.len, tag, wrong, &store, &q, &e), -1);
	for (size_t bit = 0; bit < file.len * 8;
	     bit += bit < REPLY_HEADER_LEN * 8 ? 1 : 97) {
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (reply_open(file.data, file.len, tag, key, &store, &q, &e) ==
		    0)
			fail_msg("bit %zu", bit);
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (size_t n = 0; n < file.len; n += 61)
		assert_int_equal(
		    reply_open(file.data, n, tag, key, &store, &q, &e), -1);
	buf_free(&file);
	buf_free(&store);
}

/* All sizes of one step look the same; what is too long is refused. */
static void
test_reply_lengths(void **state)
{
	static const uint8_t tag[TAG_LEN] = { 1 }, key[32] = { 4 };
	char *text = malloc(REPLY_TEXT_MAX + 2);
	struct buf file = BUF_INIT, store = BUF_INIT;
	struct reply r = { .version = 1, .week = { 2026, 1 } }, q;
	struct err e;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', REPLY_TEXT_MAX + 2);
	for (size_t n = 0; n <= REPLY_TEXT_MAX; n += 250) {
		r.text = (struct str){ text, n };
		buf_clear(&file);
		assert_int_equal(reply_seal(&r, tag, key, &file, &e), 0);
		assert_int_equal(
		    (file.len - REPLY_HEADER_LEN - 16) % REPLY_STEP, 0);
		assert_true(file.len <= REPLY_FILE_MAX);
		assert_int_equal(
		    reply_open(file.data, file.len, tag, key, &store, &q, &e),
		    0);
		assert_int_equal(q.text.n, n);
	}
	r.text.n = REPLY_TEXT_MAX + 1;
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), -1);
	memset(text, '<', REPLY_TEXT_MAX);
	r.text.n = REPLY_TEXT_MAX / 4 + 1;
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), -1);
	free(text);
	buf_free(&file);
	buf_free(&store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_reply_lengths),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, NULL, NULL);
}
