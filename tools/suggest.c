/*
 * suggest.c - the word that was probably meant: the nearest in optimal
 * string alignment distance (a letter more, less, other, or two exchanged).
 */
#include "suggest.h"

#include <stddef.h>
#include <string.h>

#define SUGGEST_MAX_WORD 32
#define SUGGEST_FAR 3

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Distance of two words, or SUGGEST_FAR for words too long to compare. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[3][SUGGEST_MAX_WORD + 1];
	unsigned *before = row[0], *last = row[1], *now = row[2], *spare;
	size_t na = strlen(a), nb = strlen(b), i, j;

	if (na > SUGGEST_MAX_WORD || nb > SUGGEST_MAX_WORD)
		return SUGGEST_FAR;
	for (j = 0; j <= nb; j++)
		last[j] = (unsigned)j;
	for (i = 1; i <= na; i++) {
		now[0] = (unsigned)i;
		for (j = 1; j <= nb; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1,
			    last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[nb];
}

void
suggest_start(struct suggest *s, const char *word)
{
	*s = (struct suggest){ word, NULL, SUGGEST_FAR };
}

void
suggest_see(struct suggest *s, const char *name)
{
	unsigned d = distance(s->word, name);

	/* Half of a short word may not be wrong. */
	if (d < s->distance && d * 2 < strlen(name)) {
		s->distance = d;
		s->nearest = name;
	}
}
