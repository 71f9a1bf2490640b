/*
 * report_range.c - tests of what is usual: from printed figures only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tools/report_range.h"

static struct printed items[SCOPE_QUARTERS];
static const struct printed *figures[SCOPE_QUARTERS];

static void
fill(const int *values)
{
	for (size_t i = 0; i < SCOPE_QUARTERS; i++) {
		items[i] =
		    (struct printed){ .status = values[i] == -1 ? PRINTED_HIDDEN
				: values[i] == 1                ? PRINTED_UNDER5
								: PRINTED_SHOWN,
			    .value = values[i] > 1 ? (uint64_t)values[i] : 0 };
		figures[i] = &items[i];
	}
}

static void
test_range(void **state)
{
	struct range r;

	(void)state;
	fill((const int[]){ 25, 25, 25, 25, 25, 25, 25, 25 });
	assert_true(range_of(figures, SCOPE_QUARTERS, &r));
	/* 25 +- 2 * 5 and half a step, outwards */
	assert_int_equal(r.low, 10);
	assert_int_equal(r.high, 40);
	assert_int_equal(range_side(figures[7], &r), RANGE_WITHIN);
	items[7].value = 45;
	assert_int_equal(range_side(figures[7], &r), RANGE_ABOVE);
	items[7].value = 5;
	assert_int_equal(range_side(figures[7], &r), RANGE_BELOW);
	items[7].status = PRINTED_UNDER5;
	assert_int_equal(range_side(figures[7], &r), RANGE_BELOW);
	items[7].status = PRINTED_HIDDEN;
	assert_int_equal(range_side(figures[7], &r), RANGE_UNKNOWN);
}

static void
test_too_few(void **state)
{
	struct range r;

	(void)state;
	fill((const int[]){ 25, 25, 25, 25, 25, 25, 25, 25 });
	assert_false(range_of(figures, SCOPE_QUARTERS - 1, &r));
	fill((const int[]){ -1, 25, 25, 25, 25, 25, 25, 25 });
	assert_true(range_of(figures, SCOPE_QUARTERS, &r));
	fill((const int[]){ -1, -1, 25, 25, 25, 25, 25, 25 });
	assert_false(range_of(figures, SCOPE_QUARTERS, &r));
	figures[0] = NULL;
	assert_false(range_of(figures, SCOPE_QUARTERS, &r));
}

static void
test_small(void **state)
{
	struct range r;

	(void)state;
	fill((const int[]){ 1, 1, 0, 1, 1, 0, 1, 10 });
	assert_true(range_of(figures, SCOPE_QUARTERS, &r));
	assert_int_equal(r.low, 0);
	assert_int_equal(r.high, 10);
	assert_int_equal(range_side(figures[7], &r), RANGE_WITHIN);
	items[7].value = 15;
	assert_int_equal(range_side(figures[7], &r), RANGE_ABOVE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_too_few),
		cmocka_unit_test(test_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
