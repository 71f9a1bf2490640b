/*
 * cells.c - tests of the counts a release is made from, and of the sum line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tally.h"
#include "tools/cells.h"
#include "tools/regions.h"
#include "tools/sums.h"

static const struct cell *
find(const struct cells *c, const char *period, const char *box,
    const char *region, const char *dimension, const char *category)
{
	struct period p;

	assert_int_equal(period_parse(period, strlen(period), &p), 0);
	for (size_t i = 0; i < c->n; i++) {
		const struct cell_key *k = &c->items[i].key;

		if (period_equal(k->period, p) && strcmp(k->box, box) == 0 &&
		    strcmp(k->region, region) == 0 &&
		    strcmp(k->dimension, dimension) == 0 &&
		    strcmp(k->category, category) == 0)
			return &c->items[i];
	}
	return NULL;
}

static uint64_t
count(const struct cells *c, const char *period, const char *box,
    const char *region, const char *dimension, const char *category)
{
	const struct cell *cell =
	    find(c, period, box, region, dimension, category);

	assert_non_null(cell);
	return cell->count;
}

static struct scope
scope(const struct conf *c, const char *period, const char *box,
    const char *region)
{
	struct scope s;
	struct err e = { "" };

	if (scope_read(c, period, box, region, (struct week){ 2026, 47 }, &s,
		&e) == -1)
		fail_msg("%s", e.msg);
	return s;
}

static void
test_scope(void **state)
{
	struct conf *c = tally_conf_load();
	struct scope s = scope(c, NULL, NULL, NULL);
	struct err e;

	(void)state;
	assert_true(period_equal(s.period, (struct period){ 2026, 3, 0 }));
	assert_int_equal(scope_read(c, "2026-Q5", NULL, NULL,
			     (struct week){ 2026, 47 }, &s, &e),
	    -1);
	assert_non_null(strstr(e.msg, "2026-Q5"));
	assert_int_equal(scope_read(c, NULL, "nergens", NULL,
			     (struct week){ 2026, 47 }, &s, &e),
	    -1);
	assert_non_null(strstr(e.msg, "there are: feedback, lijn"));
	assert_int_equal(scope_read(c, NULL, NULL, "oost",
			     (struct week){ 2026, 47 }, &s, &e),
	    -1);
	assert_non_null(strstr(e.msg, "noord, zuid"));
	conf_free(&c);
}

static void
test_quarters(void **state)
{
	(void)state;
	assert_true(period_equal(quarter_add((struct period){ 2026, 1, 0 }, -1),
	    (struct period){ 2025, 4, 0 }));
	assert_true(period_equal(quarter_add((struct period){ 2026, 3, 0 }, 6),
	    (struct period){ 2028, 1, 0 }));
	assert_true(
	    period_equal(scope_last_quarter((struct period){ 2026, 2, 0 }),
		(struct period){ 2026, 2, 0 }));
	assert_true(
	    period_equal(scope_last_quarter((struct period){ 2026, 0, 0 }),
		(struct period){ 2026, 4, 0 }));
	assert_true(
	    period_equal(scope_last_quarter((struct period){ 2026, 0, 30 }),
		(struct period){ 2026, 2, 0 }));
}

static void
fill(sqlite3 *db)
{
	tally_add(db, 202626, "lijn", "noord", "total", "", 100);
	tally_add(db, 202627, "lijn", "noord", "total", "", 2);
	tally_add(db, 202627, "lijn", "", "total", "", 3);
	tally_add(db, 202639, "feedback", "zuid", "total", "", 4);
	tally_add(db, 202640, "feedback", "zuid", "total", "", 50);
	tally_add(db, 202627, "lijn", "noord", "theme", "omgang", 2);
	tally_add(db, 202639, "feedback", "zuid", "theme", "omgang", 1);
	tally_add(db, 202639, "feedback", "zuid", "theme", "oud", 1);
	tally_add(db, 202627, "lijn", "", "who", "", 3);
	tally_add(db, 202627, "lijn", "noord", "who", "jongere", 2);
}

static struct cells
read_period(sqlite3 *db, const struct conf *c, struct period period)
{
	struct cells cells;
	struct err e = { "" };

	if (cells_read(db, c, period, &cells, &e) == -1)
		fail_msg("%s", e.msg);
	return cells;
}

static void
test_read(void **state)
{
	struct conf *c = tally_conf_load();
	sqlite3 *db = tally_db();
	struct cells cells;

	(void)state;
	fill(db);
	cells = read_period(db, c, (struct period){ 2026, 3, 0 });
	assert_int_equal(count(&cells, "2026-Q3", "", "", "total", ""), 9);
	assert_int_equal(count(&cells, "2026-Q3", "lijn", "", "total", ""), 5);
	assert_int_equal(count(&cells, "2026-Q3", "", "noord", "total", ""), 2);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", CELL_UNKNOWN, "total", ""), 3);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "", "theme", "omgang"), 3);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "zuid", "theme", "omgang"), 1);
	assert_int_equal(count(&cells, "2026-Q3", "", "", "theme", "oud"), 1);
	assert_int_equal(count(&cells, "2026-Q3", "", "", "theme", "plek"), 0);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "", "who", CELL_UNKNOWN), 3);
	/* A name that is counted somewhere is everywhere, and tells nothing. */
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "noord", "theme", "oud"), 0);
	/* Nothing of a box in a region, nor of any other period. */
	assert_null(find(&cells, "2026-Q3", "lijn", "noord", "total", ""));
	assert_null(find(&cells, "2026-Q2", "", "", "total", ""));
	cells_free(&cells);
	cells = read_period(db, c, (struct period){ 2026, 2, 0 });
	assert_int_equal(count(&cells, "2026-Q2", "", "", "total", ""), 100);
	cells_free(&cells);
	sqlite3_close(db);
	conf_free(&c);
}

