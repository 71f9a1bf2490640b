/*
 * redact_words.c - names, places and houses among the words of a text.
 *
 * A word is hidden when a list says it is a name and no ordinary word; when
 * it is both and something shows it (a capital within a sentence, "mijn
 * zusje"); or when no dictionary knows it.  A text in which many words are
 * unknown is in another language: there only names of the lists and words
 * with a capital are hidden.  Neighbours of names follow them.
 */
#include <stdlib.h>

#include "gehoor/scan_word.h"
#include "redact_words.h"

#define FOREIGN_PERCENT 34
#define FOREIGN_MIN 5 /* words: in fewer nobody can tell */
#define TITLED_PERCENT 50
#define ACRONYM_MAX 5
#define NAMES_MAX 16 /* first names that are looked for again */
#define BY_NAME (WORDLISTS_FIRST | WORDLISTS_LAST)
#define ORDINARY (WORDLISTS_DICT | WORDLISTS_KEEP)
#define NONE SCAN_NKINDS

struct word {
	size_t start, end;
	unsigned flags;
	enum scan_kind kind;
	bool capital, shouted, cased;
	bool first;    /* of a sentence */
	bool joined;   /* only blanks or a hyphen before it */
	bool dotted;   /* only blanks and a dot before it */
	bool known;    /* ordinary, also by a guess */
	bool hidden;   /* a placeholder of an earlier run */
	bool covered;  /* by a span that is already there */
	bool initial;  /* a single capital */
	uint32_t hash; /* of its letters */
	bool acts;     /* a verb of somebody follows */
	bool college;  /* the name of a house goes before it */
	size_t letters;
};

struct words {
	struct word *w;
	size_t n;
	bool foreign, titled, shouted;
};

/* The flags of a word, or of what it is without accents or 's. */
static unsigned
flags_of(const struct wordlists *lx, const struct scan_word *s, bool *guessed)
{
	struct str w = str_of(s->low);
	unsigned f = wordlists_flags(lx, w);
	char plain[SCAN_WORD_MAX + 16];
	size_t n;

	*guessed = false;
	if (f == 0 && (n = wordlists_plain(w, plain, sizeof(plain))) > 0)
		f = wordlists_flags(lx, (struct str){ plain, n }) &
		    (BY_NAME | WORDLISTS_PLACE | WORDLISTS_STAR);
	if (f == 0 && w.n > 3 && w.p[w.n - 1] == 's') {
		n = w.n - (w.p[w.n - 2] == '\'' ? 2 : 1);
		f = wordlists_flags(lx, (struct str){ w.p, n });
		f &= n == w.n - 2 || (f & ORDINARY) == 0
		    ? BY_NAME | ORDINARY | WORDLISTS_STAR
		    : 0;
	}
	if ((f & (ORDINARY | BY_NAME | WORDLISTS_PLACE)) == 0)
		*guessed = wordlists_guesses(lx, w);
	return f;
}

/* What stands between a word and the one before it. */
static void
look_between(struct str t, size_t i, struct word *w)
{
	struct glyph g;
	bool hyphen = false;

	w->joined = w->dotted = i > 0;
	w->first = i == 0;
	for (; i < w->start; i += g.n) {
		g = glyph_at(t, i);
		if (glyph_is_blank(g.c))
			continue;
		if (g.c == '.' || g.c == '!' || g.c == '?' || g.c == '\n' ||
		    g.c == ':' || g.c == '"' || g.c == 0x201c ||
		    g.c == 0x2018 || g.c == '(' || g.c == 0x2026 ||
		    g.c == '*' || g.c == 0x2022 || g.c > 0xffff)
			w->first = true;
		w->dotted = w->dotted && g.c == '.';
		w->joined = w->joined && glyph_is_hyphen(g.c) && !hyphen;
		hyphen = true;
	}
}

