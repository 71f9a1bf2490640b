/*
 * scan_postcode.c - Dutch postcodes: 1234 AB (NEN 5825).
 *
 * The first digit is no zero and the letters are never SA, SD, SS.  People
 * write them small as well, and then "in 2022 en toen" has the same shape:
 * small letters that are a word, or short for one, are none.
 */
#include "scan_parts.h"

/* Words and abbreviations of two letters, of the languages of the pages. */
static const char words[] =
    " af al am an as at au be bo bu bv by ci co da de di do dr du ed ee eh el"
    " em en er et eu ex ga go ha he ho ie ii ik il im in is it iv ja je ji jo"
    " jr ka ki la le ma me mi mn mo mr ms mu mw my na ne no nr nu od of oh ok"
    " om on op or os pa pm po ps re se si so ta te ti to tv ty ur us uu tm tt "
    "va vd"
    " vr vs wa we wo wy xx ya za ze zn zo ";
/* Units, and what is written against a year: 2022en. */
static const char units[] = " cm gb kb kg km kw mb mg ml mm pk uu ";
static const char joined[] = " en eu op ";

/* The letters at i in lower case, and where they end; 0: no two letters. */
static size_t
letters(struct str t, size_t i, char low[static 3], bool *capitals)
{
	struct glyph g;

	*capitals = true;
	for (int k = 0; k < 2; k++) {
		g = glyph_at(t, i);
		low[k] = (char)glyph_lower(g.c & 0x7f);
		if (g.c > 'z' || low[k] < 'a' || low[k] > 'z')
			return 0;
		*capitals = *capitals && glyph_is_upper(g.c);
		i += g.n;
	}
	low[2] = '\0';
	g = glyph_at(t, i);
	return glyph_is_letter(g.c) || glyph_is_digit(g.c) || g.c == '\'' ? 0
									  : i;
}

/* Whether somebody shouts around what stands from i to end. */
static bool
is_shouted(struct str t, size_t i, size_t end)
{
	struct scan_word w;

	return (word_before(t, i, ",", &w) && w.shouted) ||
	    (word_next(t, end, ",", &w) && w.shouted);
}

/* Whether a house number stands before it: 12 1234 en Ede. */
static bool
has_number_before(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);
	size_t from = i;

	for (int k = 0; k < 3 && (glyph_is_blank(g.c) || g.c == ','); k++) {
		i -= g.n;
		g = glyph_before(t, i);
	}
	return i < from && glyph_is_digit(g.c);
}

/* Whether the letters are rather a word, or a unit behind a number. */
static bool
is_word(struct str t, size_t i, size_t end, const char *low, bool capitals)
{
	const char quoted[] = { ' ', low[0], low[1], ' ', '\0' };
	bool apart = !glyph_is_digit(glyph_before(t, end - 2).c);

	if (strstr(units, quoted) != NULL && !capitals)
		return true;
	if (strstr(apart ? words : joined, quoted) == NULL ||
	    has_number_before(t, i))
		return false;
	return !capitals || is_shouted(t, i, end);
}

/* Whether it may as well be a year and a short word: 2019 vt, 1998 mv. */
static bool
is_year(struct str t, size_t i, size_t end, bool capitals)
{
	char year[2] = { (char)glyph_at(t, i).c,
		(char)glyph_at(t, i + glyph_at(t, i).n).c };

	return !capitals && glyph_is_blank(glyph_before(t, end - 2).c) &&
	    (memcmp(year, "19", 2) == 0 || memcmp(year, "20", 2) == 0) &&
	    !has_number_before(t, i) && !word_cued(t, i, " postcode pc ", 2);
}

static bool
is_amount(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);

	if (glyph_is_blank(g.c))
		g = glyph_before(t, i - g.n);
	return g.c == 0x20ac || g.c == '$' || g.c == 0xa3;
}

size_t
postcode_end(struct str t, size_t i)
{
	char low[3];
	bool capitals;
	size_t end = i;
	struct glyph g = glyph_at(t, i);

	if (g.c == '0' || run_is_glued(t, i) || is_amount(t, i))
		return 0;
	for (int k = 0; k < 4; k++) {
		g = glyph_at(t, end);
		if (!glyph_is_digit(g.c))
			return 0;
		end += g.n;
	}
	end = letters(t, skip_blanks(t, end, 2), low, &capitals);
	if (end == 0 || strcmp(low, "sa") == 0 || strcmp(low, "sd") == 0 ||
	    strcmp(low, "ss") == 0)
		return 0;
	return is_word(t, i, end, low, capitals) || is_year(t, i, end, capitals)
	    ? 0
	    : end;
}

bool
scan_postcode(const struct scan_in *in, size_t i, struct scan_span *s)
{
	s->start = i;
	s->end = postcode_end(in->t, i);
	return s->end > 0;
}
