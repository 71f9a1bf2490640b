/*
 * week.h - time as gehoor keeps it: an ISO 8601 week in Europe/Amsterdam.
 *
 * The rules of Central European (Summer) Time are computed here (last Sunday
 * of March and October, 01:00 UTC), so that no time-zone file is needed and
 * every machine agrees.  A week belongs to the year and quarter of its
 * Thursday.
 */
#ifndef GEHOOR_WEEK_H
#define GEHOOR_WEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct week {
	int year; /* 1970 .. 9999 */
	int week; /* 1 .. 53 */
};

#define WEEK_TEXT_LEN 8 /* "2026-W47" */

/* The week in which the moment (Unix seconds) falls. */
struct week week_of(int64_t unix_seconds);

/* The Unix second at which the week begins (Monday 00:00 in Amsterdam). */
int64_t week_start(struct week w);

void week_format(struct week w, char out[static WEEK_TEXT_LEN + 1]);
int week_parse(const char *p, size_t n, struct week *out); /* 0 or -1 */

/* year * 100 + week, and back; orders as time does. */
int week_number(struct week w);
struct week week_from_number(int n);

/* The weeks in the year (52 or 53); the quarter (1-4) of the Thursday. */
int weeks_in_year(int year);
int week_quarter(struct week w);

/* The n-th week after w (n may be negative). */
struct week week_add(struct week w, int n);

/* The hour of the day, 0 to 23, in Europe/Amsterdam. */
int local_hour(int64_t unix_seconds);

/*
 * The Unix second of so many minutes into a day, by the clock in Europe/
 * Amsterdam; the day after the last of a month is the first of the next.
 */
int64_t local_second(int year, int month, int day, int minutes);
int days_in_month(int year, int month);

/* Whole weeks from one to another; negative where to is earlier. */
int64_t weeks_between(struct week from, struct week to);

/* A period: a year, a quarter of it, or one week. */
struct period {
	int year;
	int quarter; /* 1-4, or 0 */
	int week;    /* 1-53, or 0 */
};

#define PERIOD_TEXT_LEN 8 /* "2026", "2026-Q3", "2026-W47" */

int period_parse(const char *p, size_t n, struct period *out); /* 0 or -1 */
void period_format(struct period p, char out[static PERIOD_TEXT_LEN + 1]);
bool period_has(struct period p, struct week w);
/* The first and the last week of the period. */
void period_weeks(struct period p, struct week *first, struct week *last);
/* The quarter before the one the week is in. */
struct period period_quarter_before(struct week w);

#endif
