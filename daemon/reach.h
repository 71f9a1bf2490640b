/*
 * reach.h - does a story hold something one could be reached by?  Only for a
 * friendly question on the check page; nothing is refused for it.
 */
#ifndef REACH_H
#define REACH_H

#include <stdbool.h>

#include "gehoor/bytes.h"

/* Whether something in the text looks like a phone number or mail address. */
bool reach_found(struct str text);

#endif
