/*
 * tagmap.c - tests of the set of tags.
 */
#include "gehoor/tagmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"

#define MANY 20000

static void
tag_of(uint64_t i, uint8_t tag[static TAG_LEN])
{
	memset(tag, 0, TAG_LEN);
	put_le64(tag, i + 1);
}

static void
test_has_what_was_added(void **state)
{
	struct tagmap *m = tagmap_new();
	uint8_t tag[TAG_LEN];
	uint64_t i, index;

	(void)state;
	assert_non_null(m);
	for (i = 0; i < MANY; i += 2) {
		tag_of(i, tag);
		assert_int_equal(tagmap_add(m, tag, i), 0);
	}
	assert_int_equal(tagmap_count(m), MANY / 2);
	for (i = 0; i < MANY; i++) {
		tag_of(i, tag);
		index = i;
		assert_int_equal(tagmap_has(m, tag), i % 2 == 0);
		assert_int_equal(tagmap_find(m, tag, &index), i % 2 == 0);
		assert_int_equal(index, i);
	}
	tagmap_free(&m);
	assert_null(m);
	tagmap_free(&m);
}

static void
test_again_has_no_effect(void **state)
{
	struct tagmap *m = tagmap_new();
	uint8_t tag[TAG_LEN];
	uint64_t index;

	(void)state;
	tag_of(7, tag);
	assert_int_equal(tagmap_add(m, tag, 70), 0);
	assert_int_equal(tagmap_add(m, tag, 71), 0);
	assert_int_equal(tagmap_count(m), 1);
	assert_true(tagmap_find(m, tag, &index));
	assert_int_equal(index, 70);
	tagmap_free(&m);
}

/* Frames that were erased have a tag of zero bytes. */
static void
test_zero_is_never_there(void **state)
{
	const uint8_t zero[TAG_LEN] = { 0 };
	struct tagmap *m = tagmap_new();

	(void)state;
	assert_int_equal(tagmap_add(m, zero, 0), 0);
	assert_int_equal(tagmap_count(m), 0);
	assert_false(tagmap_has(m, zero));
	tagmap_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has_what_was_added),
		cmocka_unit_test(test_again_has_no_effect),
		cmocka_unit_test(test_zero_is_never_there),
	};

	if (crypto_init(NULL) == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
