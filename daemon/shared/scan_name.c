/*
 * scan_name.c - names, as far as something announces them.
 *
 * Whoever says "mijn naam is" names somebody, however it is written.  Behind
 * a title ("mevrouw"), a role ("mijn mentor") or a greeting only a word with
 * a capital is a name, and behind "groetjes" what the text ends with.  The
 * cues are of the languages of the pages (scan_name_words.c).  Names that nothing announces are
 * left to others.
 */
#include "scan_name.h"

#define CUE_WORDS 3
#define PARTS_MAX 6  /* of a name: Maria van der Berg-de Wit */
#define TAIL_MAX 40  /* bytes behind a name that ends a text */
#define CLOSED_MAX 3 /* words of one in small letters */

/* The words before i, " mijn naam is", when only marks stand between. */
struct before {
	char text[CUE_WORDS * (SCAN_WORD_MAX + 17) + 1];
	struct scan_word last;
	bool any;
	bool apart; /* more than blanks stands before i */
	bool colon; /* but nothing else than a colon or a quote */
	bool dot;   /* or than a dot */
};

static void
look_back(struct str t, size_t i, struct before *b)
{
	struct scan_word w[CUE_WORDS];
	size_t at = i, n = 0, len = 0;
	struct glyph g;

	memset(b, 0, sizeof(*b));
	while (n < CUE_WORDS && word_before(t, at, ":.,;!\"(", &w[n]))
		at = w[n++].start;
	if (n == 0)
		return;
	b->any = b->colon = b->dot = true;
	b->last = w[0];
	for (size_t k = n; k-- > 0; len += strlen(w[k].low)) {
		b->text[len++] = ' ';
		memcpy(b->text + len, w[k].low, strlen(w[k].low));
	}
	for (size_t k = w[0].end; k < i; k += g.n) {
		g = glyph_at(t, k);
		if (glyph_is_blank(g.c))
			continue;
		b->apart = true;
		b->colon = b->colon && (g.c == ':' || g.c == '"');
		b->dot = b->dot && g.c == '.';
	}
}

/* Whether the text before ends in one of the phrases. */
static bool
ends_with(const struct before *b, const char *const *phrases)
{
	size_t n = strlen(b->text), k;

	for (; *phrases != NULL; phrases++) {
		k = strlen(*phrases);
		if (n > k && b->text[n - k - 1] == ' ' &&
		    memcmp(b->text + n - k, *phrases, k) == 0)
			return true;
	}
	return false;
}

static bool
is_initial(const struct scan_word *w)
{
	return w->cased && strlen(w->low) == 1;
}

/* An A is an initial rather than the word. */
static bool
is_common(const struct scan_word *w)
{
	return word_in(w, name_common) && !(is_initial(w) && w->capital);
}

/* Behind a hyphen and the rest of a double name at i. */
static size_t
double_end(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);
	struct scan_word w;

	if (!glyph_is_hyphen(g.c) || !word_at(t, i + g.n, &w))
		return i;
	return w.end;
}

/* The next part of a name behind i: a word, also 't of Van 't Hof. */
static bool
next_part(struct str t, size_t i, struct scan_word *w)
{
	size_t from = skip_blanks(t, i, 2);
	struct glyph g = glyph_at(t, from);

	if (from == i)
		return false;
	if (g.c != '\'' && g.c != 0x2019)
		return word_at(t, from, w);
	if (!word_at(t, from + g.n, w) || !word_in(w, " t s "))
		return false;
	memmove(w->low + 1, w->low, 2);
	w->low[0] = '\'';
	return true;
}

/* Whether a name goes on with w; see name_end. */
static bool
is_more(const struct scan_word *w, bool small, bool shouted)
{
	bool particle = word_in(w, name_particles);

	if (!small && !w->capital && !particle)
		return false;
	if (w->shouted && !shouted && !is_initial(w))
		return false;
	return particle || !word_in(w, name_common);
}

/*
 * Behind the name that begins with w: words with capitals, initials, and
 * particles between them.  Small: w is in small letters, and then one word
 * is all, or what follows initials and particles ("m de wit").
 */
static size_t
name_end(struct str t, struct scan_word w)
{
	const bool small = !w.capital, shouted = w.shouted;
	size_t end = w.end, at;
	struct scan_word next;

	for (unsigned k = 0; k < PARTS_MAX; k++) {
		bool initial = is_initial(&w);
		bool particle = word_in(&w, name_particles);

		at = initial   ? w.end + (glyph_at(t, w.end).c == '.')
		    : particle ? w.end
			       : double_end(t, w.end);
		if (k == 0 || !particle)
			end = at;
		if (!w.cased || (small && !initial && !particle))
			break;
		if (!(initial && word_at(t, at, &next)) &&
		    !next_part(t, at, &next))
			break;
		if (!is_more(&next, small, shouted))
			break;
		w = next;
	}
	return end;
}

