/*
 * lexicon.c - which terms of conf/themes stand in a text, and which concepts.
 *
 * Every part of a term and every word of a concept becomes one byte string
 * for the automaton: a closed end is a blank (normalised texts have one on
 * either side of each word), an open end ("prefix*") has none.  A string
 * stands for a step of a term, or for a concept, which stands for steps in
 * turn.  Strings and texts are compared with every letter once.  A step is taken if the step before it was taken near enough, in the
 * same sentence; the last step of a term is a hit.  A hit counts only if no
 * exception of that theme covers it: "veilig*" within "veilig thuis".
 */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "finder.h"
#include "squeeze.h"
#include "term.h"

#define NOTHING UINT32_MAX

/* Reached by a pattern or a concept. */
struct step {
	uint32_t term;
	uint32_t same; /* the next step of the same concept, or NOTHING */
	unsigned gap;
	bool first, last;
};

struct entry {
	const char *text;
	size_t theme;
	bool exception;
	bool deniable; /* its theme has exceptions */
};

/* What the automaton looks for. */
struct pattern {
	uint32_t to; /* a step or a concept */
	bool concept;
	size_t len;
};

struct concept {
	const char *id;
	uint32_t steps; /* the first, or NOTHING */
};

struct lexicon {
	struct finder *finder;
	struct pattern *patterns;
	struct str *bytes; /* of the patterns, while the lexicon is made */
	struct step *steps;
	struct entry *entries;
	struct concept *concepts;
	size_t npatterns, nsteps, nentries, nconcepts;
};

/* Where a step was taken last. */
struct taken {
	uint32_t run;
	uint32_t start, end; /* of the term so far */
};

struct lexicon_scratch {
	struct lexicon_hits terms, concepts, exceptions;
	struct squeezed words; /* what is looked through */
	struct taken *taken;   /* one for each step */
	size_t ntaken;
	uint32_t run;
};

/* One pass, as the automaton's callback sees it. */
struct pass {
	const struct lexicon *lexicon;
	struct lexicon_scratch *scratch;
	struct str words;
};

static size_t
count_terms(const struct conf *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nthemes; i++)
		n += c->themes[i].terms.n;
	return n;
}

static size_t
count_words(const struct conf *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nconcepts; i++)
		n += c->concepts[i].words.n;
	return n;
}

static int
refused(const struct conf *c, const char *kind, const char *id,
    const char *term, const struct err *why, struct err *e)
{
	return err_set(e, "%s%s%s \"%s\": term \"%.80s\": %s",
	    c->file == NULL ? "" : c->file, c->file == NULL ? "" : ": ", kind,
	    id, term, why->msg);
}

static int
pattern_add(struct lexicon *l, const struct term_part *part, uint32_t to,
    bool concept, struct err *e)
{
	struct squeezed once = { .n = 0 };
	struct str bytes =
	    squeeze(&once, (struct str){ part->bytes, part->len });
	char *copy = strndup(bytes.p, bytes.n);

	squeeze_free(&once);
	if (copy == NULL)
		return err_set(e, "no memory");
	l->bytes[l->npatterns] = (struct str){ copy, bytes.n };
	l->patterns[l->npatterns++] = (struct pattern){ to, concept, bytes.n };
	/* cppcheck-suppress memleak */
	return 0; /* copy is l's by now */
}

static int
concept_find(struct lexicon *l, const struct term_part *part, struct err *e)
{
	for (size_t i = 0; i < l->nconcepts; i++)
		if (strcmp(l->concepts[i].id, part->bytes) == 0)
			return (int)i;
	return err_set(e, "there is no concept \"%.80s\"", part->bytes);
}

/* Adds the steps of the term that was added last. */
static int
steps_add(struct lexicon *l, const struct term *term, struct err *e)
{
	for (size_t i = 0; i < term->n; i++) {
		const struct term_part *part = &term->parts[i];
		uint32_t step = (uint32_t)l->nsteps++;
		int concept;

		l->steps[step] = (struct step){ .same = NOTHING,
			.term = (uint32_t)l->nentries - 1,
			.gap = part->gap,
			.first = i == 0,
			.last = i + 1 == term->n };
		if (!part->concept) {
			if (pattern_add(l, part, step, false, e) == -1)
				return -1;
			continue;
		}
		concept = concept_find(l, part, e);
		if (concept == -1)
			return -1;
		l->steps[step].same = l->concepts[concept].steps;
		l->concepts[concept].steps = step;
	}
	return 0;
}

