/*
 * utf8.h - text from strangers made into clean UTF-8, and counted.
 */
#ifndef GEHOOR_UTF8_H
#define GEHOOR_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"

/* Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7). */
bool utf8_is_valid(const void *p, size_t n);

/*
 * Adds the text to out with every ill-formed sequence replaced by U+FFFD
 * ("maximal subpart" practice, as the WHATWG decoder), CR LF and lone CR as
 * LF, NUL and other C0/C1 controls (and DEL) except TAB and LF dropped, and
 * byte order marks before the first character dropped.  Everything else, emoji
 * included, stays.  Cleaning twice changes nothing: a story that comes back
 * by way of a page is the same story.
 */
void utf8_clean(struct buf *out, const void *p, size_t n);

/* The number of code points in well-formed UTF-8. */
size_t utf8_count(const void *p, size_t n);

/* The byte length of the first max code points at most. */
size_t utf8_prefix(const void *p, size_t n, size_t max);

/*
 * Folds for matching (utf8proc): compatibility decomposition, lower case,
 * marks stripped ("Café" -> "cafe").  Used by the theme matcher.
 */
int utf8_fold(struct buf *out, const void *p, size_t n);

#endif
