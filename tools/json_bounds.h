/*
 * json_bounds.h - how much a JSON text will be in memory, before it is.
 */
#ifndef JSON_BOUNDS_H
#define JSON_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/bytes.h"

/*
 * Whether a text has at most so many arrays and objects, and at most so many
 * values in all: each takes a hundred bytes or more where the text has two.
 * Of what is not JSON any answer is right.
 */
bool json_bounded(struct str json, size_t containers, size_t values);

#endif
