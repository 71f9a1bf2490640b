/*
 * moment.h - a day, or a minute of it, as somebody writes it in a
 * configuration: "2026-12-31" or "2026-12-31 21:30", in Europe/Amsterdam.
 */
#ifndef GEHOOR_MOMENT_H
#define GEHOOR_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct moment {
	int year; /* 1970 .. 9998 */
	int month, day;
	int hour, minute; /* 0 where not timed */
	bool timed;
};

/* ISO 8601 (a blank for its "T"), and a day that exists. 0 or -1. */
int moment_parse(const char *p, size_t n, struct moment *out);

/*
 * The Unix second at which it is over: the midnight after a day, or the
 * minute itself.
 */
int64_t moment_end(const struct moment *m);

#define MOMENT_DATE_LEN 10 /* "31-12-2026" */
#define MOMENT_TIME_LEN 5  /* "21:30" */
void moment_date(const struct moment *m, char out[static MOMENT_DATE_LEN + 1]);
void moment_time(const struct moment *m, char out[static MOMENT_TIME_LEN + 1]);

#endif
