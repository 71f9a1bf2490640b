/*
 * squeeze.c - a text with every letter once.
 */
#include "squeeze.h"

#include <stdlib.h>

static void
make_room(struct squeezed *s, size_t n)
{
	if (n >= UINT32_MAX)
		abort();
	if (n < s->room)
		return;
	squeeze_free(s);
	s->room = n * 2 + 1;
	s->p = malloc(s->room);
	s->at = calloc(s->room, sizeof(*s->at));
	if (s->p == NULL || s->at == NULL)
		abort(); /* a wrong count would be worse */
}

struct str
squeeze(struct squeezed *s, struct str text)
{
	char last = '\0';

	make_room(s, text.n);
	s->n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == last && c >= 'a' && c <= 'z')
			continue;
		s->at[s->n] = (uint32_t)i;
		s->p[s->n++] = last = c;
	}
	s->at[s->n] = (uint32_t)text.n;
	return (struct str){ s->p, s->n };
}

void
squeeze_free(struct squeezed *s)
{
	free(s->p);
	free(s->at);
	*s = (struct squeezed){ .n = 0 };
}
