/*
 * tagmap.h - the tags of one log: was this record there already, and
 * which is it?
 */
#ifndef GEHOOR_TAGMAP_H
#define GEHOOR_TAGMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/code.h"

struct tagmap;

struct tagmap *tagmap_new(void); /* NULL: no memory */
void tagmap_free(struct tagmap **m);

bool tagmap_has(const struct tagmap *m, const uint8_t tag[static TAG_LEN]);

bool tagmap_find(
    const struct tagmap *m, const uint8_t tag[static TAG_LEN], uint64_t *index);

/*
 * Adds the tag of a record (again: no effect, the first index stays; all
 * zero: none).  0, or -1: no memory.
 */
int
tagmap_add(struct tagmap *m, const uint8_t tag[static TAG_LEN], uint64_t index);

size_t tagmap_count(const struct tagmap *m);

#endif
