/*
 * wordlists_guess.c - ordinary words that no list has.
 *
 * Dutch makes words by joining them, and who types in a hurry stretches them
 * ("neeee"), leaves letters out ("hebbe") or hears a t for a d.  Each guess
 * is one change and a look in the dictionary; no distance is computed.
 */
#include "wordlists.h"

#define GUESS_MAX 80
#define PART_MIN 3 /* letters of a part of a compound */
#define SLIP_MIN 6 /* of a word in which a letter may be wrong */

static bool
is_ordinary(const struct wordlists *lx, const char *p, size_t n)
{
	const unsigned f = wordlists_flags(lx, (struct str){ p, n });

	return (f & (WORDLISTS_DICT | WORDLISTS_KEEP)) != 0 ||
	    (n > 1 && (f & WORDLISTS_CHAT) != 0);
}

/* Two parts, or three with one of them short; "s" may join them. */
static bool
is_compound(const struct wordlists *lx, struct str w, int parts)
{
	struct str rest;

	if (w.n < (size_t)2 * PART_MIN)
		return false;
	for (size_t k = w.n - PART_MIN; k >= PART_MIN; k--) {
		if (!is_ordinary(lx, w.p, k) &&
		    !(w.p[k - 1] == 's' && k > PART_MIN &&
			is_ordinary(lx, w.p, k - 1)))
			continue;
		rest = (struct str){ w.p + k, w.n - k };
		if (rest.n + k >= 8 && (rest.n >= 4 || k >= 5) &&
		    is_ordinary(lx, rest.p, rest.n))
			return true;
		if (parts > 2 && k >= 4 && is_compound(lx, rest, parts - 1))
			return true;
	}
	return false;
}

/* Without the letters beyond the first two, or one, of a row of the same. */
static size_t
squeeze(struct str w, size_t keep, char *out)
{
	size_t n = 0, run = 0;

	for (size_t i = 0; i < w.n; i++) {
		run = i > 0 && w.p[i] == w.p[i - 1] ? run + 1 : 1;
		if (run <= keep)
			out[n++] = w.p[i];
	}
	return n;
}

static bool
is_stretched(const struct wordlists *lx, struct str w)
{
	char t[GUESS_MAX];
	size_t n = squeeze(w, 2, t);

	if (n == w.n)
		return false;
	if (is_ordinary(lx, t, n))
		return true;
	n = squeeze(w, 1, t);
	return is_ordinary(lx, t, n);
}

/* Other endings of the word, and the word without some of them. */
static bool
is_form(const struct wordlists *lx, struct str w)
{
	static const struct {
		const char *end, *instead;
	} forms[] = { { "", "n" }, { "t", "d" }, { "d", "t" }, { "dt", "d" },
		{ "t", "" }, { "s", "" }, { "en", "" }, { "e", "" },
		{ "je", "" }, { "tje", "" }, { "jes", "" }, { "tjes", "" },
		{ "te", "" }, { "de", "" }, { "ing", "en" }, { "ings", "en" },
		{ "er", "en" }, { "ers", "en" }, { "s", "z" }, { "se", "" },
		{ "'s", "" }, { "'tje", "" }, { "dt", "t" }, { "", "e" },
		{ "loos", "" }, { "loze", "" }, { "achtig", "" } };
	char t[GUESS_MAX];

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t cut = strlen(forms[i].end),
		       add = strlen(forms[i].instead);

		if (w.n < cut + 4 ||
		    memcmp(w.p + w.n - cut, forms[i].end, cut) != 0)
			continue;
		memcpy(t, w.p, w.n - cut);
		memcpy(t + w.n - cut, forms[i].instead, add);
		if (is_ordinary(lx, t, w.n - cut + add))
			return true;
	}
	return false;
}

/* One letter too many, or two that changed places. */
static bool
is_slip(const struct wordlists *lx, struct str w)
{
	char t[GUESS_MAX], c;

	if (w.n < SLIP_MIN)
		return false;
	memcpy(t, w.p, w.n);
	for (size_t i = 1; i + 1 < w.n; i++) {
		c = t[i];
		t[i] = t[i + 1];
		t[i + 1] = c;
		if (is_ordinary(lx, t, w.n))
			return true;
		t[i + 1] = t[i];
		t[i] = c;
	}
	memmove(t, w.p + 1, w.n - 1);
	for (size_t i = 0; i + 1 < w.n; t[i] = w.p[i], i++)
		if (i > 0 && is_ordinary(lx, t, w.n - 1))
			return true;
	return false;
}

/* One letter too few: a double one written once, or an e. */
static bool
is_short(const struct wordlists *lx, struct str w)
{
	char t[GUESS_MAX];

	if (w.n + 1 < SLIP_MIN)
		return false;
	for (size_t i = 0; i < w.n; i++) {
		memcpy(t, w.p, i + 1);
		t[i + 1] = w.p[i];
		memcpy(t + i + 2, w.p + i + 1, w.n - i - 1);
		if (is_ordinary(lx, t, w.n + 1))
			return true;
		t[i + 1] = 'e';
		if (is_ordinary(lx, t, w.n + 1))
			return true;
	}
	return false;
}

size_t
wordlists_plain(struct str w, char *out, size_t max)
{
	static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyty";
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; i < w.n && n < max; i++) {
		uint8_t c = (uint8_t)w.p[i];
		uint8_t d = i + 1 < w.n ? (uint8_t)w.p[i + 1] : 0;

		if (c == 0xc3 && d >= 0xa0 && d < 0xc0 && d != 0xb7) {
			out[n++] = latin[d - 0xa0];
			any = true;
			i++;
		} else
			out[n++] = (char)c;
	}
	return any ? n : 0;
}

bool
wordlists_guesses(const struct wordlists *lx, struct str w)
{
	char t[GUESS_MAX];
	size_t n;

	if (w.n + 3 > sizeof(t))
		return false;
	if (w.n < 3 || (wordlists_flags(lx, w) & WORDLISTS_CHAT) != 0)
		return true;
	n = wordlists_plain(w, t, sizeof(t));
	if (n > 0 && is_ordinary(lx, t, n))
		return true;
	return is_stretched(lx, w) || is_form(lx, w) || is_compound(lx, w, 3) ||
	    is_slip(lx, w) || is_short(lx, w);
}
