/*
 * second.c - tests of the second look at the scores of a text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tools/second.h"

#define TEXTS 200
#define THEMES 3

/* What is seen of each theme beside the others. */
static void
test_inputs(void **state)
{
	const float score[THEMES] = { 0.5f, -1, 2 };
	float x[SECOND_INPUTS];
	struct second s;

	(void)state;
	second_look(&s, score, THEMES, 0);
	second_inputs(&s, 0, x);
	assert_float_equal(x[0], 0.5, 1e-6);
	assert_float_equal(x[1], 0, 1e-6);
	assert_float_equal(x[3], 2, 1e-6);
	assert_float_equal(x[4], -1, 1e-6);
	second_inputs(&s, 2, x);
	assert_float_equal(x[3], 0.5, 1e-6);
	assert_float_equal(x[4], -1, 1e-6);
	second_inputs(&s, 1, x);
	assert_float_equal(x[3], 2, 1e-6);
	assert_float_equal(x[4], 0.5, 1e-6);
}

/* One theme has no others beside it. */
static void
test_alone(void **state)
{
	const float score[1] = { 1 };
	const float w[SECOND_WEIGHTS] = { 2, 0, 0, 0, 0, 0, -1 };
	float x[SECOND_INPUTS];
	struct second s;

	(void)state;
	second_look(&s, score, 1, 10);
	second_inputs(&s, 0, x);
	assert_true(x[3] < -3 && x[4] < -3);
	assert_float_equal(x[5], 0, 1e-6);
	assert_float_equal(second_logit(x, w), 1, 1e-6);
}

/* It learns that only the highest of the scores is right. */
static void
test_learnt(void **state)
{
	static float x[TEXTS][SECOND_INPUTS];
	static bool yes[TEXTS];
	float w[SECOND_WEIGHTS];
	unsigned right = 0;
	uint32_t n = 1;

	(void)state;
	for (size_t i = 0; i < TEXTS; i++) {
		float score[THEMES];
		struct second s;

		for (size_t k = 0; k < THEMES; k++) {
			n = n * 1664525u + 1013904223u;
			score[k] = (float)(n >> 8) / (1 << 23) - 1;
		}
		second_look(&s, score, THEMES, i % 40);
		second_inputs(&s, 0, x[i]);
		yes[i] = score[0] > score[1] && score[0] > score[2];
	}
	second_learn((const float(*)[SECOND_INPUTS])x, yes, TEXTS, w);
	for (size_t i = 0; i < TEXTS; i++)
		right += (second_logit(x[i], w) > 0) == yes[i];
	assert_true(right > TEXTS * 95 / 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inputs),
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_learnt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
