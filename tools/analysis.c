/*
 * analysis.c - a text as the model sees it.
 *
 * "Niiiks" may be "niks", and "derde" may be a number: the terms are looked
 * for in every reading, the features are those of the first.
 */
#include "analysis.h"

#include <stdlib.h>
#include <string.h>

#include "normalise.h"

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
	const unsigned all = NORMALISE_SINGLE | NORMALISE_NUMBERS;
	unsigned differs;

	a->found = 0;
	buf_clear(&a->folded);
	if (normalise_fold(&a->folded, text) == -1)
		abort();
	differs = pass(a, &a->words, NORMALISE_SINGLE);
	features_of(&a->features,
	    (struct str){ (const char *)a->words.data, a->words.len },
	    a->lexicon, a->scratch);
	for (unsigned how = 0; how <= all; how++)
		if (how != NORMALISE_SINGLE &&
		    ((how ^ NORMALISE_SINGLE) & ~differs) == 0)
			pass(a, &a->others, how);
	for (size_t i = 0; i < a->conf->nthemes; i++)
		if (a->found >> i & 1)
			features_add_theme(&a->features, a->conf->themes[i].id);
}
