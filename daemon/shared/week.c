/*
 * week.c - ISO weeks of Europe/Amsterdam, and the periods made of them.
 *
 * Everything here rests on one fact: 1970-01-01 was a Thursday.  So the
 * Thursdays are the multiples of 7 days since then, and the number of a
 * Thursday divided by 7 is a running index of weeks: 1970-W01 is 0.
 */
#include "gehoor/week.h"

#define DAY 86400
#define CET 3600 /* seconds east of Greenwich, in winter */
#define CEST 7200
#define YEAR_MIN 1970
#define YEAR_MAX 9999

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of the first day of a month (1-12, or 13). */
static int64_t
month_start(int year, int month)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334, 365 };
	int64_t y = year - 1;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return y * 365 + y / 4 - y / 100 + y / 400 - 719162 +
	    before[month - 1] + (leap && month > 2);
}

/* The year of a day; the guess is at most one year too low. */
static int
year_of_day(int64_t day)
{
	int year = (int)(YEAR_MIN + floor_div(day * 400, 146097));

	while (month_start(year + 1, 1) <= day)
		year++;
	while (month_start(year, 1) > day)
		year--;
	return year;
}

/* When summer time begins (month 4) or ends (month 11): 01:00 UTC. */
static int64_t
last_sunday_before(int year, int month)
{
	int64_t last = month_start(year, month) - 1;

	/* Day 3 was a Sunday. */
	return (last - ((last - 3) % 7 + 7) % 7) * DAY + 3600;
}

static int
utc_offset(int64_t unix_seconds)
{
	int year = year_of_day(floor_div(unix_seconds, DAY));

	return unix_seconds >= last_sunday_before(year, 4) &&
		unix_seconds < last_sunday_before(year, 11)
	    ? CEST
	    : CET;
}

/* The index of the first week whose Thursday is that day or later. */
static int64_t
index_from_day(int64_t day)
{
	return floor_div(day + 6, 7);
}

static int64_t
index_of_week(struct week w)
{
	return index_from_day(month_start(w.year, 1)) + w.week - 1;
}

/* Outside the years we know: the first or the last week there is. */
static struct week
week_of_index(int64_t index)
{
	struct week w;

	if (index < 0)
		index = 0;
	if (index >= index_from_day(month_start(YEAR_MAX + 1, 1)))
		index = index_from_day(month_start(YEAR_MAX + 1, 1)) - 1;
	w.year = year_of_day(index * 7);
	w.week = (int)(index - index_from_day(month_start(w.year, 1))) + 1;
	return w;
}

struct week
week_of(int64_t unix_seconds)
{
	const int64_t last = month_start(YEAR_MAX + 1, 2) * DAY;
	int64_t day;

	if (unix_seconds < 0)
		unix_seconds = 0;
	if (unix_seconds > last)
		unix_seconds = last;
	day = floor_div(unix_seconds + utc_offset(unix_seconds), DAY);
	/* Monday to Thursday go up to their Thursday, the others down. */
	return week_of_index(floor_div(day + 3, 7));
}

int64_t
week_start(struct week w)
{
	int64_t monday = (index_of_week(w) * 7 - 3) * DAY;

	/* The clock never changes on a Monday, so an hour is no matter. */
	return monday - utc_offset(monday);
}

int
weeks_in_year(int year)
{
	return (int)(index_from_day(month_start(year + 1, 1)) -
	    index_from_day(month_start(year, 1)));
}

int
week_quarter(struct week w)
{
	int64_t thursday = index_of_week(w) * 7;
	int quarter = 4;

	while (quarter > 1 && thursday < month_start(w.year, quarter * 3 - 2))
		quarter--;
	return quarter;
}

int
local_hour(int64_t unix_seconds)
{
	int64_t local = unix_seconds + utc_offset(unix_seconds);

	return (int)(local - floor_div(local, DAY) * DAY) / 3600;
}

int64_t
local_second(int year, int month, int day, int minutes)
{
	int64_t local =
	    (month_start(year, month) + day - 1) * DAY + (int64_t)minutes * 60;

	/* In the hour that comes twice this is the second of the two. */
	return local - utc_offset(local - CET);
}

int
days_in_month(int year, int month)
{
	return (int)(month_start(year, month + 1) - month_start(year, month));
}

int64_t
weeks_between(struct week from, struct week to)
{
	return index_of_week(to) - index_of_week(from);
}

struct week
week_add(struct week w, int n)
{
	return week_of_index(index_of_week(w) + n);
}

int
week_number(struct week w)
{
	return w.year * 100 + w.week;
}

struct week
week_from_number(int n)
{
	return (struct week){ n / 100, n % 100 };
}

/* Writes v with that many digits. */
static char *
put_digits(char *p, int v, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + digits;
}

/* Reads exactly that many digits, or -1. */
static int
get_digits(const char *p, int digits)
{
	int v = 0;

	for (int i = 0; i < digits; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

void
week_format(struct week w, char out[static WEEK_TEXT_LEN + 1])
{
	period_format((struct period){ w.year, 0, w.week }, out);
}

int
week_parse(const char *p, size_t n, struct week *out)
{
	struct period period;

	if (period_parse(p, n, &period) == -1 || period.week == 0)
		return -1;
	*out = (struct week){ period.year, period.week };
	return 0;
}

int
period_parse(const char *p, size_t n, struct period *out)
{
	struct period r = { 0, 0, 0 };

	if (n < 4 || (r.year = get_digits(p, 4)) < YEAR_MIN)
		return -1;
	if (n == 7 && p[4] == '-' && p[5] == 'Q') {
		r.quarter = get_digits(p + 6, 1);
		if (r.quarter < 1 || r.quarter > 4)
			return -1;
	} else if (n == 8 && p[4] == '-' && p[5] == 'W') {
		r.week = get_digits(p + 6, 2);
		if (r.week < 1 || r.week > weeks_in_year(r.year))
			return -1;
	} else if (n != 4)
		return -1;
	*out = r;
	return 0;
}

void
period_format(struct period p, char out[static PERIOD_TEXT_LEN + 1])
{
	char *to = put_digits(out, p.year, 4);

	if (p.quarter != 0) {
		*to++ = '-';
		*to++ = 'Q';
		to = put_digits(to, p.quarter, 1);
	} else if (p.week != 0) {
		*to++ = '-';
		*to++ = 'W';
		to = put_digits(to, p.week, 2);
	}
	*to = '\0';
}

bool
period_has(struct period p, struct week w)
{
	return w.year == p.year && (p.week == 0 || p.week == w.week) &&
	    (p.quarter == 0 || p.quarter == week_quarter(w));
}

void
period_weeks(struct period p, struct week *first, struct week *last)
{
	int from = p.quarter == 0 ? 1 : p.quarter * 3 - 2;
	int to = p.quarter == 0 ? 13 : p.quarter * 3 + 1;

	if (p.week != 0) {
		*first = *last = (struct week){ p.year, p.week };
		return;
	}
	*first = week_of_index(index_from_day(month_start(p.year, from)));
	*last = week_of_index(index_from_day(month_start(p.year, to)) - 1);
}

struct period
period_quarter_before(struct week w)
{
	int quarter = week_quarter(w);

	if (quarter > 1)
		return (struct period){ w.year, quarter - 1, 0 };
	return (struct period){ w.year - 1, 4, 0 };
}
