/*
 * tagmap.h - the set of tags of one box: was this record there already?
 */
#ifndef TAGMAP_H
#define TAGMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/code.h"

struct tagmap;

struct tagmap *tagmap_new(void); /* NULL: no memory */
void tagmap_free(struct tagmap **m);

bool tagmap_has(const struct tagmap *m, const uint8_t tag[static TAG_LEN]);

/* Adds a tag (again: no effect; all zero: none).  0, or -1: no memory. */
int tagmap_add(struct tagmap *m, const uint8_t tag[static TAG_LEN]);

size_t tagmap_count(const struct tagmap *m);

#endif
