/*
 * limits.c - tests of the token buckets.
 */
#include "daemon/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char name_a[] = "a", name_b[] = "b";

static struct limits *
limits_of(double all, int burst)
{
	struct conf_box boxes[2] = {
		{ .name = name_a, .rate = 1, .burst = 2 },
		{ .name = name_b, .rate = 0.5, .burst = 1 },
	};
	struct conf c = {
		.rate = all, .burst = burst, .boxes = boxes, .nboxes = 2
	};

	return limits_new(&c);
}

static void
test_box_empties_and_fills(void **state)
{
	const struct conf_box a = { .name = name_a };
	struct limits *l = limits_of(100, 100);

	(void)state;
	assert_int_equal(limits_take(l, &a, 1000), 0);
	assert_int_equal(limits_take(l, &a, 1000), 0);
	assert_in_range(limits_take(l, &a, 1000), 1, 2);
	assert_in_range(limits_take(l, &a, 1500), 1, 1);
	assert_int_equal(limits_take(l, &a, 2000), 0);
	limits_free(&l);
	assert_null(l);
}

static void
test_boxes_do_not_share(void **state)
{
	const struct conf_box a = { .name = name_a }, b = { .name = name_b };
	struct limits *l = limits_of(100, 100);

	(void)state;
	assert_int_equal(limits_take(l, &b, 0), 0);
	assert_in_range(limits_take(l, &b, 0), 2, 3);
	assert_int_equal(limits_take(l, &a, 0), 0);
	limits_free(&l);
}

/* A refusal by all must not cost the box a token, nor the other way. */
static void
test_both_or_neither(void **state)
{
	const struct conf_box a = { .name = name_a };
	struct limits *l = limits_of(1, 1);

	(void)state;
	assert_int_equal(limits_take(l, NULL, 0), 0);
	assert_true(limits_take(l, &a, 0) > 0);
	assert_int_equal(limits_take(l, &a, 1000), 0);
	assert_int_equal(limits_take(l, &a, 2000), 0);
	limits_free(&l);
}

static void
test_clock_going_back(void **state)
{
	struct limits *l = limits_of(1, 1);

	(void)state;
	assert_int_equal(limits_take(l, NULL, 5000), 0);
	assert_true(limits_take(l, NULL, 1000) > 0);
	limits_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_box_empties_and_fills),
		cmocka_unit_test(test_boxes_do_not_share),
		cmocka_unit_test(test_both_or_neither),
		cmocka_unit_test(test_clock_going_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
