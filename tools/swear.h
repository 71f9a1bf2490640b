/*
 * swear.h - words that say how angry somebody is and not about what.
 */
#ifndef SWEAR_H
#define SWEAR_H

#include <stdbool.h>

#include "gehoor/bytes.h"

/* Whether the normalised word is one of them. */
bool swear_is(struct str word);
/* Whether the table is in order, as the search needs it; for the tests. */
bool swear_is_sorted(void);

#endif