static int
theme_add(struct lexicon *l, const struct conf *c, size_t theme, struct err *e)
{
	const struct conf_list *list = &c->themes[theme].terms;
	size_t first = l->nentries;
	bool exceptions = false;
	struct term term;
	struct err why;

	for (size_t i = 0; i < list->n; i++) {
		const char *text = list->items[i];

		if (term_parse(text, &term, &why) == -1)
			return refused(
			    c, "theme", c->themes[theme].id, text, &why, e);
		l->entries[l->nentries++] = (struct entry){ .text = text,
			.theme = theme,
			.exception = term.exception };
		if (steps_add(l, &term, &why) == -1)
			return refused(
			    c, "theme", c->themes[theme].id, text, &why, e);
		exceptions |= term.exception;
	}
	for (size_t i = first; i < l->nentries; i++)
		l->entries[i].deniable = exceptions;
	return 0;
}

static int
concept_add(struct lexicon *l, const struct conf_concept *k,
    const struct conf *c, struct err *e)
{
	uint32_t id = (uint32_t)l->nconcepts;
	struct term term;
	struct err why;

	l->concepts[l->nconcepts++] = (struct concept){ k->id, NOTHING };
	for (size_t i = 0; i < k->words.n; i++) {
		const char *text = k->words.items[i];

		if (term_parse(text, &term, &why) == -1)
			return refused(c, "concept", k->id, text, &why, e);
		if (term.n != 1 || term.exception || term.parts[0].concept) {
			err_set(&why, "a concept has words and phrases only");
			return refused(c, "concept", k->id, text, &why, e);
		}
		if (pattern_add(l, &term.parts[0], id, true, e) == -1)
			return -1;
	}
	return 0;
}

static int
lexicon_fill(struct lexicon *l, const struct conf *c, struct err *e)
{
	for (size_t i = 0; i < c->nconcepts; i++)
		if (concept_add(l, &c->concepts[i], c, e) == -1)
			return -1;
	for (size_t i = 0; i < c->nthemes; i++)
		if (theme_add(l, c, i, e) == -1)
			return -1;
	return finder_new(l->bytes, l->npatterns, &l->finder, e);
}

static void
bytes_free(struct lexicon *l)
{
	for (size_t i = 0; l->bytes != NULL && i < l->npatterns; i++) {
		char *p;

		memcpy(&p, &l->bytes[i].p, sizeof(p));
		free(p);
	}
	free(l->bytes);
	l->bytes = NULL;
}

int
lexicon_new(const struct conf *c, struct lexicon **out, struct err *e)
{
	size_t terms = count_terms(c) + 1;
	size_t most = terms * TERM_PARTS + count_words(c);
	struct lexicon *l = calloc(1, sizeof(*l));
	int rc = -1;

	if (l == NULL)
		return err_set(e, "reading the themes: no memory");
	l->patterns = calloc(most, sizeof(*l->patterns));
	l->bytes = calloc(most, sizeof(*l->bytes));
	l->steps = calloc(terms * TERM_PARTS, sizeof(*l->steps));
	l->entries = calloc(terms, sizeof(*l->entries));
	l->concepts = calloc(c->nconcepts + 1, sizeof(*l->concepts));
	if (l->patterns == NULL || l->bytes == NULL || l->steps == NULL ||
	    l->entries == NULL || l->concepts == NULL)
		err_set(e, "reading the themes: no memory");
	else
		rc = lexicon_fill(l, c, e);
	bytes_free(l);
	if (rc == -1)
		lexicon_free(&l);
	else
		*out = l;
	return rc;
}

void
lexicon_free(struct lexicon **out)
{
	struct lexicon *l = *out;

	if (l == NULL)
		return;
	finder_free(&l->finder);
	free(l->patterns);
	free(l->steps);
	free(l->entries);
	free(l->concepts);
	free(l);
	*out = NULL;
}

struct lexicon_scratch *
lexicon_scratch_new(void)
{
	return calloc(1, sizeof(struct lexicon_scratch));
}

void
lexicon_scratch_free(struct lexicon_scratch **s)
{
	if (*s == NULL)
		return;
	free((*s)->terms.items);
	free((*s)->concepts.items);
	free((*s)->exceptions.items);
	squeeze_free(&(*s)->words);
	free((*s)->taken);
	free(*s);
	*s = NULL;
}

void
lexicon_hit_add(struct lexicon_hits *h, struct lexicon_hit hit)
{
	if (h->n == h->cap) {
		size_t cap = h->cap == 0 ? 64 : h->cap * 2;
		struct lexicon_hit *items =
		    reallocarray(h->items, cap, sizeof(*items));

		if (items == NULL)
			abort(); /* a wrong count would be worse */
		h->items = items;
		h->cap = cap;
	}
	h->items[h->n++] = hit;
}