static void
read_word(const struct wordlists *lx, struct str t, size_t from,
    const struct scan_word *s, struct word *w)
{
	bool guessed;

	*w = (struct word){ .start = s->start,
		.end = s->end,
		.kind = NONE,
		.capital = s->capital && s->cased,
		.shouted = s->shouted,
		.cased = s->cased,
		.letters = strlen(s->low) };
	look_between(t, from, w);
	w->flags = flags_of(lx, s, &guessed);
	w->known = (w->flags & ORDINARY) != 0 || guessed;
	w->hash = 5381;
	for (const char *p = s->low; *p != '\0'; p++)
		w->hash = w->hash * 33 + (uint8_t)*p;
	w->college = word_in(s, " college lyceum gymnasium ");
	w->initial = w->capital && w->letters == 1;
}

/* Whether a placeholder of an earlier run. */
static bool
is_bracketed(struct str t, const struct word *w)
{
	return (glyph_before(t, w->start).c == '[' ||
		   (w->joined && glyph_before(t, w->start).c == '-')) &&
	    (glyph_at(t, w->end).c == ']' || glyph_at(t, w->end).c == '-');
}

static int
collect(const struct wordlists *lx, struct str t, struct words *ws)
{
	size_t max = t.n / 2 + 1, last = 0;
	struct scan_word s;
	struct glyph g;

	ws->w = malloc(max * sizeof(*ws->w));
	if (ws->w == NULL)
		return -1;
	for (size_t i = 0; i < t.n && ws->n < max; i += g.n) {
		g = glyph_at(t, i);
		if (!glyph_is_letter(g.c))
			continue;
		if (!word_at(t, i, &s)) { /* too long: not a word */
			while (glyph_is_letter(g.c)) {
				i += g.n;
				g = glyph_at(t, i);
			}
			if (g.n == 0)
				break;
			continue;
		}
		read_word(lx, t, last, &s, &ws->w[ws->n]);
		if (is_bracketed(t, &ws->w[ws->n])) {
			ws->w[ws->n].flags = WORDLISTS_KEEP;
			ws->w[ws->n].known = true;
			ws->w[ws->n].hidden = true;
		}
		last = s.end;
		ws->n++;
		g.n = s.end - i;
	}
	return 0;
}

/* Of what kind the text as a whole is. */
static void
judge(struct words *ws)
{
	size_t unknown = 0, capitals = 0, shouted = 0, inner = 0;

	for (size_t i = 0; i < ws->n; i++) {
		struct word *w = &ws->w[i];

		if (i > 0 && w->dotted && w[-1].initial)
			w->first = false; /* J. Smit */
		w->acts = i + 1 < ws->n && w[1].joined &&
		    (w[1].flags & WORDLISTS_VERB) != 0;
		unknown += !w->known || w->hidden;
		inner += !w->first;
		capitals += !w->first && w->capital && !w->shouted;
		shouted += w->shouted;
	}
	ws->foreign =
	    ws->n >= FOREIGN_MIN && unknown * 100 > ws->n * FOREIGN_PERCENT;
	ws->titled =
	    inner > FOREIGN_MIN && capitals * 100 > inner * TITLED_PERCENT;
	ws->shouted = shouted * 2 > ws->n;
}

/* What the word before it says, if it stands right before it. */
static unsigned
cue_of(const struct words *ws, size_t i)
{
	const struct word *w = &ws->w[i];

	if (i == 0 ||
	    (!w->joined &&
		!(w->dotted && (w[-1].flags & WORDLISTS_TITLE) != 0)))
		return 0;
	if ((w[-1].flags & WORDLISTS_ARTICLE) != 0 && i > 1 && w[-1].joined &&
	    (w[-2].flags & WORDLISTS_HOUSE) != 0)
		return WORDLISTS_HOUSE;
	return w[-1].flags;
}

static bool
is_plain(const struct word *w)
{
	return (w->flags & (ORDINARY | WORDLISTS_STAR)) != 0;
}

