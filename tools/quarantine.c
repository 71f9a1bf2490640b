/*
 * quarantine.c - which messages wait for a person before they count.
 */
#include "quarantine.h"

#include <string.h>

static bool
was_seen(const struct record *r, const char *what)
{
	size_t i;

	for (i = 0; i < r->nseen; i++)
		if (str_is(r->seen[i], what))
			return true;
	return false;
}

bool
quarantine_holds(const struct record *r)
{
	return was_seen(r, "honeypot");
}

bool
quarantine_doubts(const struct record *r)
{
	return was_seen(r, "no-token") || was_seen(r, "fast");
}

bool
quarantine_holds_spam(const struct appraisal *a, bool doubted)
{
	return a->spam && a->words != NULL &&
	    (doubted || strstr(a->words, "[link]") != NULL);
}
