/*
 * train.c - a model from labelled messages.
 *
 * A feature that was seen in too few messages is left out: it would be noise,
 * and it could tell who wrote.  The thresholds are chosen on messages that
 * were held back, one group at a time.
 */
#include "train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "logistic.h"
#include "train_fit.h"

#ifndef SEEN_LEAST
#define SEEN_LEAST 3
#endif
#define VALUE_UNIT 1.5 /* of a word in every message, times its weight */

/* Occurrences: a hash and a kind, of message after message. */
struct train {
	const struct conf *conf;
	struct lexicon *lexicon;
	struct analysis analysis;
	uint64_t *features; /* hash << 8 | kind */
	size_t nfeatures, features_cap;
	struct sample *samples;
	size_t *begin; /* of the features of each */
	size_t n, cap;
	uint32_t *columns; /* of all samples */
};

int
train_new(const struct conf *c, struct train **out, struct err *e)
{
	struct train *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return err_set(e, "no memory to train");
	t->conf = c;
	if (c->nthemes > MODEL_THEMES)
		err_set(e, "%zu themes; a model knows at most %d", c->nthemes,
		    MODEL_THEMES);
	else if (lexicon_new(c, &t->lexicon, e) == 0) {
		if (analysis_init(&t->analysis, c, t->lexicon) == 0) {
			*out = t;
			return 0;
		}
		err_set(e, "no memory to train");
	}
	train_free(&t);
	return -1;
}

void
train_free(struct train **out)
{
	struct train *t = *out;

	if (t == NULL)
		return;
	analysis_free(&t->analysis);
	lexicon_free(&t->lexicon);
	free(t->features);
	free(t->samples);
	free(t->begin);
	free(t->columns);
	free(t);
	*out = NULL;
}

static int
compare_u64(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Sorts; keeps one of each hash. Returns how many are left. */
static size_t
unique(uint64_t *items, size_t n)
{
	size_t kept = 0;

	qsort(items, n, sizeof(*items), compare_u64);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || items[kept - 1] >> 8 != items[i] >> 8)
			items[kept++] = items[i];
	return kept;
}

static int
train_room(struct train *t, size_t features)
{
	if (t->nfeatures + features > t->features_cap) {
		size_t cap = (t->nfeatures + features) * 2;
		uint64_t *grown =
		    reallocarray(t->features, cap, sizeof(*grown));

		if (grown == NULL)
			return -1;
		t->features = grown;
		t->features_cap = cap;
	}
	if (t->n + 1 >= t->cap) {
		size_t cap = t->cap * 2 + 1024;
		struct sample *s = reallocarray(t->samples, cap, sizeof(*s));
		size_t *b;

		if (s == NULL)
			return -1;
		t->samples = s;
		b = reallocarray(t->begin, cap, sizeof(*b));
		if (b == NULL)
			return -1;
		t->begin = b;
		t->cap = cap;
	}
	return 0;
}

int
train_add(struct train *t, struct str text, uint64_t labels, unsigned group)
{
	const struct features *f = &t->analysis.features;
	uint64_t *to;

	analysis_run(&t->analysis, text);
	if (train_room(t, f->n) == -1)
		return -1;
	to = t->features + t->nfeatures;
	for (size_t i = 0; i < f->n; i++)
		to[i] = (uint64_t)f->items[i].hash << 8 | f->items[i].kind;
	t->samples[t->n] = (struct sample){
		.yes = (uint32_t)labels, .group = group, .words = f->spoken
	};
	t->begin[t->n++] = t->nfeatures;
	t->nfeatures += unique(to, f->n);
	t->begin[t->n] = t->nfeatures;
	return 0;
}

/* Sorts by hash: two bytes at a time, the last ones first. */
static int
sort_hashes(uint64_t *items, size_t n)
{
	uint64_t *other = malloc((n + 1) * sizeof(*other));
	size_t *count = calloc(65537, sizeof(*count));
	uint64_t *from = items, *to = other;
	bool ok = other != NULL && count != NULL;

	for (unsigned shift = 8; ok && shift < 40; shift += 16) {
		uint64_t *was = from;

		memset(count, 0, 65537 * sizeof(*count));
		for (size_t i = 0; i < n; i++)
			count[(from[i] >> shift & 0xffff) + 1]++;
		for (size_t i = 0; i < 65536; i++)
			count[i + 1] += count[i];
		for (size_t i = 0; i < n; i++)
			to[count[from[i] >> shift & 0xffff]++] = from[i];
		from = to;
		to = was;
	}
	free(other);
	free(count);
	return ok ? 0 : -1;
}

