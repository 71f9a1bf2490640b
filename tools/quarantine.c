/*
 * quarantine.c - which messages wait for a person before they count.
 */
#include "quarantine.h"

bool
quarantine_holds(const struct record *r)
{
	size_t i;

	for (i = 0; i < r->nseen; i++)
		if (str_is(r->seen[i], "honeypot"))
			return true;
	return false;
}