/* A capital that means something. */
static enum scan_kind
capital_kind(const struct words *ws, const struct word *w, unsigned cue)
{
	unsigned f = w->flags;

	if ((f & BY_NAME) != 0 && (f & WORDLISTS_KEEP) == 0 &&
	    (!is_plain(w) || !w->first ||
		((f & WORDLISTS_FIRST) != 0 && (f & WORDLISTS_STAR) == 0)))
		return SCAN_NAME;
	if ((f & WORDLISTS_PLACE) != 0 && (!w->first || !is_plain(w)))
		return SCAN_PLACE;
	if ((f & WORDLISTS_KEEP) != 0 || w->letters < 2)
		return NONE;
	if (w->first)
		return !w->known && !ws->foreign && w->letters > 2 ? SCAN_NAME
								   : NONE;
	if ((cue & WORDLISTS_HOUSE) != 0)
		return SCAN_HOUSE;
	if ((f & WORDLISTS_DICT) == 0)
		return (cue & WORDLISTS_ARTICLE) != 0 ? SCAN_HOUSE
		    : (cue & WORDLISTS_PREP) != 0     ? SCAN_PLACE
						      : SCAN_NAME;
	if ((cue & WORDLISTS_ARTICLE) != 0)
		return SCAN_HOUSE;
	return (cue & (WORDLISTS_CUE | WORDLISTS_TITLE)) != 0 &&
		(f & (WORDLISTS_CUE | WORDLISTS_TITLE | WORDLISTS_PARTICLE)) ==
		    0
	    ? SCAN_NAME
	    : NONE;
}

static enum scan_kind
small_kind(const struct words *ws, const struct word *w, unsigned cue)
{
	unsigned f = w->flags;
	bool cued = (cue & (WORDLISTS_CUE | WORDLISTS_TITLE)) != 0 ||
	    ((f & (WORDLISTS_FIRST | WORDLISTS_STAR)) == WORDLISTS_FIRST &&
		w->acts && ((cue & WORDLISTS_JOIN) != 0 || w->first));

	if ((f & BY_NAME) != 0 && (f & WORDLISTS_KEEP) == 0 &&
	    ((!is_plain(w) && w->letters > 1) || cued))
		return SCAN_NAME;
	if ((f & WORDLISTS_PLACE) != 0 &&
	    (!is_plain(w) ||
		((cue & WORDLISTS_PREP) != 0 && (f & WORDLISTS_KEEP) == 0)))
		return SCAN_PLACE;
	if (w->known || !w->cased || (f & (BY_NAME | WORDLISTS_PLACE)) != 0)
		return NONE;
	if (cued && (!ws->foreign || (cue & WORDLISTS_TITLE) != 0))
		return SCAN_NAME;
	return w->letters > 2 && !ws->foreign ? SCAN_NAME : NONE;
}

static enum scan_kind
kind_of(const struct words *ws, size_t i)
{
	const struct word *w = &ws->w[i];
	unsigned cue = cue_of(ws, i);

	if (i + 1 < ws->n && w[1].joined && w[1].college &&
	    (w->flags & (WORDLISTS_KEEP | WORDLISTS_ARTICLE)) == 0)
		return SCAN_HOUSE;
	if (w->shouted && !ws->shouted && w->letters <= ACRONYM_MAX &&
	    (w->flags & (BY_NAME | WORDLISTS_PLACE)) == 0)
		return NONE;
	if (!w->cased && (is_plain(w) || (w->flags & BY_NAME) == 0))
		return (w->flags & WORDLISTS_PLACE) != 0 ? SCAN_PLACE : NONE;
	if (w->capital && !w->shouted && !ws->titled)
		return capital_kind(ws, w, cue);
	return small_kind(ws, w, cue);
}

