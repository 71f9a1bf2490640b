/*
 * swear.h - words that say how angry somebody is and not about what.
 */
#ifndef SWEAR_H
#define SWEAR_H

#include <stdbool.h>

#include "gehoor/bytes.h"

enum swear_kind {
	SWEAR_NONE,
	SWEAR_SIGH, /* "pff": somebody is tired of it */
	SWEAR_WORD  /* a swear word, a curse, an insult */
};

struct swear {
	enum swear_kind kind;
	struct str rest; /* what the word says besides: "groep" of "kutgroep" */
};

/*
 * Looks at a folded word (normalise_fold); stretched and doubled letters
 * make no difference.  rest is borrowed from the word, and all of it if it
 * does not swear.
 */
struct swear swear_of(struct str word);

/* Whether the word swears or sighs, wholly or in part. */
bool swear_is(struct str word);

#endif
