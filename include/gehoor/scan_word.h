/*
 * scan_word.h - letters and words, as the scanners see them.
 *
 * For who looks for more in a text than shapes: the redaction of the tool.
 * Pure functions; every look forward or back is bounded.
 */
#ifndef GEHOOR_SCAN_WORD_H
#define GEHOOR_SCAN_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"

#define SCAN_WORD_MAX 64 /* bytes; a longer word is no word */

/* ---- scan_glyph.c: one character -------------------------------------------
 * Its code point, full-width forms and the digits of Arabic as ASCII, and its
 * length in bytes (1 for a byte that is not UTF-8: U+FFFD).
 */
struct glyph {
	uint32_t c;
	size_t n;
};
struct glyph glyph_before(struct str t, size_t i); /* {0, 0} at 0 */
bool glyph_is_cased(uint32_t c); /* of a script with capitals */
bool glyph_is_blank(uint32_t c); /* also what has no width; no LF */
bool glyph_is_hyphen(uint32_t c);

/* Beyond ASCII, which is most of what there is and done in place. */
struct glyph glyph_wide_at(struct str t, size_t i);
bool glyph_is_wide_letter(uint32_t c);
uint32_t glyph_wide_lower(uint32_t c);

/* {0, 0} at the end */
static inline struct glyph
glyph_at(struct str t, size_t i)
{
	if (i < t.n && (uint8_t)t.p[i] < 0x80)
		return (struct glyph){ (uint8_t)t.p[i], 1 };
	return glyph_wide_at(t, i);
}

static inline bool
glyph_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool
glyph_is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 32) >= 'a' && (c | 32) <= 'z';
	return glyph_is_wide_letter(c);
}

static inline uint32_t
glyph_lower(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	return glyph_wide_lower(c);
}

static inline bool
glyph_is_upper(uint32_t c)
{
	return glyph_lower(c) != c;
}

/* ---- scan_word.c: letters, and apostrophes between them -------------------- */
struct scan_word {
	size_t start, end;
	bool capital; /* begins with a capital, or has no case */
	bool shouted; /* two letters or more, all capitals */
	bool cased;   /* of a script with capitals */
	char low[SCAN_WORD_MAX + 16]; /* lower case, UTF-8 */
};

/* The word that begins at i. */
bool word_at(struct str t, size_t i, struct scan_word *w);

/*
 * The next word behind i, and the one before i, when nothing but blanks, LF
 * and at most four characters of marks stand between.
 */
bool word_next(struct str t, size_t i, const char *marks, struct scan_word *w);
bool
word_before(struct str t, size_t i, const char *marks, struct scan_word *w);

/* Whether w is in a list such as " een twee ": blanks around every word. */
bool word_in(const struct scan_word *w, const char *list);

/* Whether one of the last n words before i is in the list. */
bool word_cued(struct str t, size_t i, const char *list, unsigned n);

/* Skips at most n blanks (no LF). */
size_t skip_blanks(struct str t, size_t i, unsigned n);

#endif
