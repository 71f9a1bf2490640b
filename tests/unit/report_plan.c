/*
 * report_plan.c - tests of the pages of the report: what fits stays
 * together, what does not begins a page, and nothing is cut.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/report_plan.h"

static void
add(struct plan *p, const char *text, unsigned height)
{
	struct buf block = BUF_INIT;

	buf_adds(&block, text);
	plan_add(p, &block, height);
	assert_int_equal(block.len, 0);
	buf_free(&block);
}

static void
test_pages(void **state)
{
	struct buf out = BUF_INIT;
	struct plan p = PLAN_INIT(&out);

	(void)state;
	assert_int_equal(plan_left(&p), PLAN_PAGE);
	add(&p, "a", PLAN_PAGE - 4);
	assert_int_equal(plan_left(&p), 4);
	add(&p, "b", 4);
	assert_int_equal(plan_left(&p), 0);
	add(&p, "c", 1);
	assert_int_equal(plan_left(&p), PLAN_PAGE - 1);
	plan_break(&p);
	plan_break(&p);
	add(&p, "d", 2);
	/* A block higher than a page has one for itself. */
	add(&p, "e", PLAN_PAGE + 1);
	assert_int_equal(plan_left(&p), 0);
	add(&p, "f", 1);
	plan_end(&p);
	plan_end(&p);
	assert_int_equal(p.pages, 5);
	assert_string_equal(buf_cstr(&out),
	    "<div class=\"page\">\nab</div>\n"
	    "<div class=\"page\">\nc</div>\n"
	    "<div class=\"page\">\nd</div>\n"
	    "<div class=\"page\">\ne</div>\n"
	    "<div class=\"page\">\nf</div>\n");
	buf_free(&out);
}

static void
test_nothing(void **state)
{
	struct buf out = BUF_INIT;
	struct plan p = PLAN_INIT(&out);

	(void)state;
	plan_break(&p);
	plan_end(&p);
	assert_int_equal(p.pages, 0);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

/* A block without memory makes the report one without memory. */
static void
test_failure(void **state)
{
	struct buf out = BUF_INIT, block = BUF_INIT;
	struct plan p = PLAN_INIT(&out);

	(void)state;
	block.max = 1;
	buf_adds(&block, "ab");
	plan_add(&p, &block, 1);
	assert_true(out.failed);
	buf_free(&block);
	buf_free(&out);
}

static void
test_lines(void **state)
{
	static const struct {
		const char *text;
		unsigned letters, lines;
	} cases[] = {
		{ "", 10, 1 },
		{ "een twee", 8, 1 },
		{ "een twee", 7, 2 },
		{ "een twee drie", 8, 2 },
		{ "een  twee", 8, 1 },
		{ "\xc3\xa9\xc3\xa9n twee", 8, 1 },
		{ "jeugdbescherming", 8, 2 },
		{ "jeugdbescherming", 16, 1 },
		{ "een jeugdbescherming", 8, 3 },
		{ "jeugdbescherming is", 8, 3 },
		{ "jeugdbeschermers is", 20, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(plan_lines(cases[i].text, cases[i].letters),
		    cases[i].lines);
}

/* Whatever comes, no page holds more than a page. */
static void
test_random(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed < 200; seed++) {
		struct buf out = BUF_INIT;
		struct plan p = PLAN_INIT(&out);
		unsigned x = seed, sum = 0;

		for (int i = 0; i < 60; i++) {
			unsigned height, before = plan_left(&p);

			x = x * 1103515245U + 12345U;
			height = x / 65536U % (PLAN_PAGE / 2) + 1;
			add(&p, "x", height);
			sum += height;
			assert_int_equal(plan_left(&p),
			    height <= before ? before - height
					     : PLAN_PAGE - height);
		}
		assert_true(p.pages * PLAN_PAGE >= sum);
		assert_true(p.pages <= 2 * sum / PLAN_PAGE + 1);
		plan_end(&p);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
