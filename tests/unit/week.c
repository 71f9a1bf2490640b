/*
 * week.c - tests of ISO weeks in Amsterdam, and of periods.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/week.h"

/* clang-format off */
static const struct {
	int64_t seconds;
	const char *week;
} moments[] = {
	/* TZ=Europe/Amsterdam date -d @SECONDS '+%G-W%V %F %T' says: */
	{ 0, "1970-W01" },		/* 1970-01-01 01:00:00 */
	{ 946853999, "1999-W52" },	/* 2000-01-02 23:59:59 */
	{ 946854000, "2000-W01" },	/* 2000-01-03 00:00:00 */
	{ 951778800, "2000-W09" },	/* 2000-02-29 00:00:00, leap */
	{ 1451775600, "2015-W53" },	/* 2016-01-03 00:00:00 */
	{ 1609412400, "2020-W53" },	/* 2020-12-31 12:00:00 */
	{ 1609714799, "2020-W53" },	/* 2021-01-03 23:59:59 */
	{ 1609714800, "2021-W01" },	/* 2021-01-04 00:00:00 */
	{ 1709204400, "2024-W09" },	/* 2024-02-29 12:00:00, leap */
	{ 1735513199, "2024-W52" },	/* 2024-12-29 23:59:59 */
	{ 1735513200, "2025-W01" },	/* 2024-12-30 00:00:00 */
	{ 1774745999, "2026-W13" },	/* 2026-03-29 01:59:59, CET */
	{ 1774746000, "2026-W13" },	/* 2026-03-29 03:00:00, CEST */
	{ 1774821599, "2026-W13" },	/* 2026-03-29 23:59:59 */
	{ 1774821600, "2026-W14" },	/* 2026-03-30 00:00:00 */
	{ 1774825200, "2026-W14" },	/* 2026-03-30 01:00:00, 23:00 UTC */
	{ 1792969199, "2026-W43" },	/* 2026-10-25 23:59:59, CET again */
	{ 1792969200, "2026-W44" },	/* 2026-10-26 00:00:00 */
	{ 1795165200, "2026-W47" },	/* 2026-11-20 10:00:00 */
	{ 1798757999, "2026-W53" },	/* 2026-12-31 23:59:59 */
	{ 1799017199, "2026-W53" },	/* 2027-01-03 23:59:59 */
	{ 1799017200, "2027-W01" },	/* 2027-01-04 00:00:00 */
	{ 2147483648, "2038-W03" },	/* 2038-01-19 04:14:08 */
};
/* clang-format on */

static void
test_moments(void **state)
{
	char text[WEEK_TEXT_LEN + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		week_format(week_of(moments[i].seconds), text);
		assert_string_equal(text, moments[i].week);
	}
}

