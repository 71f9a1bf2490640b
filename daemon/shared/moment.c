/*
 * moment.c - a day, or a minute of it, as somebody writes it.
 */
#include "gehoor/moment.h"

#include <stdio.h>

#include "gehoor/week.h"

#define YEAR_LAST 9998 /* so that the day after is one that week.h knows */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that as many digits make; -1 if they are not all digits. */
static int
number(const char *p, int digits)
{
	int v = 0;

	for (int i = 0; i < digits; i++) {
		if (!is_digit(p[i]))
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

static bool
is_day(const struct moment *m)
{
	return m->year >= 1970 && m->year <= YEAR_LAST && m->month >= 1 &&
	    m->month <= 12 && m->day >= 1 &&
	    m->day <= days_in_month(m->year, m->month);
}

static bool
is_minute(const struct moment *m)
{
	return m->hour >= 0 && m->hour < 24 && m->minute >= 0 && m->minute < 60;
}

int
moment_parse(const char *p, size_t n, struct moment *out)
{
	struct moment m = { .timed = n == 16 };

	if ((n != 10 && n != 16) || p[4] != '-' || p[7] != '-')
		return -1;
	m.year = number(p, 4);
	m.month = number(p + 5, 2);
	m.day = number(p + 8, 2);
	if (m.timed) {
		if ((p[10] != ' ' && p[10] != 'T') || p[13] != ':')
			return -1;
		m.hour = number(p + 11, 2);
		m.minute = number(p + 14, 2);
	}
	if (!is_day(&m) || !is_minute(&m))
		return -1;
	*out = m;
	return 0;
}

int64_t
moment_end(const struct moment *m)
{
	if (m->timed)
		return local_second(
		    m->year, m->month, m->day, m->hour * 60 + m->minute);
	return local_second(m->year, m->month, m->day + 1, 0);
}

static char
digit(int v)
{
	return (char)('0' + v % 10);
}

void
moment_date(const struct moment *m, char out[static MOMENT_DATE_LEN + 1])
{
	const char text[] = { digit(m->day / 10), digit(m->day), '-',
		digit(m->month / 10), digit(m->month), '-',
		digit(m->year / 1000), digit(m->year / 100),
		digit(m->year / 10), digit(m->year), '\0' };

	snprintf(out, MOMENT_DATE_LEN + 1, "%s", text);
}

void
moment_time(const struct moment *m, char out[static MOMENT_TIME_LEN + 1])
{
	const char text[] = { digit(m->hour / 10), digit(m->hour), ':',
		digit(m->minute / 10), digit(m->minute), '\0' };

	snprintf(out, MOMENT_TIME_LEN + 1, "%s", text);
}
