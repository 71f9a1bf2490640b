/*
 * segment_path.h - where a file of a segment is.
 */
#ifndef SEGMENT_PATH_H
#define SEGMENT_PATH_H

#include <stdio.h>

#include "gehoor/segment.h"

/* DIR/NNNNNNNN.SUFFIX. */
static inline void
segment_path(const char *dir, uint32_t number, const char *suffix, char *out,
    size_t room)
{
	char name[SEGMENT_NAME_LEN + 1];

	segment_name(number, suffix, name);
	snprintf(out, room, "%s/%s", dir, name);
}

#endif
