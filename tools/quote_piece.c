/*
 * quote_piece.c - the words, numbers and placeholders that a quote is made of.
 */
#include "quote_piece.h"

#include "gehoor/scan.h"

#define LABEL_MAX 24 /* bytes of a placeholder */

/* Behind the placeholder at i; 0: there is none. */
static size_t
label_end(struct str t, size_t i)
{
	size_t end = i + 1;

	if (i >= t.n || t.p[i] != '[')
		return 0;
	for (; end < t.n && end - i < LABEL_MAX; end++)
		if (t.p[end] == ']')
			return end > i + 1 ? end + 1 : 0;
		else if (!glyph_is_letter((uint8_t)t.p[end]) &&
		    t.p[end] != '-' && t.p[end] != ' ')
			return 0;
	return 0;
}

static bool
is_solid(uint32_t c)
{
	return glyph_is_letter(c) || glyph_is_digit(c);
}

/* Behind what has no blank in it from i on: 16.30, 3e, AB-12. */
static size_t
number_end(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	while (is_solid(g.c) ||
	    (g.c > ' ' && g.c < 0x80 && strchr(".,:/-", (int)g.c) != NULL &&
		is_solid(glyph_at(t, i + g.n).c))) {
		i += g.n;
		g = glyph_at(t, i);
	}
	return i;
}

static bool
is_sentence_end(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == '\n' || c == 0x2026;
}

static bool
is_clause_end(uint32_t c)
{
	return c == ',' || c == ';' || c == ':' || c == ')' || c == 0x2013 ||
	    c == 0x2014;
}

/* Where the next piece begins, or the text ends; what ends on the way. */
static size_t
gap_end(struct str t, size_t i, enum quote_end *ends)
{
	struct glyph g = glyph_at(t, i);

	*ends = QUOTE_NOTHING;
	for (; g.n > 0 && !is_solid(g.c) && label_end(t, i) == 0;
	     g = glyph_at(t, i)) {
		if (is_sentence_end(g.c))
			*ends = QUOTE_SENTENCE;
		else if (*ends == QUOTE_NOTHING && is_clause_end(g.c))
			*ends = QUOTE_CLAUSE;
		i += g.n;
	}
	return i;
}

/* What is no word, in small letters as far as there is room. */
static void
read_number(struct str t, size_t i, struct quote_piece *p)
{
	size_t n;

	p->what = QUOTE_NUMBER;
	p->end = number_end(t, i);
	n = p->end - i < SCAN_WORD_MAX ? p->end - i : SCAN_WORD_MAX;
	for (size_t k = 0; k < n; k++)
		p->low[k] = (char)((uint8_t)t.p[i + k] < 0x80
			? glyph_lower((uint8_t)t.p[i + k])
			: (uint8_t)t.p[i + k]);
	p->low[n] = '\0';
}

bool
quote_piece_next(struct str t, size_t *at, struct quote_piece *p)
{
	enum quote_end before;
	struct scan_word w;
	size_t i = gap_end(t, *at, &before);

	if (i >= t.n)
		return false;
	*p = (struct quote_piece){ .what = QUOTE_LABEL,
		.start = i,
		.end = label_end(t, i),
		.first = *at == 0 || before == QUOTE_SENTENCE };
	if (p->end == 0 && word_at(t, i, &w) && number_end(t, i) >= w.end &&
	    !glyph_is_digit(glyph_at(t, w.end).c)) {
		p->what = QUOTE_WORD;
		p->end = w.end;
		memcpy(p->low, w.low, sizeof(p->low));
		p->capital = w.capital && w.cased;
		p->shouted = w.shouted;
	} else if (p->end == 0)
		read_number(t, i, p);
	*at = p->end;
	gap_end(t, p->end, &p->ends);
	return true;
}

bool
quote_piece_in(const struct quote_piece *p, const char *list)
{
	const size_t n = strlen(p->low);
	const char *found = list;

	if (n == 0)
		return false;
	while ((found = strstr(found, p->low)) != NULL) {
		if (found > list && found[-1] == ' ' && found[n] == ' ')
			return true;
		found += n;
	}
	return false;
}

/* Whether a quote may have the mark. */
static bool
is_printed(uint32_t c)
{
	return (c > ' ' && c < 0x80 &&
		   strchr(".,!?;:'\"()-", (int)c) != NULL) ||
	    c == 0x2013 || c == 0x2014 || (c >= 0x2018 && c <= 0x201d) ||
	    c == 0x2026;
}

void
quote_piece_marks(struct str between, bool last, bool after_hole,
    bool before_hole, struct buf *out)
{
	bool blank = false, any = false;
	struct glyph g = glyph_at(between, 0);

	for (size_t i = 0; g.n > 0; i += g.n, g = glyph_at(between, i)) {
		if (glyph_is_blank(g.c) || g.c == '\n') {
			blank = true;
			continue;
		}
		if (!is_printed(g.c) || (after_hole && !any && g.c == '.') ||
		    ((after_hole || before_hole) && g.c == '-'))
			continue;
		if (blank && (any || !last))
			buf_addc(out, ' ');
		buf_add(out, between.p + i, g.n);
		blank = false;
		any = true;
	}
	if (!last && (blank || (!any && (after_hole || before_hole))))
		buf_addc(out, ' ');
}
