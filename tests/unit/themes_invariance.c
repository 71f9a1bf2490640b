/*
 * themes_invariance.c - anger changes nothing of what a message is about: its
 * themes stay the same when swearing, capitals, exclamation marks and
 * stretched letters are added.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "anger.h"
#include "gehoor/conf.h"
#include "tools/themes.h"

#define LEAST 0.97

static struct tally {
	const char *name;
	angry_fn *angry;
	unsigned n, same;
} tallies[] = {
#define X(name, angry) { name, angry, 0, 0 },
	ANGERS(X)
#undef X
};

#define TALLIES (sizeof(tallies) / sizeof(tallies[0]))

static struct {
	struct conf *conf;
	struct themes *themes;
	struct themes_scratch *scratch;
} test;

static void
compare(struct str text)
{
	uint64_t calm = themes_of(text, test.scratch);
	struct buf angry = BUF_INIT;

	for (size_t i = 0; i < TALLIES; i++) {
		struct tally *t = &tallies[i];

		buf_clear(&angry);
		t->angry(text, &angry);
		t->n++;
		t->same += calm ==
		    themes_of(
			(struct str){ (const char *)angry.data, angry.len },
			test.scratch);
	}
	buf_free(&angry);
}

static void
invariance(void **state)
{
	(void)state;
	anger_corpus(compare);
	for (size_t i = 0; i < TALLIES; i++) {
		struct tally *t = &tallies[i];
		double same = (double)t->same / t->n;

		printf("# %s: themes unchanged in %.2f %% of %u\n", t->name,
		    same * 100, t->n);
		assert_true(same >= LEAST);
	}
}

static int
setup(void **state)
{
	struct err e = { "" };

	(void)state;
	if (conf_load(NULL, &test.conf, &e) == -1 ||
	    themes_new(test.conf, &test.themes, &e) == -1)
		return -1;
	test.scratch = themes_scratch_new(test.themes);
	return test.scratch == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	themes_scratch_free(&test.scratch);
	themes_free(&test.themes);
	conf_free(&test.conf);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(invariance) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
