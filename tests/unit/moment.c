/*
 * moment.c - tests of days and minutes as they stand in a configuration.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/moment.h"

/* clang-format off */
static const struct {
	const char *text;
	int64_t end;	/* TZ=Europe/Amsterdam date -d ... +%s says so */
	const char *date, *time;
} good[] = {
	{ "2026-12-31", 1798758000, "31-12-2026", "00:00" },
	{ "2024-02-29", 1709247600, "29-02-2024", "00:00" },	/* leap */
	{ "2026-03-29", 1774821600, "29-03-2026", "00:00" },	/* 23 hours */
	{ "2026-11-26 21:30", 1795725000, "26-11-2026", "21:30" },
	{ "2026-11-26T21:30", 1795725000, "26-11-2026", "21:30" },
	{ "2026-07-01 12:00", 1782900000, "01-07-2026", "12:00" },
	{ "2026-03-29 03:00", 1774746000, "29-03-2026", "03:00" },
	/* An hour that comes twice: the second of the two. */
	{ "2026-10-25 02:30", 1792891800, "25-10-2026", "02:30" },
	{ "1970-01-01 00:00", -3600, "01-01-1970", "00:00" },
	{ "9998-12-31", 253370764800 - 3600, "31-12-9998", "00:00" },
};
/* clang-format on */

static const char *const bad[] = { "", "2026", "2026-1-1", "2026-00-10",
	"2026-13-01", "2026-02-29", "2026-04-31", "2026-01-00", "1969-12-31",
	"9999-01-01", "2026-01-01 24:00", "2026-01-01 12:60", "2026-01-01 1:00",
	"2026-01-01-12:00", "2026-01-01 12.00", "2026/01/01", "x026-01-01",
	"2026-01-01 ", "2026-01-01 12:0x", "2026-01-01 12:000" };

static void
test_good(void **state)
{
	char date[MOMENT_DATE_LEN + 1], time[MOMENT_TIME_LEN + 1];
	struct moment m;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (moment_parse(good[i].text, strlen(good[i].text), &m) != 0)
			fail_msg("%s", good[i].text);
		if (moment_end(&m) != good[i].end)
			fail_msg("%s: %lld", good[i].text,
			    (long long)moment_end(&m));
		moment_date(&m, date);
		moment_time(&m, time);
		assert_string_equal(date, good[i].date);
		assert_string_equal(time, good[i].time);
		assert_int_equal(m.timed, strlen(good[i].text) > 10);
	}
}

/* Refused, and what was there before stays. */
static void
test_bad(void **state)
{
	struct moment m = { .year = 1234 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (moment_parse(bad[i], strlen(bad[i]), &m) != -1)
			fail_msg("taken: %s", bad[i]);
	assert_int_equal(m.year, 1234);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
