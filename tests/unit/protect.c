/*
 * protect.c - tests of what stands between the counts and the reader.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/cells.h"
#include "tools/protect.h"

static const struct period quarter = { 2026, 3, 0 };

static void
add(struct cells *c, const char *region, const char *dimension,
    const char *category, uint64_t count)
{
	if (c->cap == 0) {
		c->cap = 64;
		c->items = calloc(c->cap, sizeof(*c->items));
	}
	assert_true(c->n < c->cap);
	c->items[c->n].key = (struct cell_key){ .period = quarter,
		.box = strdup(""),
		.region = strdup(region),
		.dimension = strdup(dimension),
		.category = strdup(category) };
	c->items[c->n++].count = count;
}

/* Rounding to the nearest 5, small counts, zero. */
static void
test_figures(void **state)
{
	static const struct {
		uint64_t count;
		enum printed_status status;
		uint64_t value;
	} rows[] = {
		{ 0, PRINTED_SHOWN, 0 },
		{ 1, PRINTED_UNDER5, 0 },
		{ 4, PRINTED_UNDER5, 0 },
		{ 5, PRINTED_SHOWN, 5 },
		{ 7, PRINTED_SHOWN, 5 },
		{ 8, PRINTED_SHOWN, 10 },
		{ 12, PRINTED_SHOWN, 10 },
		{ 13, PRINTED_SHOWN, 15 },
		{ 100002, PRINTED_SHOWN, 100000 },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	struct cells cells = CELLS_INIT;
	struct release r;
	struct err e;
	char name[8];

	(void)state;
	add(&cells, "", "total", "", 100102);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "x%zu", i);
		add(&cells, "", "theme", name, rows[i].count);
	}
	assert_int_equal(protect(&cells, NULL, NULL, &r, &e), 0);
	assert_int_equal(cells.n, 0);
	assert_null(cells.items);
	assert_int_equal(r.n, n + 1);
	assert_int_equal(r.items[0].value, 100100);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(r.items[i + 1].status, rows[i].status);
		assert_int_equal(r.items[i + 1].value, rows[i].value);
	}
	release_free(&r);
}

/* Of a region under 20 messages nothing is told; nor without its total. */
static void
test_base(void **state)
{
	struct cells cells = CELLS_INIT;
	const struct printed *p;
	struct release r;
	struct err e;

	(void)state;
	add(&cells, "", "total", "", 539);
	add(&cells, "", "theme", "a", 525);
	add(&cells, "noord", "total", "", 20);
	add(&cells, "noord", "theme", "a", 12);
	add(&cells, "zuid", "theme", "a", 13);
	add(&cells, "zuid", "theme", "b", 0);
	add(&cells, "zuid", "total", "", 19);
	add(&cells, "west", "theme", "a", 500);
	assert_int_equal(protect(&cells, NULL, NULL, &r, &e), 0);
	for (size_t i = 0; i < r.n; i++) {
		bool shown = strcmp(r.items[i].key.region, "") == 0 ||
		    strcmp(r.items[i].key.region, "noord") == 0;

		assert_int_equal(
		    r.items[i].status, shown ? PRINTED_SHOWN : PRINTED_HIDDEN);
		assert_true(shown || r.items[i].value == 0);
	}
	p = release_find(&r, quarter, "", "noord", "theme", "a");
	assert_non_null(p);
	assert_int_equal(p->value, 10);
	assert_null(release_find(&r, quarter, "lijn", "noord", "theme", "a"));
	release_free(&r);
}

static void
test_empty(void **state)
{
	struct cells cells = CELLS_INIT;
	struct release r;
	struct err e;

	(void)state;
	assert_int_equal(protect(&cells, NULL, NULL, &r, &e), 0);
	assert_int_equal(r.n, 0);
	release_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests_name("protect", tests, NULL, NULL);
}
