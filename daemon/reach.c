/*
 * reach.c - does a story hold something one could be reached by?
 *
 * A phone number begins with "0" or "+" and has nine digits or more with only
 * blanks, hyphens, dots or brackets between them; a mail address has an "@"
 * between letters and a dot behind it.  It only makes the check page ask; what
 * it misses is stored as it was written.
 */
#include "reach.h"

#define PHONE_DIGITS 9

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
has_phone(struct str t)
{
	size_t digits = 0;
	bool plus = false;

	for (size_t i = 0; i < t.n; i++) {
		if (is_digit(t.p[i]) && (digits > 0 || plus || t.p[i] == '0'))
			digits++;
		else if (t.p[i] == '\0' || strchr(" -.()/", t.p[i]) == NULL)
			digits = 0;
		plus = t.p[i] == '+';
		if (digits == PHONE_DIGITS)
			return true;
	}
	return false;
}

/* Whether a name with a dot in it begins at i. */
static bool
is_host(struct str t, size_t i)
{
	bool dot = false;

	for (; i < t.n; i++) {
		if (is_letter(t.p[i]) && dot)
			return true;
		if (t.p[i] == '.')
			dot = true;
		else if (!is_letter(t.p[i]) && !is_digit(t.p[i]) &&
		    t.p[i] != '-')
			return false;
	}
	return false;
}

static bool
has_mail(struct str t)
{
	for (size_t i = 1; i < t.n; i++)
		if (t.p[i] == '@' && t.p[i - 1] > ' ' && is_host(t, i + 1))
			return true;
	return false;
}

bool
reach_found(struct str text)
{
	return has_phone(text) || has_mail(text);
}