/* Two regions that are one now; one that is no more is not told. */
static void
test_merged(void **state)
{
	char merged[] = "noord+zuid", *regions[] = { merged };
	struct conf *c = tally_conf_load();
	struct conf_list was = c->regions;
	sqlite3 *db = tally_db();
	struct cells cells;

	(void)state;
	fill(db);
	tally_add(db, 202628, "lijn", "oost", "total", "", 7);
	c->regions = (struct conf_list){ regions, 1 };
	cells = read_period(db, c, (struct period){ 2026, 3, 0 });
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "noord+zuid", "total", ""), 6);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", CELL_UNKNOWN, "total", ""), 10);
	cells_free(&cells);
	c->regions = was;
	sqlite3_close(db);
	conf_free(&c);
}

/* Small regions are told with small ones, and with the smallest other one. */
static void
test_small_regions(void **state)
{
	static char a[] = "a", b[] = "b", d[] = "d", x[] = "c", y[] = "e";
	static char *names[] = { a, b, x, d, y };
	static const struct {
		uint64_t totals[5];
		const char *merged;
	} rows[] = {
		{ { 20, 30, 40, 50, 60 }, "" },
		{ { 19, 30, 40, 50, 60 }, "a+b" },
		{ { 10, 90, 12, 50, 60 }, "a+c" },
		{ { 3, 90, 12, 50, 60 }, "a+c+d" },
		{ { 0, 1, 2, 3, 4 }, "" },
		{ { 0, 1, 2, 3, 40 }, "a+b+c+d+e" },
	};
	struct conf *c = tally_conf_load();
	struct conf_list was = c->regions;

	(void)state;
	c->regions = (struct conf_list){ names, 5 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct region_merge m;

		assert_int_equal(region_merge_make(c, rows[i].totals, &m), 0);
		assert_int_equal(m.n, rows[i].merged[0] != '\0');
		if (m.n > 0)
			assert_string_equal(m.names[0], rows[i].merged);
		region_merge_free(&m);
	}
	c->regions = was;
	conf_free(&c);
	assert_true(region_has("a+bc", "bc"));
	assert_true(region_has("a", "a"));
	assert_false(region_has("a+bc", "b"));
}

/* Every group adds up, also where messages expired. */
static void
test_dimensions(void **state)
{
	struct conf *c = tally_conf_load();
	sqlite3 *db = tally_db();
	struct cells cells;

	(void)state;
	tally_add(db, 202628, "lijn", "noord", "total", "", 9);
	tally_add(db, 202628, "lijn", "noord", "theme", "wachten", 7);
	tally_add(
	    db, 202628, "lijn", "noord", "theme-polarity", "wachten:neg", 4);
	tally_add(db, 202628, "lijn", "noord", "polarity", "neg", 4);
	tally_add(db, 202628, "lijn", "noord", "polarity", "", 1);
	cells = read_period(db, c, (struct period){ 2026, 3, 0 });
	assert_int_equal(count(&cells, "2026-Q3", "", "", "theme-polarity",
			     "wachten:onbekend"),
	    3);
	assert_int_equal(
	    count(&cells, "2026-Q3", "", "noord", "polarity", CELL_NONE), 5);
	assert_int_equal(
	    count(&cells, "2026-Q3", "lijn", "", "weight", CELL_NONE), 9);
	cells_free(&cells);
	sqlite3_close(db);
	conf_free(&c);
}

static void
test_sums(void **state)
{
	sqlite3 *db = tally_db();
	struct period p = { 2026, 3, 0 };
	struct sums s;
	struct err e = { "" };

	(void)state;
	tally_sum(db, 202626, "counted", 100);
	tally_sum(db, 202639, "counted", 7);
	tally_sum(db, 202640, "counted", 9);
	tally_sum(db, 202641, "quarantined", 2);
	tally_sum(db, 202610, "quarantined", 1);
	tally_sum(db, 0, "unreadable", 3);
	tally_sum(db, 202630, "duplicate", 4);
	tally_sum(db, 202630, "continuation", 5);
	tally_sum(db, 202630, "erased", 6);
	tally_sum(db, 202630, "expired", 8);
	tally_close(db);
	assert_int_equal(sums_read(db, p, &s, &e), 0);
	assert_int_equal(s.tree, 145);
	assert_int_equal(s.term[SUM_COUNTED], 107);
	assert_int_equal(s.term[SUM_CARRIED], 9);
	assert_int_equal(s.term[SUM_QUARANTINED], 3);
	assert_int_equal(s.term[SUM_UNREADABLE], 3);
	assert_int_equal(s.term[SUM_DUPLICATES], 4);
	assert_int_equal(s.term[SUM_CONTINUATIONS], 5);
	assert_int_equal(s.term[SUM_ERASED], 6);
	assert_int_equal(s.term[SUM_EXPIRED], 8);
	assert_int_equal(week_number(s.waiting_since), 202610);
	/* One record more in the log than is accounted for. */
	sqlite3_exec(
	    db, "UPDATE box SET next_index = next_index + 1", NULL, NULL, NULL);
	assert_int_equal(sums_read(db, p, &s, &e), -1);
	assert_non_null(strstr(e.msg, "145"));
	assert_non_null(strstr(e.msg, "146"));
	tally_close(db);
	tally_sum(db, 202630, "vanished", 1);
	assert_int_equal(sums_read(db, p, &s, &e), -1);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scope),
		cmocka_unit_test(test_quarters),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_small_regions),
		cmocka_unit_test(test_dimensions),
		cmocka_unit_test(test_sums),
	};

	return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