/* Mondays 00:00 in Amsterdam, by the same date command. */
static void
test_starts(void **state)
{
	static const struct {
		struct week week;
		int64_t seconds;
	} starts[] = {
		{ { 1970, 2 }, 342000 }, /* 1970-01-05 */
		{ { 2021, 1 }, 1609714800 },
		{ { 2026, 13 }, 1774220400 }, /* 2026-03-23, winter time */
		{ { 2026, 14 }, 1774821600 }, /* 2026-03-30, summer time */
		{ { 2026, 43 }, 1792360800 }, /* 2026-10-19, summer time */
		{ { 2026, 44 }, 1792969200 }, /* 2026-10-26, winter time */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		assert_true(week_start(starts[i].week) == starts[i].seconds);
}

static void
test_every_week_from_1971_to_2200(void **state)
{
	struct week before = { 1970, 53 };
	int64_t last = week_start(before), length;

	(void)state;
	for (int year = 1971; year <= 2200; year++)
		for (int n = 1; n <= weeks_in_year(year); n++) {
			struct week w = { year, n }, got;
			int64_t start = week_start(w);

			got = week_of(start);
			assert_int_equal(week_number(got), week_number(w));
			got = week_of(start - 1);
			assert_int_equal(week_number(got), week_number(before));
			length = start - last;
			assert_true(length == 604800 || length == 601200 ||
			    length == 608400);
			assert_int_equal(
			    week_number(week_add(before, 1)), week_number(w));
			assert_int_equal(
			    week_number(week_add(w, -1)), week_number(before));
			before = w;
			last = start;
		}
}

/* Summer time: one short and one long week in every year. */
static void
test_two_odd_weeks_a_year(void **state)
{
	(void)state;
	for (int year = 1971; year <= 2200; year++) {
		int shorter = 0, longer = 0;

		for (int n = 1; n <= weeks_in_year(year); n++) {
			struct week w = { year, n };
			int64_t length =
			    week_start(week_add(w, 1)) - week_start(w);

			shorter += length == 7 * 86400 - 3600;
			longer += length == 7 * 86400 + 3600;
		}
		assert_int_equal(shorter, 1);
		assert_int_equal(longer, 1);
	}
}

/* The long years of the first half of this century, from a calendar. */
static void
test_years_of_53_weeks(void **state)
{
	static const int years[] = { 2004, 2009, 2015, 2020, 2026, 2032, 2037,
		2043, 2048 };
	size_t next = 0;

	(void)state;
	for (int year = 2000; year <= 2050; year++) {
		bool is_long = next < sizeof(years) / sizeof(years[0]) &&
		    years[next] == year;

		assert_int_equal(weeks_in_year(year), is_long ? 53 : 52);
		next += is_long;
	}
	assert_int_equal(next, sizeof(years) / sizeof(years[0]));
}

static void
test_quarter_is_that_of_the_thursday(void **state)
{
	static const int quarters[][3] = {
		{ 2026, 1, 1 }, { 2026, 13, 1 }, /* Thu 26 March */
		{ 2026, 14, 2 },                 /* Thu 2 April */
		{ 2026, 26, 2 },                 /* Thu 25 June */
		{ 2026, 27, 3 },                 /* Thu 2 July */
		{ 2026, 40, 4 },                 /* Thu 1 October */
		{ 2026, 39, 3 }, { 2026, 53, 4 },
		{ 2021, 13, 2 },                 /* Thu 1 April */
		{ 2024, 1, 1 }, { 2024, 14, 2 }, /* Thu 4 April */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(quarters) / sizeof(quarters[0]); i++) {
		struct week w = { quarters[i][0], quarters[i][1] };

		assert_int_equal(week_quarter(w), quarters[i][2]);
	}
}

static void
test_outside_the_years_we_know(void **state)
{
	struct week first = { 1970, 1 }, last = { 9999, 52 };

	(void)state;
	assert_int_equal(week_number(week_of(-1)), 197001);
	assert_int_equal(week_number(week_of(INT64_MIN)), 197001);
	assert_int_equal(week_number(week_of(INT64_MAX)), 999952);
	assert_int_equal(week_number(week_add(first, -1)), 197001);
	assert_int_equal(week_number(week_add(last, 1)), 999952);
	assert_int_equal(week_number(week_of(week_start(first))), 197001);
	assert_int_equal(week_number(week_of(week_start(last))), 999952);
}

static void
test_text_and_number(void **state)
{
	char text[WEEK_TEXT_LEN + 1];
	struct week w;

	(void)state;
	assert_int_equal(week_parse("2026-W47", 8, &w), 0);
	assert_int_equal(w.year, 2026);
	assert_int_equal(w.week, 47);
	week_format(w, text);
	assert_string_equal(text, "2026-W47");
	assert_int_equal(week_number(w), 202647);
	w = week_from_number(202053);
	assert_int_equal(w.year, 2020);
	assert_int_equal(w.week, 53);
}

static void
test_bad_text(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-Q3", "2026-W00",
		"2026-W54", "2025-W53", "2026-W7", "2026-W047", "2026W47",
		"2026-w47", " 2026-W47", "2026-W47 ", "1969-W01", "+026-W47",
		"2026-W4x", "2026-47" };
	struct week w = { 1, 2 };
	struct period p = { 1, 2, 3 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(week_parse(bad[i], strlen(bad[i]), &w), -1);
	assert_int_equal(w.year, 1);
	for (size_t i = 3; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(period_parse(bad[i], strlen(bad[i]), &p), -1);
	assert_int_equal(period_parse("2026-Q0", 7, &p), -1);
	assert_int_equal(period_parse("2026-Q5", 7, &p), -1);
	assert_int_equal(period_parse("2026-Q33", 8, &p), -1);
	assert_int_equal(p.week, 3);
}

static void
test_periods(void **state)
{
	static const struct {
		const char *text;
		int first, last;
	} periods[] = {
		{ "2026", 202601, 202653 },
		{ "2025", 202501, 202552 },
		{ "2026-Q1", 202601, 202613 },
		{ "2026-Q2", 202614, 202626 },
		{ "2026-Q3", 202627, 202639 },
		{ "2026-Q4", 202640, 202653 },
		{ "2026-W47", 202647, 202647 },
		{ "9999", 999901, 999952 },
	};
	char text[PERIOD_TEXT_LEN + 1];
	struct week first, last;
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
		assert_int_equal(
		    period_parse(periods[i].text, strlen(periods[i].text), &p),
		    0);
		period_format(p, text);
		assert_string_equal(text, periods[i].text);
		period_weeks(p, &first, &last);
		assert_int_equal(week_number(first), periods[i].first);
		assert_int_equal(week_number(last), periods[i].last);
		assert_true(period_has(p, first));
		assert_true(period_has(p, last));
		assert_false(period_has(p, week_add(first, -1)));
		assert_true(periods[i].last == 999952 ||
		    !period_has(p, week_add(last, 1)));
	}
}

static void
test_the_quarter_before(void **state)
{
	char text[PERIOD_TEXT_LEN + 1];

	(void)state;
	period_format(period_quarter_before((struct week){ 2026, 47 }), text);
	assert_string_equal(text, "2026-Q3");
	period_format(period_quarter_before((struct week){ 2027, 1 }), text);
	assert_string_equal(text, "2026-Q4");
	period_format(period_quarter_before((struct week){ 2026, 53 }), text);
	assert_string_equal(text, "2026-Q3");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_starts),
		cmocka_unit_test(test_every_week_from_1971_to_2200),
		cmocka_unit_test(test_two_odd_weeks_a_year),
		cmocka_unit_test(test_years_of_53_weeks),
		cmocka_unit_test(test_quarter_is_that_of_the_thursday),
		cmocka_unit_test(test_outside_the_years_we_know),
		cmocka_unit_test(test_text_and_number),
		cmocka_unit_test(test_bad_text),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_the_quarter_before),
	};

	return cmocka_run_group_tests_name("week", tests, NULL, NULL);
}
