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
		.features = FEATURES_INIT };
	return a->scratch == NULL ? -1 : 0;
}

void
analysis_free(struct analysis *a)
{
	lexicon_scratch_free(&a->scratch);
	buf_free(&a->folded);
	buf_free(&a->words);
	buf_free(&a->others);
	features_free(&a->features);
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
		size_t term = hits->items[i].what;

		a->found |= UINT64_C(1) << lexicon_theme(a->lexicon, term);
		if (a->term != NULL)
			a->term(&hits->items[i], read, a->arg);
	}
	return differs;
}

void
analysis_run(struct analysis *a, struct str text)
{
	unsigned differs;

	a->found = 0;
	buf_clear(&a->folded);
	if (normalise_fold(&a->folded, text) == -1)
		abort();
	differs = pass(a, &a->words, NORMALISE_SINGLE);
	features_of(&a->features,
	    (struct str){ (const char *)a->words.data, a->words.len },
	    a->lexicon, a->scratch);
	if (differs & NORMALISE_NUMBERS)
		pass(a, &a->others, NORMALISE_SINGLE | NORMALISE_NUMBERS);
	for (size_t i = 0; i < a->conf->nthemes; i++)
		if (a->found >> i & 1)
			features_add_theme(&a->features, a->conf->themes[i].id);
}
