/*
 * suggest.c - "did you mean": the known word nearest to a mistyped one.
 */
#include "gehoor/suggest.h"

#include <string.h>

#define WORD_MAX 48 /* longer words are not compared */

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment distance of two words of at most WORD_MAX. */
static size_t
distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t row[3][WORD_MAX + 1], i, j, d;
	size_t *before = row[0], *last = row[1], *now = row[2], *swap;

	for (j = 0; j <= nb; j++)
		last[j] = j;
	for (i = 1; i <= na; i++) {
		now[0] = i;
		for (j = 1; j <= nb; j++) {
			d = last[j - 1] + (a[i - 1] != b[j - 1]);
			d = least(d, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = least(d, before[j - 2] + 1);
			now[j] = d;
		}
		swap = before;
		before = last;
		last = now;
		now = swap;
	}
	return last[nb];
}

void
suggest_offer(struct suggest *s, const char *known)
{
	size_t n = strlen(s->word), nk = strlen(known), d;

	if (n > WORD_MAX || nk > WORD_MAX)
		return;
	d = distance(s->word, n, known, nk);
	if (d > 1 + n / 4 || (s->nearest != NULL && d >= s->distance))
		return;
	s->nearest = known;
	s->distance = d;
}