/* Whether a name goes on with this word. */
static bool
is_more(const struct word *w, const struct word *name)
{
	if (w->covered || (w->flags & WORDLISTS_KEEP) != 0)
		return false;
	if (w->initial)
		return true;
	if (w->capital && !w->first && (!w->shouted || name->shouted))
		return true;
	return (w->flags & WORDLISTS_LAST) != 0 &&
	    (w->flags & WORDLISTS_STAR) == 0;
}

/* Spreads the names to what belongs to them. */
static void
spread(struct words *ws)
{
	for (size_t i = 0; i < ws->n; i++) {
		struct word *w = &ws->w[i];
		size_t k = i + 1;

		if (w->kind != SCAN_NAME)
			continue;
		for (size_t b = i; b > 0 && ws->w[b - 1].initial &&
		     (ws->w[b].joined || ws->w[b].dotted) &&
		     !ws->w[b - 1].covered;
		     b--)
			ws->w[b - 1].kind = SCAN_NAME;
		while (k < ws->n && k < i + 4 && ws->w[k].joined &&
		    !ws->w[k].covered &&
		    (ws->w[k].flags & WORDLISTS_PARTICLE) != 0)
			k++;
		if (k == ws->n || !ws->w[k].joined ||
		    (k > i + 1 && !ws->w[k].capital &&
			ws->w[k].kind != SCAN_NAME &&
			(ws->w[k].flags & WORDLISTS_LAST) == 0) ||
		    (k == i + 1 && !is_more(&ws->w[k], w)))
			continue;
		if (ws->w[k].covered || (ws->w[k].flags & WORDLISTS_KEEP) != 0)
			continue;
		for (; k > i; k--)
			ws->w[k].kind = SCAN_NAME;
	}
}

/* What is a name in one place of the text is one in all of it. */
static void
repeat(struct words *ws)
{
	uint32_t names[NAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < ws->n && n < NAMES_MAX; i++)
		if (ws->w[i].kind == SCAN_NAME &&
		    (ws->w[i].flags & WORDLISTS_FIRST) != 0)
			names[n++] = ws->w[i].hash;
	for (size_t i = 0; n > 0 && i < ws->n; i++)
		for (size_t k = 0; k < n && !ws->w[i].covered; k++)
			if (ws->w[i].hash == names[k])
				ws->w[i].kind = SCAN_NAME;
}

/* Marks the words that the spans touch; a name goes on from them. */
static void
cover(struct words *ws, const struct scan_span *s, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < ws->n; i++) {
		while (k < n && s[k].end <= ws->w[i].start)
			k++;
		if (k == n || s[k].start >= ws->w[i].end)
			continue;
		ws->w[i].covered = true;
		ws->w[i].kind = s[k].kind;
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct scan_span *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Adds the words that are hidden, those of one name as one. */
static size_t
emit(const struct words *ws, struct scan_span *s, size_t n, size_t max)
{
	const size_t had = n;

	for (size_t i = 0; i < ws->n && n < max; i++) {
		const struct word *w = &ws->w[i];

		if (w->covered || w->kind == NONE)
			continue;
		if (n > had && i > 0 && w[-1].kind == w->kind &&
		    !w[-1].covered &&
		    (w->joined || (w->dotted && w[-1].initial)))
			s[n - 1].end = w->end;
		else
			s[n++] =
			    (struct scan_span){ w->start, w->end, w->kind };
	}
	qsort(s, n, sizeof(*s), by_start);
	return n;
}

int
redact_words(const struct wordlists *lx, struct str in, struct scan_span *spans,
    size_t n, size_t max)
{
	struct words ws = { NULL, 0, false, false, false };

	if (collect(lx, in, &ws) == -1)
		return -1;
	judge(&ws);
	cover(&ws, spans, n);
	for (size_t i = 0; i < ws.n; i++)
		if (!ws.w[i].covered)
			ws.w[i].kind = kind_of(&ws, i);
	repeat(&ws);
	spread(&ws);
	n = emit(&ws, spans, n, max);
	free(ws.w);
	return (int)n;
}
