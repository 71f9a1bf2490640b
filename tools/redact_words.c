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

#include "read_words.h"
#include "redact_words.h"

#define FOREIGN_PERCENT 34
#define FOREIGN_MIN 5 /* words: in fewer nobody can tell */
#define TITLED_PERCENT 50
#define ACRONYM_MAX 5
#define NAMES_MAX 16 /* first names that are looked for again */

/* Of what kind the text as a whole is. */
static void
judge(struct read_words *ws)
{
	size_t unknown = 0, capitals = 0, shouted = 0, inner = 0;

	for (size_t i = 0; i < ws->n; i++) {
		struct read_word *w = &ws->w[i];

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
cue_of(const struct read_words *ws, size_t i)
{
	const struct read_word *w = &ws->w[i];

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
is_plain(const struct read_word *w)
{
	return (w->flags & (READ_ORDINARY | WORDLISTS_STAR)) != 0;
}

/* A capital that means something. */
static enum scan_kind
capital_kind(
    const struct read_words *ws, const struct read_word *w, unsigned cue)
{
	unsigned f = w->flags;

	if ((f & READ_NAMES) != 0 && (f & WORDLISTS_KEEP) == 0 &&
	    (!is_plain(w) || !w->first ||
		((f & WORDLISTS_FIRST) != 0 && (f & WORDLISTS_STAR) == 0)))
		return SCAN_NAME;
	if ((f & WORDLISTS_PLACE) != 0 && (!w->first || !is_plain(w)))
		return SCAN_PLACE;
	if ((f & WORDLISTS_KEEP) != 0 || w->letters < 2)
		return READ_NO_KIND;
	if (w->first)
		return !w->known && !ws->foreign && w->letters > 2
		    ? SCAN_NAME
		    : READ_NO_KIND;
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
	    : READ_NO_KIND;
}

/* Whether something before or behind the word says that it is a name. */
static bool
is_cued(const struct read_words *ws, size_t i, unsigned cue)
{
	const struct read_word *w = &ws->w[i];
	const unsigned f = w->flags;
	const bool also_word = (f & WORDLISTS_STAR) != 0;

	if ((cue & WORDLISTS_TITLE) != 0)
		return true;
	if ((cue & WORDLISTS_CUE) != 0) /* but "mijn zoon wil" */
		return !also_word ||
		    ((f & WORDLISTS_FIRST) != 0 &&
			(f & (WORDLISTS_VERB | WORDLISTS_SELF)) == 0);
	if ((f & WORDLISTS_FIRST) == 0)
		return false;
	if ((cue & WORDLISTS_JOIN) != 0 && i > 1 && w[-1].joined &&
	    w[-2].kind == SCAN_NAME && !w[-2].covered)
		return !also_word || !w->acts; /* "ton en riet" */
	return !also_word &&
	    ((cue & WORDLISTS_SELF) != 0 ||
		(w->acts && ((cue & WORDLISTS_JOIN) != 0 || w->first)));
}

static enum scan_kind
small_kind(const struct read_words *ws, size_t i, unsigned cue)
{
	const struct read_word *w = &ws->w[i];
	const unsigned f = w->flags;
	const bool cued = is_cued(ws, i, cue);

	if ((f & READ_NAMES) != 0 && (f & WORDLISTS_KEEP) == 0 &&
	    ((!is_plain(w) && w->letters > 1) || cued ||
		(f & WORDLISTS_SURE) != 0))
		return SCAN_NAME;
	if ((f & WORDLISTS_PLACE) != 0 &&
	    (!is_plain(w) ||
		((cue & WORDLISTS_PREP) != 0 && (f & WORDLISTS_KEEP) == 0)))
		return SCAN_PLACE;
	if (w->known || !w->cased || (f & (READ_NAMES | WORDLISTS_PLACE)) != 0)
		return READ_NO_KIND;
	if (cued && (!ws->foreign || (cue & WORDLISTS_TITLE) != 0))
		return SCAN_NAME;
	return w->letters > 2 && !ws->foreign ? SCAN_NAME : READ_NO_KIND;
}

/* What a word is for the sake of the one behind it: "Drenthe College". */
static enum scan_kind
kind_before(const struct read_word *w)
{
	const bool kept = (w->flags & WORDLISTS_KEEP) != 0;

	if (w[1].college && (w->flags & WORDLISTS_ARTICLE) == 0 &&
	    (!kept || (w->capital && !w->first)))
		return SCAN_HOUSE;
	if ((w->flags & WORDLISTS_DEN) != 0 &&
	    (w->flags & WORDLISTS_PARTICLE) != 0 &&
	    (w[1].flags & WORDLISTS_DEN) != 0)
		return SCAN_PLACE; /* "den haag" */
	return READ_NO_KIND;
}

/* An ordinary word that hardly anybody writes here: a house named so. */
static bool
is_rare(const struct read_word *w)
{
	return (w->flags & ~(unsigned)WORDLISTS_PROPER) == WORDLISTS_DICT &&
	    w->letters > 3;
}

/* Whether a surname stands at i or behind particles: "van den berg". */
static bool
is_surname(const struct read_words *ws, size_t i)
{
	for (size_t end = i + 3; i < ws->n && i < end; i++) {
		const struct read_word *w = &ws->w[i];

		if (!w->joined && !w->dotted)
			return false;
		if ((w->flags & WORDLISTS_PARTICLE) == 0)
			return (w->flags & WORDLISTS_LAST) != 0;
	}
	return false;
}

static enum scan_kind
kind_of(const struct read_words *ws, size_t i)
{
	const struct read_word *w = &ws->w[i];
	unsigned cue = cue_of(ws, i);

	if (i + 1 < ws->n && w[1].joined && kind_before(w) != READ_NO_KIND)
		return kind_before(w);
	if (i > 0 && w->joined && (w->flags & WORDLISTS_DEN) != 0 &&
	    w[-1].kind == SCAN_PLACE)
		return SCAN_PLACE;
	if ((cue & WORDLISTS_HOUSE) != 0 && !w->capital &&
	    ((w->flags & WORDLISTS_GROUP) != 0 || is_rare(w)))
		return SCAN_HOUSE;
	if ((w->flags & WORDLISTS_PARTICLE) != 0 &&
	    (w->flags & WORDLISTS_PREP) == 0 && !w->capital &&
	    (cue & WORDLISTS_TITLE) != 0 && is_surname(ws, i + 1))
		return SCAN_NAME;
	if (w->shouted && !ws->shouted && w->letters <= ACRONYM_MAX &&
	    (w->flags & (READ_NAMES | WORDLISTS_PLACE)) == 0)
		return READ_NO_KIND;
	if (!w->cased && (is_plain(w) || (w->flags & READ_NAMES) == 0))
		return (w->flags & WORDLISTS_PLACE) != 0 ? SCAN_PLACE
							 : READ_NO_KIND;
	if (w->capital && !w->shouted && !ws->titled)
		return capital_kind(ws, w, cue);
	return small_kind(ws, i, cue);
}

/* Whether a name goes on with this word. */
static bool
is_more(const struct read_word *w, const struct read_word *name)
{
	if (w->covered || (w->flags & WORDLISTS_KEEP) != 0)
		return false;
	if (w->initial)
		return true;
	if (w->capital && !w->first && !w->shouted)
		return true;
	if (w->shouted && name->shouted) /* all of the text may be */
		return !w->known || (w->flags & WORDLISTS_LAST) != 0;
	return (w->flags & WORDLISTS_LAST) != 0 &&
	    (w->flags & WORDLISTS_STAR) == 0;
}

/* Spreads the names to what belongs to them. */
static void
spread(struct read_words *ws)
{
	for (size_t i = 0; i < ws->n; i++) {
		struct read_word *w = &ws->w[i];
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
repeat(struct read_words *ws)
{
	uint64_t names[NAMES_MAX];
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
cover(struct read_words *ws, const struct scan_span *s, size_t n)
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
emit(const struct read_words *ws, struct scan_span *s, size_t n, size_t max)
{
	const size_t had = n;

	for (size_t i = 0; i < ws->n && n < max; i++) {
		const struct read_word *w = &ws->w[i];

		if (w->covered || w->kind == READ_NO_KIND)
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
	struct read_words ws;

	if (read_words(lx, in, &ws) == -1)
		return -1;
	judge(&ws);
	cover(&ws, spans, n);
	for (size_t i = 0; i < ws.n; i++)
		if (!ws.w[i].covered)
			ws.w[i].kind = kind_of(&ws, i);
	repeat(&ws);
	spread(&ws);
	n = emit(&ws, spans, n, max);
	read_words_free(&ws);
	return (int)n;
}
