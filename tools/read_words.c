/*
 * read_words.c - the words of a text, and what the lists say of each.
 *
 * First all words are found, so that the slots of the lists are on their way
 * from memory when they are looked at.  Words of ASCII, most of what there
 * is, are read here; others by the scanners' word_at.
 */
#include "read_words.h"

#include <stdlib.h>

#include "gehoor/scan_word.h"

/* Flags that say nothing about whether a word is a form of another. */
#define NOT_TOLD ((unsigned)(WORDLISTS_CHAT | WORDLISTS_COMMON))

/* The flags of a word that no list has, or of what it is without accents. */
static unsigned
flags_of_plain(const struct wordlists *lx, struct str w)
{
	char plain[SCAN_WORD_MAX + 16];
	size_t n = wordlists_plain(w, plain, sizeof(plain));

	if (n == 0)
		return 0;
	return wordlists_flags(lx, (struct str){ plain, n }) &
	    (READ_NAMES | WORDLISTS_PLACE | WORDLISTS_STAR);
}

/* Or without an s, 's. */
static unsigned
flags_of_stem(const struct wordlists *lx, struct str w)
{
	size_t n;
	unsigned f;

	if (w.n <= 3 || w.p[w.n - 1] != 's')
		return 0;
	n = w.n - (w.p[w.n - 2] == '\'' ? 2 : 1);
	f = wordlists_flags(lx, (struct str){ w.p, n });
	return n == w.n - 2 || (f & READ_ORDINARY) == 0
	    ? f & (READ_NAMES | READ_ORDINARY | WORDLISTS_STAR)
	    : 0;
}

/* Schools that have their name before this word. */
static bool
is_college(struct str t, const struct read_word *w)
{
	static const struct str names[] = { { "college", 7 }, { "lyceum", 6 },
		{ "gymnasium", 9 } };
	size_t n;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].n != w->letters)
			continue;
		for (n = 0; n < w->letters &&
		     (t.p[w->start + n] | 32) == names[i].p[n];
		     n++)
			;
		if (n == w->letters)
			return true;
	}
	return false;
}

/* Asks the lists about a word. */
static void
look_up(const struct wordlists *lx, struct str t, struct read_word *w)
{
	struct scan_word s;
	unsigned f = wordlists_of(lx, w->hash);
	bool guessed = false;

	if ((f & (READ_ORDINARY | READ_NAMES | WORDLISTS_PLACE)) == 0 &&
	    word_at(t, w->start, &s)) {
		const struct str low = { s.low, w->letters };

		if ((f & ~NOT_TOLD) == 0)
			f |= flags_of_plain(lx, low);
		if ((f & ~NOT_TOLD) == 0)
			f |= flags_of_stem(lx, low);
		if ((f &
			(READ_ORDINARY | READ_NAMES | WORDLISTS_PLACE |
			    WORDLISTS_PROPER)) == 0)
			guessed = wordlists_guesses(lx, low);
	}
	w->flags = f;
	w->college = is_college(t, w);
	w->known = (f & READ_ORDINARY) != 0 || guessed;
}

/* Marks behind which a sentence, or what looks like one, begins. */
static bool
begins_sentence(uint32_t c)
{
	if (c < 0x80)
		return c == '.' || c == '!' || c == '?' || c == '\n' ||
		    c == ':' || c == '"' || c == '(' || c == '*';
	return c == 0x201c || c == 0x2018 || c == 0x2026 || c == 0x2022 ||
	    c > 0xffff;
}

/* What stands between a word and the one before it, which ends at i. */
static void
look_between(struct str t, size_t i, struct read_word *w)
{
	bool hyphen = false;
	struct glyph g;

	w->joined = w->dotted = i > 0;
	w->first = i == 0;
	for (; i < w->start; i += g.n) {
		g = glyph_at(t, i);
		if (glyph_is_blank(g.c))
			continue;
		w->first = w->first || begins_sentence(g.c);
		w->dotted = w->dotted && g.c == '.';
		w->joined = w->joined && glyph_is_hyphen(g.c) && !hyphen;
		hyphen = true;
	}
}