/* Whether [start, ...) is at most gap words behind what ended at end. */
static bool
is_near(struct str words, size_t end, size_t start, unsigned gap)
{
	unsigned blanks = 0;

	/* On to the blank that ends the word before; back to that of this. */
	if (words.p[end - 1] == ' ')
		end--;
	while (end < words.n && words.p[end] != ' ')
		end++;
	while (start > 0 && words.p[start] != ' ')
		start--;
	if (start < end)
		return false;
	for (size_t i = end; i < start; i++) {
		blanks += words.p[i] == ' ';
		if (blanks > gap || words.p[i] == '.')
			return false;
	}
	return true;
}

static void
step_take(struct pass *pass, uint32_t at, uint32_t start, uint32_t end)
{
	const struct step *step = &pass->lexicon->steps[at];
	const struct entry *entry = &pass->lexicon->entries[step->term];
	struct lexicon_scratch *s = pass->scratch;

	if (!step->first) {
		const struct taken *before = &s->taken[at - 1];

		if (before->run != s->run ||
		    !is_near(pass->words, before->end, start, step->gap))
			return;
		start = before->start;
	}
	if (!step->last)
		s->taken[at] = (struct taken){ s->run, start, end };
	else
		lexicon_hit_add(entry->exception ? &s->exceptions : &s->terms,
		    (struct lexicon_hit){ step->term, start, end });
}

static void
hit_cb(size_t i, size_t end, void *arg)
{
	struct pass *pass = arg;
	const struct lexicon *l = pass->lexicon;
	const struct pattern *p = &l->patterns[i];
	uint32_t start = (uint32_t)(end - p->len);

	if (!p->concept) {
		step_take(pass, p->to, start, (uint32_t)end);
		return;
	}
	lexicon_hit_add(&pass->scratch->concepts,
	    (struct lexicon_hit){ p->to, start, (uint32_t)end });
	for (uint32_t at = l->concepts[p->to].steps; at != NOTHING;
	     at = l->steps[at].same)
		step_take(pass, at, start, (uint32_t)end);
}

static bool
is_covered(const struct lexicon *l, const struct lexicon_hit *hit,
    const struct lexicon_hits *exceptions)
{
	for (size_t i = 0; i < exceptions->n; i++) {
		const struct lexicon_hit *x = &exceptions->items[i];

		if (l->entries[x->what].theme == l->entries[hit->what].theme &&
		    x->start <= hit->start && x->end >= hit->end)
			return true;
	}
	return false;
}

/* Forgets the hits that an exception takes away. */
static void
hits_sift(const struct lexicon *l, struct lexicon_scratch *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->terms.n; i++) {
		const struct lexicon_hit *hit = &s->terms.items[i];

		if (!l->entries[hit->what].deniable ||
		    !is_covered(l, hit, &s->exceptions))
			s->terms.items[kept++] = *hit;
	}
	s->terms.n = kept;
}

static void
scratch_ready(const struct lexicon *l, struct lexicon_scratch *s)
{
	s->terms.n = s->concepts.n = s->exceptions.n = 0;
	if (s->ntaken == l->nsteps && ++s->run != 0)
		return;
	free(s->taken);
	s->taken = calloc(l->nsteps + 1, sizeof(*s->taken));
	if (s->taken == NULL)
		abort();
	s->ntaken = l->nsteps;
	s->run = 1;
}

/* Where the hits stand in the words that were given. */
static void
hits_place(struct lexicon_hits *hits, const uint32_t *at)
{
	for (size_t i = 0; i < hits->n; i++) {
		hits->items[i].start = at[hits->items[i].start];
		hits->items[i].end = at[hits->items[i].end];
	}
}

void
lexicon_run(
    const struct lexicon *l, struct str words, struct lexicon_scratch *s)
{
	struct pass pass = { l, s, squeeze(&s->words, words) };

	scratch_ready(l, s);
	finder_run(l->finder, pass.words, hit_cb, &pass);
	if (s->exceptions.n > 0)
		hits_sift(l, s);
	hits_place(&s->terms, s->words.at);
	hits_place(&s->concepts, s->words.at);
}

const struct lexicon_hits *
lexicon_terms(const struct lexicon_scratch *s)
{
	return &s->terms;
}

const struct lexicon_hits *
lexicon_concepts(const struct lexicon_scratch *s)
{
	return &s->concepts;
}

size_t
lexicon_theme(const struct lexicon *l, size_t term)
{
	return l->entries[term].theme;
}

const char *
lexicon_text(const struct lexicon *l, size_t term)
{
	return l->entries[term].text;
}

size_t
lexicon_size(const struct lexicon *l)
{
	return l->nentries;
}

const char *
lexicon_concept(const struct lexicon *l, size_t concept)
{
	return l->concepts[concept].id;
}
