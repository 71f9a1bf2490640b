/*
 * analysis.c - a text as the model sees it.
 *
 * "Derde" may be a word or a number: the terms are looked for in both
 * readings, the features are those of the first.
 */
#include "analysis.h"

#include <stdlib.h>
#include <string.h>
#include <string.h>

#include "normalise.h"
#include "swear.h"

int
analysis_init(struct analysis *a, const struct conf *c, const struct lexicon *l)
{
	*a = (struct analysis){ .conf = c,
		.lexicon = l,
		.scratch = lexicon_scratch_new(),
		.seen = calloc(lexicon_size(l) + 1, sizeof(*a->seen)),
		.features = FEATURES_INIT };
	return a->scratch == NULL || a->seen == NULL ? -1 : 0;
}

void
analysis_free(struct analysis *a)
{
	lexicon_scratch_free(&a->scratch);
	buf_free(&a->folded);
	buf_free(&a->words);
	buf_free(&a->others);
	features_free(&a->features);
	free(a->terms.items);
	free(a->seen);
}

/*
 * Takes swearing out of normalised words, in place: what stood on its sides is
 * side by side then, and a phrase is found.  Of "kutgroep" the group stays.
 */
static void
calm(struct buf *words)
{
	char *p = (char *)words->data;
	size_t from = 0, to = 0;

	while (from < words->len) {
		size_t n = 0;
		struct str word, rest;

		if (p[from] == ' ') {
			from++;
			continue;
		}
		while (from + n < words->len && p[from + n] != ' ')
			n++;
		word = (struct str){ p + from, n };
		rest = swear_of(word).rest;
		if (rest.n > 0) {
			p[to++] = ' ';
			memmove(p + to, rest.p, rest.n);
			to += rest.n;
		}
		from += n;
	}
	if (words->len > 0)
		p[to++] = ' ';
	words->len = to;
}

/* Remembers the term, once. */
static void
term_found(struct analysis *a, const struct lexicon_hit *hit)
{
	if (a->seen[hit->what] == a->run)
		return;
	a->seen[hit->what] = a->run;
	lexicon_hit_add(&a->terms, *hit);
}

static void
terms_forget(struct analysis *a)
{
	a->terms.n = 0;
	if (++a->run == 0) {
		memset(a->seen, 0, lexicon_size(a->lexicon) * sizeof(*a->seen));
		a->run = 1;
	}
}

static void
terms_add(struct analysis *a)
{
	unsigned found[64] = { 0 };

	for (size_t i = 0; i < a->terms.n; i++) {
		size_t term = a->terms.items[i].what;

		features_add_term(&a->features, lexicon_text(a->lexicon, term));
		found[lexicon_theme(a->lexicon, term) % 64]++;
	}
	for (size_t i = 0; i < a->conf->nthemes; i++)
		features_add_theme(
		    &a->features, a->conf->themes[i].id, found[i % 64]);
}

/* Looks through one reading of the text; returns what else differs. */
static unsigned
pass(struct analysis *a, struct buf *words, unsigned how)
{
	struct str folded = { (const char *)a->folded.data, a->folded.len };
	const struct lexicon_hits *hits = lexicon_terms(a->scratch);
	struct str read;
	unsigned differs;

	buf_clear(words);
	differs = normalise_words(words, folded, how);
	if (words->failed)
		abort(); /* a wrong count would be worse */
	calm(words);
	read = (struct str){ (const char *)words->data, words->len };
	lexicon_run(a->lexicon, read, a->scratch);
	for (size_t i = 0; i < hits->n; i++) {
		term_found(a, &hits->items[i]);
		if (a->term != NULL)
			a->term(&hits->items[i], read, a->arg);
	}
	return differs;
}

void
analysis_run(struct analysis *a, struct str text)
{
	unsigned differs;

	terms_forget(a);
	buf_clear(&a->folded);
	if (normalise_fold(&a->folded, text) == -1)
		abort();
	differs = pass(a, &a->words, NORMALISE_SINGLE);
	features_of(&a->features,
	    (struct str){ (const char *)a->words.data, a->words.len },
	    a->lexicon, a->scratch);
	if (differs & NORMALISE_NUMBERS)
		pass(a, &a->others, NORMALISE_SINGLE | NORMALISE_NUMBERS);
	terms_add(a);
}
