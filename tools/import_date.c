/*
 * import_date.c - what people write as a date, as the ISO week it is in.
 */
#include "import_date.h"

#include <stdbool.h>

#define NOON 720 /* in minutes: far from both ends of a day */
#define EARLIEST 1970

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the digits at the beginning; how many there were, or 5 for more. */
static size_t
take_number(struct str *s, int *out)
{
	size_t n = 0;

	*out = 0;
	while (s->n > 0 && is_digit(s->p[0]) && n < 5) {
		*out = *out * 10 + (s->p[0] - '0');
		s->p++;
		s->n--;
		n++;
	}
	return n;
}

/* Three numbers with one kind of character between them. */
struct parts {
	int value[3];
	size_t digits[3];
};

static bool
take_parts(struct str *s, struct parts *p)
{
	char between = '\0';

	for (size_t i = 0; i < 3; i++) {
		p->digits[i] = take_number(s, &p->value[i]);
		if (p->digits[i] == 0)
			return false;
		if (i == 2)
			break;
		if (s->n == 0 || strchr("-/.", s->p[0]) == NULL ||
		    (i == 1 && s->p[0] != between))
			return false;
		between = s->p[0];
		s->p++;
		s->n--;
	}
	return true;
}

/* Behind a day: nothing, or a time, which is not looked at. */
static bool
is_time(struct str s)
{
	if (s.n == 0)
		return true;
	if (s.p[0] != ' ' && s.p[0] != 'T')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!is_digit(s.p[i]) && strchr(":.+-Z ", s.p[i]) == NULL)
			return false;
	return true;
}

static int
week_of_day(int year, int month, int day, struct week *out, struct err *e)
{
	if (year < EARLIEST)
		return err_set(e, "the year is before %d", EARLIEST);
	if (month < 1 || month > 12)
		return err_set(
		    e, "there is no month %d (the day comes first)", month);
	if (day < 1 || day > days_in_month(year, month))
		return err_set(e, "month %d has no day %d", month, day);
	*out = week_of(local_second(year, month, day, NOON));
	return 0;
}

static int
not_a_date(struct err *e)
{
	return err_set(
	    e, "is not a date; write dd-mm-yyyy, yyyy-mm-dd or yyyy-Www");
}

static bool
is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

int
import_date_read(struct str text, struct week *out, struct err *e)
{
	struct str s = str_trim(text, " \t\r\n");
	struct parts p;

	if (s.n == 0)
		return err_set(e, "is empty");
	if (s.n == WEEK_TEXT_LEN && week_parse(s.p, s.n, out) == 0)
		return 0;
	if (is_number(s))
		return err_set(e,
		    "is a number, as a spreadsheet keeps a date; give the "
		    "column the form of a date and save the file again");
	if (!take_parts(&s, &p) || !is_time(s))
		return not_a_date(e);
	if (p.digits[0] == 4 && p.digits[1] <= 2 && p.digits[2] <= 2)
		return week_of_day(p.value[0], p.value[1], p.value[2], out, e);
	if (p.digits[0] > 2 || p.digits[1] > 2)
		return not_a_date(e);
	if (p.digits[2] == 2)
		return err_set(
		    e, "has a year of two digits; write it with four");
	return p.digits[2] != 4
	    ? not_a_date(e)
	    : week_of_day(p.value[2], p.value[1], p.value[0], out, e);
}
