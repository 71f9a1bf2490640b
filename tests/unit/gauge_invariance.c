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
#include <glob.h>
#include <jansson.h>

#include "tools/gauge.h"

#define LEAST 0.97

typedef void angry_fn(struct str text, struct buf *out);

struct tally {
	const char *name;
	angry_fn *angry;
	unsigned n, weight, danger, tone;
};

static struct {
	struct gauger *gauger;
	struct gauge_scratch *a, *b;
} test;

static void
swear_around(struct str text, struct buf *out)
{
	buf_adds(out, "godverdomme ");
	buf_addstr(out, text);
	buf_adds(out, " klootzakken, kut");
}

/* Behind every fourth word. */
static void
swear_within(struct str text, struct buf *out)
{
	static const char *const swears[] = { " verdomme", " kut", " fucking",
		" godver" };
	unsigned words = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' && ++words % 4 == 0)
			buf_adds(out, swears[words / 4 % 4]);
		buf_addc(out, text.p[i]);
	}
}

static void
shout(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		buf_addc(out, (char)(c >= 'a' && c <= 'z' ? c - 32 : c));
	}
}

static void
bang(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '.' || text.p[i] == '!')
			buf_adds(out, "!!!");
		else
			buf_addc(out, text.p[i]);
	buf_adds(out, "!!!!");
}

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first vowel of every third word of four and more letters. */
static void
stretch(struct str text, struct buf *out)
{
	size_t length = 0, words = 0;
	bool done = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!is_letter(c)) {
			length = 0;
			done = false;
		} else if (length++ == 0)
			words++;
		buf_addc(out, c);
		if (words % 3 == 0 && length > 0 && !done && is_vowel(c) &&
		    i + 2 < text.n && is_letter(text.p[i + 1]) &&
		    is_letter(text.p[i + 2])) {
			for (int k = 0; k < 4; k++)
				buf_addc(out, c);
			done = true;
		}
	}
}

static void
everything(struct str text, struct buf *out)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	swear_within(text, &a);
	stretch((struct str){ (const char *)a.data, a.len }, &b);
	buf_clear(&a);
	shout((struct str){ (const char *)b.data, b.len }, &a);
	bang((struct str){ (const char *)a.data, a.len }, out);
	buf_free(&a);
	buf_free(&b);
}

static struct tally tallies[] = { { .name = "swearing around",
				      .angry = swear_around },
	{ .name = "swearing within", .angry = swear_within },
	{ .name = "capitals", .angry = shout },
	{ .name = "exclamation marks", .angry = bang },
	{ .name = "stretched letters", .angry = stretch },
	{ .name = "all of these", .angry = everything } };

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
compare_file(const char *path)
{
	char line[16384];
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		json_t *m = json_loads(line, 0, NULL);

		assert_non_null(m);
		for (size_t i = 0; i < TALLIES; i++)
			compare(str_of(json_string_value(
				    json_object_get(m, "text"))),
			    &tallies[i]);
		json_decref(m);
	}
	fclose(f);
}

static void
compare_corpus(void)
{
	glob_t g;

	if (glob("conf/themes/corpus/*.jsonl", 0, NULL, &g) != 0)
		return;
	for (size_t i = 0; i < g.gl_pathc; i++)
		compare_file(g.gl_pathv[i]);
	globfree(&g);
}

static void
invariance(void **state)
{
	(void)state;
	compare_file("tests/run/messages.jsonl");
	compare_corpus();
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