/* Whether the text ends behind i but for an age, marks and pictures. */
static bool
is_tail(struct str t, size_t i)
{
	const size_t from = i;
	struct scan_word w;
	struct glyph g;

	for (g = glyph_at(t, i); g.n > 0; g = glyph_at(t, i)) {
		if (i - from > TAIL_MAX)
			return false;
		if (!glyph_is_letter(g.c))
			i += g.n;
		else if (word_at(t, i, &w) && word_in(&w, " jaar jr x xx xxx "))
			i = w.end;
		else
			return false;
	}
	return true;
}

/* Behind the words from w on if they end the text; 0: they do not. */
static size_t
closed_end(struct str t, struct scan_word w)
{
	for (unsigned k = 0; k < CLOSED_MAX; k++) {
		size_t end = double_end(t, w.end);

		bool particle = word_in(&w, name_particles);

		if ((is_common(&w) && (k == 0 || !particle)) ||
		    (k == 0 && particle && !w.capital) ||
		    word_in(&w, name_plain))
			return 0;
		if (is_tail(t, end))
			return end;
		if (!next_part(t, end, &w))
			return 0;
	}
	return 0;
}

/* Whether w, a word with a capital, can be a name. */
static bool
is_namelike(const struct scan_word *w)
{
	if (!w->capital || w->shouted || word_in(w, name_titles) ||
	    word_in(w, name_short_titles) || word_in(w, name_roles))
		return false;
	return !is_common(w);
}

/*
 * Mevrouw de Vries; but the "de mevrouw van Bureau Jeugdzorg" has no name
 * and comes from somewhere.
 */
static bool
is_particle_of_name(
    struct str t, const struct scan_word *w, const struct before *b)
{
	struct scan_word next = *w, article;

	if (b->apart && !b->dot)
		return false;
	if (!word_in(w, name_first_particles) ||
	    (word_before(t, b->last.start, "", &article) &&
		word_in(&article, name_articles)))
		return false;
	while (word_in(&next, name_particles))
		if (!next_part(t, next.end, &next))
			return false;
	return next.capital && !next.shouted && !is_common(&next);
}

/* R.J. Smit: two initials or more need no cue. */
static bool
has_initials(struct str t, size_t i)
{
	struct scan_word w;
	unsigned n = 0;

	while (n < 5 && word_at(t, i, &w) && w.capital && is_initial(&w) &&
	    glyph_at(t, w.end).c == '.') {
		i = w.end + 1;
		n++;
	}
	i = skip_blanks(t, i, 1);
	if (n < 2 || !word_at(t, i, &w))
		return false;
	while (word_in(&w, name_particles) && !w.capital)
		if (!next_part(t, w.end, &w))
			return false;
	return w.capital && !w.shouted && !is_initial(&w) &&
	    !word_in(&w, name_common);
}

/* Arabic has no capitals; what has an article there is no name. */
static bool
is_titled(const struct scan_word *w, const struct before *b)
{
	if (!w->cased && strncmp(w->low, "ال", strlen("ال")) == 0)
		return false;
	if (word_in(&b->last, name_short_titles) && b->dot)
		return true;
	return word_in(&b->last, name_titles) && !b->apart;
}

/* Behind the name that the text before w announces; 0: it does not. */
static size_t
cued_end(struct str t, const struct scan_word *w, const struct before *b)
{
	bool like = is_namelike(w);

	if (((b->colon && ends_with(b, name_says)) ||
		((b->colon || b->dot) && ends_with(b, name_owns))) &&
	    !is_common(w) && !word_in(w, name_plain))
		return name_end(t, *w);
	if ((is_titled(w, b) ||
		(w->cased && !b->apart && word_in(&b->last, name_roles))) &&
	    (like || is_particle_of_name(t, w, b)))
		return name_end(t, *w);
	if (like && w->cased &&
	    ((b->colon && ends_with(b, name_shows)) ||
		(!b->apart && ends_with(b, name_greets)) ||
		(b->apart && ends_with(b, name_closes))))
		return name_end(t, *w);
	if (ends_with(b, name_closes_small) ||
	    (like && (ends_with(b, name_closes) || ends_with(b, name_kisses))))
		return closed_end(t, *w);
	return 0;
}

bool
scan_name(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_word w, next;
	struct before b;

	if (run_is_glued(in->t, i) || !word_at(in->t, i, &w))
		return false;
	s->start = i;
	look_back(in->t, i, &b);
	s->end = b.any ? cued_end(in->t, &w, &b) : 0;
	if (s->end == 0 && has_initials(in->t, i))
		s->end = name_end(in->t, w);
	if (s->end == 0 && w.capital && next_part(in->t, w.end, &next) &&
	    word_in(&next, name_titles_behind) && is_namelike(&w))
		s->end = w.end;
	return s->end > i && (!is_initial(&w) || s->end > w.end + 1);
}