/* How much a feature of that kind says that df of n messages have. */
static uint8_t
value_of(unsigned kind, size_t df, size_t n)
{
	double idf = log((1.0 + (double)n) / (1.0 + (double)df)) + 1;
	double v = VALUE_UNIT * feature_kind_weight(kind) * idf + 0.5;

	return (uint8_t)(v > 255 ? 255 : v);
}

/* The rows of the model: what at least SEEN_LEAST messages have. */
static struct model *
make_rows(struct train *t)
{
	uint64_t *all = malloc((t->nfeatures + 1) * sizeof(*all));
	struct model *m = NULL;
	size_t rows = 0;

	if (all == NULL)
		return NULL;
	if (t->nfeatures > 0)
		memcpy(all, t->features, t->nfeatures * sizeof(*all));
	if (sort_hashes(all, t->nfeatures) == 0)
		m = model_new(t->nfeatures, lexicon_size(t->lexicon));
	for (size_t i = 0, end; m != NULL && i < t->nfeatures; i = end) {
		for (end = i;
		     end < t->nfeatures && all[end] >> 8 == all[i] >> 8;)
			end++;
		if (end - i < SEEN_LEAST)
			continue;
		m->hashes[rows] = (uint32_t)(all[i] >> 8);
		m->values[rows++] = value_of(all[i] & 0xff, end - i, t->n);
	}
	free(all);
	if (m == NULL)
		return NULL;
	m->nrows = rows;
	if (model_index(m) == -1)
		model_free(&m);
	return m;
}

/* The samples as columns of the model. */
static int
make_samples(struct train *t, const struct model *m)
{
	uint32_t *to = calloc(t->nfeatures + 1, sizeof(*to));

	if (to == NULL)
		return -1;
	free(t->columns);
	t->columns = to;
	for (size_t i = 0; i < t->n; i++) {
		struct sample *s = &t->samples[i];
		uint32_t squares = 0;

		s->columns = to;
		for (size_t j = t->begin[i]; j < t->begin[i + 1]; j++) {
			long row =
			    model_find(m, (uint32_t)(t->features[j] >> 8));

			if (row < 0)
				continue;
			*to++ = (uint32_t)row;
			squares += (uint32_t)m->values[row] * m->values[row];
		}
		s->n = (size_t)(to - s->columns);
		s->norm = squares == 0 ? 1 : sqrtf((float)squares);
	}
	return 0;
}

static int
compare_u32(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The terms that the model now knows. */
static void
make_terms(const struct train *t, struct model *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < lexicon_size(t->lexicon); i++)
		m->terms[i] = model_term_hash(lexicon_text(t->lexicon, i));
	qsort(m->terms, m->nterms, sizeof(*m->terms), compare_u32);
	for (size_t i = 0; i < m->nterms; i++)
		if (kept == 0 || m->terms[kept - 1] != m->terms[i])
			m->terms[kept++] = m->terms[i];
	m->nterms = kept;
}

int
train_finish(struct train *t, struct model **out, struct train_scores *scores,
    struct err *e)
{
	struct model *m;

	if (t->n == 0)
		return err_set(e, "no messages to learn from");
	m = make_rows(t);
	if (m == NULL || make_samples(t, m) == -1) {
		model_free(&m);
		return err_set(e, "no memory to train");
	}
	m->nthemes = t->conf->nthemes;
	for (size_t i = 0; i < m->nthemes; i++) {
		if (strlen(t->conf->themes[i].id) > MODEL_ID_MAX) {
			model_free(&m);
			return err_set(e, "the name of a theme is too long");
		}
		memcpy(m->themes[i].id, t->conf->themes[i].id,
		    strlen(t->conf->themes[i].id) + 1);
	}
	make_terms(t, m);
	if (train_fit(m, t->samples, t->n, scores) == -1) {
		model_free(&m);
		return err_set(e, "no memory to train");
	}
	*out = m;
	return 0;
}
