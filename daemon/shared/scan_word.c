/*
 * scan_word.c - words: letters, and the apostrophes between them.
 */
#include "scan_parts.h"

#define MARKS_MAX 6 /* characters between a cue and what it announces */

static bool
is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2bc;
}

/* Whether the character at i belongs to a word that has begun before it. */
static bool
is_inner(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	if (g.c < 0x80 && g.c != '\'')
		return glyph_is_letter(g.c);
	if (is_apostrophe(g.c))
		return glyph_is_letter(glyph_before(t, i).c) &&
		    glyph_is_letter(glyph_at(t, i + g.n).c);
	return glyph_is_letter(g.c);
}

static size_t
put_utf8(char *p, uint32_t c)
{
	size_t n = 0;

	if (c < 0x80)
		p[n++] = (char)c;
	else if (c < 0x800)
		p[n++] = (char)(0xc0 | c >> 6);
	else if (c < 0x10000)
		p[n++] = (char)(0xe0 | c >> 12);
	else
		p[n++] = (char)(0xf0 | c >> 18);
	if (c >= 0x10000)
		p[n++] = (char)(0x80 | (c >> 12 & 0x3f));
	if (c >= 0x800)
		p[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	if (c >= 0x80)
		p[n++] = (char)(0x80 | (c & 0x3f));
	return n;
}

bool
word_at(struct str t, size_t i, struct scan_word *w)
{
	struct glyph g = glyph_at(t, i);
	size_t len = 0, letters = 0, capitals = 0;
	uint32_t c;

	if (!glyph_is_letter(g.c))
		return false;
	w->start = i;
	w->cased = glyph_is_cased(g.c);
	w->capital = !w->cased || glyph_is_upper(g.c);
	/* Most letters are ASCII, and cost nothing here. */
	for (; i < t.n && len < SCAN_WORD_MAX && (uint8_t)t.p[i] < 0x80 &&
	     glyph_is_letter((uint8_t)t.p[i]);
	     i++, letters++) {
		c = (uint8_t)t.p[i];
		capitals += glyph_is_upper(c);
		w->low[len++] = (char)glyph_lower(c);
	}
	for (; is_inner(t, i); i += g.n) {
		g = glyph_at(t, i);
		c = is_apostrophe(g.c) ? '\'' : g.c;
		if (i + g.n - w->start > SCAN_WORD_MAX)
			return false;
		letters += c != '\'';
		capitals += glyph_is_upper(c);
		len += put_utf8(w->low + len, glyph_lower(c));
	}
	w->low[len] = '\0';
	w->end = i;
	w->shouted = letters > 1 && capitals == letters;
	return true;
}

/* Whether c may stand between two words that belong together. */
static bool
is_between(uint32_t c, const char *marks)
{
	if (c == 0)
		return false;
	return glyph_is_blank(c) || c == '\n' ||
	    (c < 0x80 && strchr(marks, (int)c) != NULL);
}

bool
word_next(struct str t, size_t i, const char *marks, struct scan_word *w)
{
	for (unsigned k = 0; k < MARKS_MAX; k++) {
		struct glyph g = glyph_at(t, i);

		if (!is_between(g.c, marks))
			break;
		i += g.n;
	}
	return word_at(t, i, w);
}

bool
word_before(struct str t, size_t i, const char *marks, struct scan_word *w)
{
	struct glyph g = glyph_before(t, i);
	size_t end;

	for (unsigned k = 0; k < MARKS_MAX && is_between(g.c, marks); k++) {
		i -= g.n;
		g = glyph_before(t, i);
	}
	end = i;
	/* Most words are of ASCII. */
	while (i > 0 && (uint8_t)t.p[i - 1] < 0x80 &&
	    glyph_is_letter((uint8_t)t.p[i - 1]))
		i--;
	if (i < end)
		g = glyph_before(t, i);
	if (end - i > SCAN_WORD_MAX)
		return false;
	while (i > 0 && is_inner(t, i - g.n)) {
		i -= g.n;
		if (end - i > SCAN_WORD_MAX)
			return false;
		g = glyph_before(t, i);
	}
	return i < end && word_at(t, i, w) && w->end == end;
}

bool
word_in(const struct scan_word *w, const char *list)
{
	char quoted[sizeof(w->low) + 2];
	size_t n = strlen(w->low);

	quoted[0] = ' ';
	memcpy(quoted + 1, w->low, n);
	memcpy(quoted + 1 + n, " ", 2);
	return strstr(list, quoted) != NULL;
}

bool
word_cued(struct str t, size_t i, const char *list, unsigned n)
{
	struct scan_word w;

	for (; n > 0 && word_before(t, i, ":.,;()=\"'-#/", &w); n--) {
		if (word_in(&w, list))
			return true;
		i = w.start;
	}
	return false;
}

size_t
skip_blanks(struct str t, size_t i, unsigned n)
{
	struct glyph g = glyph_at(t, i);

	for (; n > 0 && g.n > 0 && glyph_is_blank(g.c); n--) {
		i += g.n;
		g = glyph_at(t, i);
	}
	return i;
}
