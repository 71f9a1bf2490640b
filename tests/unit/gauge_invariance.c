/*
 * gauge_invariance.c - anger changes the tone of a message and nothing else:
 * weight and danger of example messages stay what they are when swearing,
 * capitals, exclamation marks and stretched letters are added.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "anger.h"
#include "tools/gauge.h"

#define LEAST 0.97

struct tally {
	const char *name;
	angry_fn *angry;
	unsigned n, weight, danger, tone;
};

static struct {
	struct gauger *gauger;
	struct gauge_scratch *a, *b;
} test;

static struct tally tallies[] = {
#define X(name, angry) { name, angry, 0, 0, 0, 0 },
	ANGERS(X)
#undef X
};

#define TALLIES (sizeof(tallies) / sizeof(tallies[0]))

static void
compare(struct str text, struct tally *t)
{
	struct buf angry = BUF_INIT;
	struct gauge g, h;

	t->angry(text, &angry);
	assert_int_equal(gauge_of(test.gauger, text, test.a, &g), 0);
	assert_int_equal(
	    gauge_of(test.gauger,
		(struct str){ (const char *)angry.data, angry.len }, test.b,
		&h),
	    0);
	t->n++;
	t->weight += g.weight == h.weight;
	t->danger += g.danger == h.danger;
	t->tone += h.tone >= g.tone;
	buf_free(&angry);
}

static void
compare_all(struct str text)
{
	for (size_t i = 0; i < TALLIES; i++)
		compare(text, &tallies[i]);
}

static void
invariance(void **state)
{
	(void)state;
	anger_corpus(compare_all);
	for (size_t i = 0; i < TALLIES; i++) {
		struct tally *t = &tallies[i];
		double weight = (double)t->weight / t->n;
		double danger = (double)t->danger / t->n;

		printf("# %s: weight unchanged in %.2f %%, danger in %.2f %%, "
		       "tone not lower in %.2f %% of %u\n",
		    t->name, weight * 100, danger * 100, 100.0 * t->tone / t->n,
		    t->n);
		assert_true(t->n > 0);
		assert_true(weight >= LEAST);
		assert_true(danger >= LEAST);
	}
}

static int
setup(void **state)
{
	(void)state;
	test.a = gauge_scratch_new();
	test.b = gauge_scratch_new();
	return gauger_new(NULL, &test.gauger, NULL);
}

static int
teardown(void **state)
{
	(void)state;
	gauge_scratch_free(&test.a);
	gauge_scratch_free(&test.b);
	gauger_free(&test.gauger);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(invariance) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
