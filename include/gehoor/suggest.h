/*
 * suggest.h - "did you mean": the known word nearest to a mistyped one.
 */
#ifndef GEHOOR_SUGGEST_H
#define GEHOOR_SUGGEST_H

#include <stddef.h>

struct suggest {
	const char *word;    /* what was typed */
	const char *nearest; /* best so far, or NULL */
	size_t distance;     /* of the nearest */
};

#define SUGGEST_INIT(w) \
	{ \
		(w), NULL, 0 \
	}

/*
 * Offers a known word (borrowed).  Afterwards nearest is the one with the
 * fewest letters typed wrong, left out, added or exchanged with their
 * neighbour, if those are few enough for a slip of the fingers.
 */
void suggest_offer(struct suggest *s, const char *known);

#endif
