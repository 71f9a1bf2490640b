/*
 * themes.c - which themes a message is about.
 *
 * Every term becomes one byte string for the automaton: a closed end is
 * a blank (normalised texts have one on either side of each word), an open
 * end ("prefix*") has none.  A hit of a theme with exceptions counts only if
 * no exception of that theme covers it: "veilig*" within "veilig thuis".
 */
#include "themes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "normalise.h"
#include "term.h"

struct pattern {
	size_t theme;
	size_t len; /* bytes of the pattern */
	bool exception;
	bool deniable; /* its theme has exceptions */
};

struct themes {
	struct automaton *automaton;
	struct pattern *patterns;
	size_t n;
};

/* Where something was found: bytes [start, end) of the text. */
struct span {
	size_t theme, start, end;
};

struct spans {
	struct span *items;
	size_t n, cap;
};

struct themes_scratch {
	struct buf folded;
	struct buf words;
	struct spans hits; /* of deniable patterns */
	struct spans exceptions;
};

/* One pass, as the automaton's callback sees it. */
struct pass {
	const struct themes *themes;
	struct themes_scratch *scratch;
	uint64_t found;
};

static size_t
count_terms(const struct conf *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nthemes; i++)
		n += c->themes[i].terms.n;
	return n;
}

static int
term_refused(const struct conf *c, size_t theme, const char *term,
    const struct err *why, struct err *e)
{
	return err_set(e, "%s%stheme \"%s\": term \"%.80s\": %s",
	    c->file == NULL ? "" : c->file, c->file == NULL ? "" : ": ",
	    c->themes[theme].id, term, why->msg);
}

/* Makes the patterns of one theme; *n counts all so far. */
static int
theme_add(struct themes *t, const struct conf *c, size_t theme,
    struct term *terms, struct err *e)
{
	const struct conf_list *list = &c->themes[theme].terms;
	size_t first = t->n;
	bool exceptions = false;
	struct err why;

	for (size_t i = 0; i < list->n; i++) {
		struct term *term = &terms[t->n];

		if (term_parse(list->items[i], term, &why) == -1)
			return term_refused(c, theme, list->items[i], &why, e);
		exceptions |= term->exception;
		t->patterns[t->n++] = (struct pattern){ .theme = theme,
			.len = term->len,
			.exception = term->exception };
	}
	for (size_t i = first; i < t->n; i++)
		t->patterns[i].deniable = exceptions;
	return 0;
}

static int
themes_build(struct themes *t, const struct conf *c, struct term *terms,
    struct str *patterns, struct err *e)
{
	for (size_t i = 0; i < c->nthemes; i++)
		if (theme_add(t, c, i, terms, e) == -1)
			return -1;
	for (size_t i = 0; i < t->n; i++)
		patterns[i] = (struct str){ terms[i].bytes, terms[i].len };
	return automaton_new(patterns, t->n, &t->automaton, e);
}

int
themes_new(const struct conf *c, struct themes **out, struct err *e)
{
	size_t n = count_terms(c) + 1;
	struct themes *t = calloc(1, sizeof(*t));
	struct term *terms = calloc(n, sizeof(*terms));
	struct str *patterns = calloc(n, sizeof(*patterns));
	int rc = -1;

	if (t != NULL)
		t->patterns = calloc(n, sizeof(*t->patterns));
	if (t == NULL || t->patterns == NULL || terms == NULL ||
	    patterns == NULL)
		err_set(e, "reading the themes: no memory");
	else if (c->nthemes > THEMES_MAX)
		err_set(e, "%zu themes; at most %d can be told apart",
		    c->nthemes, THEMES_MAX);
	else
		rc = themes_build(t, c, terms, patterns, e);
	free(terms);
	free(patterns);
	if (rc == -1)
		themes_free(&t);
	else
		*out = t;
	return rc;
}

void
themes_free(struct themes **t)
{
	if (*t == NULL)
		return;
	automaton_free(&(*t)->automaton);
	free((*t)->patterns);
	free(*t);
	*t = NULL;
}

struct themes_scratch *
themes_scratch_new(void)
{
	return calloc(1, sizeof(struct themes_scratch));
}

void
themes_scratch_free(struct themes_scratch **s)
{
	if (*s == NULL)
		return;
	buf_free(&(*s)->folded);
	buf_free(&(*s)->words);
	free((*s)->hits.items);
	free((*s)->exceptions.items);
	free(*s);
	*s = NULL;
}

static void
span_add(struct spans *s, struct span span)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 64 : s->cap * 2;
		struct span *items =
		    reallocarray(s->items, cap, sizeof(*items));

		if (items == NULL)
			abort(); /* a wrong count would be worse */
		s->items = items;
		s->cap = cap;
	}
	s->items[s->n++] = span;
}

static void
hit_cb(size_t i, size_t end, void *arg)
{
	struct pass *pass = arg;
	const struct pattern *p = &pass->themes->patterns[i];
	struct span span = { p->theme, end - p->len, end };

	if (p->exception)
		span_add(&pass->scratch->exceptions, span);
	else if (p->deniable)
		span_add(&pass->scratch->hits, span);
	else
		pass->found |= UINT64_C(1) << p->theme;
}

static bool
is_covered(const struct span *hit, const struct spans *exceptions)
{
	for (size_t i = 0; i < exceptions->n; i++) {
		const struct span *x = &exceptions->items[i];

		if (x->theme == hit->theme && x->start <= hit->start &&
		    x->end >= hit->end)
			return true;
	}
	return false;
}

/* One run over the words in s->words. */
static uint64_t
pass_run(const struct themes *t, struct themes_scratch *s)
{
	struct pass pass = { t, s, 0 };
	struct str text = { (const char *)s->words.data, s->words.len };

	s->hits.n = 0;
	s->exceptions.n = 0;
	automaton_run(t->automaton, text, hit_cb, &pass);
	for (size_t i = 0; i < s->hits.n; i++) {
		uint64_t bit = UINT64_C(1) << s->hits.items[i].theme;

		if ((pass.found & bit) == 0 &&
		    !is_covered(&s->hits.items[i], &s->exceptions))
			pass.found |= bit;
	}
	return pass.found;
}

uint64_t
themes_of(const struct themes *t, struct str text, struct themes_scratch *s)
{
	const unsigned all = NORMALISE_SINGLE | NORMALISE_NUMBERS;
	unsigned differs = all;
	uint64_t found = 0;

	buf_clear(&s->folded);
	if (normalise_fold(&s->folded, text) == -1)
		abort();
	for (unsigned how = 0; how <= all; how++) {
		struct str folded = { (const char *)s->folded.data,
			s->folded.len };
		unsigned seen;

		if ((how & ~differs) != 0)
			continue;
		buf_clear(&s->words);
		seen = normalise_words(&s->words, folded, how);
		if (s->words.failed)
			abort();
		if (how == 0)
			differs = seen;
		found |= pass_run(t, s);
	}
	return found;
}
