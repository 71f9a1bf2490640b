/*
 * suggest.c - tests of "did you mean".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/suggest.h"

static const char *const known[] = { "readers", "regions", "rate", "box" };

static const char *
nearest(const char *word)
{
	struct suggest s = SUGGEST_INIT(word);
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		suggest_offer(&s, known[i]);
	return s.nearest;
}

static void
test_slips(void **state)
{
	(void)state;
	assert_string_equal(nearest("readers"), "readers");
	assert_string_equal(nearest("reders"), "readers");
	assert_string_equal(nearest("raeders"), "readers");
	assert_string_equal(nearest("readerss"), "readers");
	assert_string_equal(nearest("regios"), "regions");
	assert_string_equal(nearest("rat"), "rate");
	assert_string_equal(nearest("bo"), "box");
}

static void
test_too_far(void **state)
{
	char longer[200];

	(void)state;
	assert_null(nearest(""));
	assert_null(nearest("organisation"));
	assert_null(nearest("exit"));
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_null(nearest(longer));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slips),
		cmocka_unit_test(test_too_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