/* Whether a placeholder of an earlier run. */
static bool
is_bracketed(struct str t, const struct read_word *w)
{
	const char open = w->start > 0 ? t.p[w->start - 1] : '\0';
	const char close = w->end < t.n ? t.p[w->end] : '\0';

	return (open == '[' || (w->joined && open == '-')) &&
	    (close == ']' || close == '-');
}

/* Reads a word of ASCII; false if it goes on with something else. */
static bool
read_ascii(struct str t, size_t i, struct read_word *w)
{
	unsigned capitals = 0;
	uint64_t h = WORDLISTS_HASH;
	uint8_t c = (uint8_t)t.p[i];

	w->start = i;
	w->cased = true;
	w->capital = c < 'a';
	for (; i < t.n && (c = (uint8_t)t.p[i]) < 0x80 && glyph_is_letter(c);
	     i++) {
		h = wordlists_hash(h, c | 32U);
		capitals += c < 'a';
	}
	if (i < t.n && (c >= 0x80 || c == '\''))
		return false;
	w->hash = h;
	w->end = i;
	w->letters = (unsigned)(i - w->start);
	w->shouted = w->letters > 1 && capitals == w->letters;
	return w->letters <= SCAN_WORD_MAX;
}

/* Likewise any word; false: it is too long to be one. */
static bool
read_wide(struct str t, size_t i, struct read_word *w)
{
	struct scan_word s;
	uint64_t h = WORDLISTS_HASH;
	unsigned n = 0;

	if (!word_at(t, i, &s))
		return false;
	for (; s.low[n] != '\0'; n++)
		h = wordlists_hash(h, (uint8_t)s.low[n]);
	w->hash = h;
	w->letters = n;
	w->start = s.start;
	w->end = s.end;
	w->cased = s.cased;
	w->capital = s.capital && s.cased;
	w->shouted = s.shouted;
	return true;
}

/* Behind the letters from i on. */
static size_t
letters_end(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	while (glyph_is_letter(g.c)) {
		i += g.n;
		g = glyph_at(t, i);
	}
	return i;
}

/* Finds the words. */
static void
find(
    const struct wordlists *lx, struct str t, size_t max, struct read_words *ws)
{
	size_t last = 0, i = 0;
	struct read_word *w;
	struct glyph g;

	while (i < t.n && ws->n < max) {
		g = glyph_at(t, i);
		if (!glyph_is_letter(g.c)) {
			i += g.n;
			continue;
		}
		w = &ws->w[ws->n];
		*w = (struct read_word){ .kind = READ_NO_KIND };
		if (!(g.c < 0x80 && g.n == 1 && read_ascii(t, i, w)) &&
		    !read_wide(t, i, w)) {
			i = letters_end(t, i);
			continue;
		}
		wordlists_expect(lx, w->hash);
		look_between(t, last, w);
		w->initial = w->capital && w->letters == 1;
		i = last = w->end;
		ws->n++;
	}
}

int
read_words(const struct wordlists *lx, struct str t, struct read_words *ws)
{
	const size_t max = t.n / 2 + 1;

	*ws = (struct read_words){ .w = malloc(max * sizeof(*ws->w)) };
	if (ws->w == NULL)
		return -1;
	find(lx, t, max, ws);
	for (size_t i = 0; i < ws->n; i++) {
		struct read_word *w = &ws->w[i];

		look_up(lx, t, w);
		if (is_bracketed(t, w)) {
			w->flags = WORDLISTS_KEEP;
			w->known = w->hidden = true;
		}
	}
	return 0;
}

void
read_words_free(struct read_words *ws)
{
	free(ws->w);
	ws->w = NULL;
	ws->n = 0;
}
