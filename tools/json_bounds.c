/*
 * json_bounds.c - how much a JSON text will be in memory, before it is.
 */
#include "json_bounds.h"

/* Behind the string whose quote is at p[i]. */
static size_t
behind_string(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i + 1;
}

bool
json_bounded(struct str json, size_t containers, size_t values)
{
	size_t i = 0, open = 0, items = 1;

	while (i < json.n) {
		switch (json.p[i]) {
		case '"':
			i = behind_string(json, i);
			continue;
		case '[':
		case '{':
			open++;
			items++; /* the first in it; one too many if empty */
			break;
		case ',':
			items++;
			break;
		default:
			break;
		}
		if (open > containers || items > values)
			return false;
		i++;
	}
	return true;
}
