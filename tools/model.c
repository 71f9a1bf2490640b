/*
 * model.c - a linear model: what it makes of the features of a text.
 */
#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AHEAD 12        /* features that are looked up meanwhile */
#define ROWS_MOST 50000 /* of a text: the sums stay within 32 bits */

struct model *
model_new(size_t rows, size_t terms)
{
	struct model *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->hashes = calloc(rows + 1, sizeof(*m->hashes));
	m->values = calloc(rows + 1, sizeof(*m->values));
	m->rows = calloc(rows + 1, sizeof(*m->rows));
	m->terms = calloc(terms + 1, sizeof(*m->terms));
	m->nrows = rows;
	m->nterms = terms;
	if (m->hashes == NULL || m->values == NULL || m->rows == NULL ||
	    m->terms == NULL)
		model_free(&m);
	return m;
}

void
model_free(struct model **out)
{
	struct model *m = *out;

	if (m == NULL)
		return;
	free(m->hashes);
	free(m->values);
	free(m->rows);
	free(m->terms);
	free(m->slots);
	free(m);
	*out = NULL;
}

static inline size_t
slot_of(const struct model *m, uint32_t hash)
{
	return hash >> (32 - m->bits);
}

int
model_index(struct model *m)
{
	size_t mask;

	m->bits = 4;
	while ((size_t)1 << m->bits < m->nrows * 2)
		m->bits++;
	free(m->slots);
	m->slots = calloc((size_t)1 << m->bits, sizeof(*m->slots));
	if (m->slots == NULL)
		return -1;
	mask = ((size_t)1 << m->bits) - 1;
	for (size_t i = 0; i < m->nrows; i++) {
		size_t at = slot_of(m, m->hashes[i]);

		while (m->slots[at].row != 0)
			at = (at + 1) & mask;
		m->slots[at] =
		    (struct model_slot){ m->hashes[i], (uint32_t)i + 1 };
	}
	return 0;
}

long
model_find(const struct model *m, uint32_t hash)
{
	size_t mask = ((size_t)1 << m->bits) - 1;
	size_t at = slot_of(m, hash);

	for (; m->slots[at].row != 0; at = (at + 1) & mask)
		if (m->slots[at].hash == hash)
			return (long)m->slots[at].row - 1;
	return -1;
}

uint32_t
model_term_hash(const char *term)
{
	uint32_t h = UINT32_C(2166136261);

	while (*term != '\0')
		h = (h ^ (uint8_t)*term++) * UINT32_C(16777619);
	return h;
}

bool
model_knows_term(const struct model *m, uint32_t hash)
{
	size_t low = 0, high = m->nterms;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->terms[middle] == hash)
			return true;
		if (m->terms[middle] > hash)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

void
model_scratch_begin(struct model_scratch *s, const struct model *m)
{
	if (s->nseen == m->nrows && s->seen != NULL && ++s->run != 0)
		return;
	free(s->seen);
	s->seen = calloc(m->nrows + 1, sizeof(*s->seen));
	if (s->seen == NULL)
		abort(); /* a wrong count would be worse */
	s->nseen = m->nrows;
	s->run = 1;
}

void
model_scratch_free(struct model_scratch *s)
{
	free(s->seen);
	free(s->found);
	*s = (struct model_scratch)MODEL_SCRATCH_INIT;
}

bool
model_seen(struct model_scratch *s, size_t row)
{
	if (s->seen[row] == s->run)
		return true;
	s->seen[row] = s->run;
	return false;
}

/*
 * The rows of the features.  The memory of a row is far away: it is asked for
 * here, and has come when it is added up.
 */
static size_t
find_rows(
    const struct model *m, const struct features *f, struct model_scratch *s)
{
	size_t n = 0;

	if (f->n > s->cap) {
		free(s->found);
		s->cap = f->n * 2;
		s->found = calloc(s->cap, sizeof(*s->found));
		if (s->found == NULL)
			abort(); /* a wrong count would be worse */
	}
	for (size_t i = 0; i < f->n; i++) {
		long row;

		if (i + AHEAD < f->n)
			__builtin_prefetch(
			    &m->slots[slot_of(m, f->items[i + AHEAD].hash)]);
		row = model_find(m, f->items[i].hash);
		if (row < 0)
			continue;
		__builtin_prefetch(&m->rows[row]);
		__builtin_prefetch(&m->values[row]);
		__builtin_prefetch(&s->seen[row], 1);
		s->found[n++] = (uint32_t)row;
	}
	return n;
}

float
model_score(const struct model *m, const struct features *f,
    struct model_scratch *s, float score[static MODEL_THEMES])
{
	int32_t sum[MODEL_THEMES] = { 0 };
	uint32_t squares = 0;
	size_t n, seen = 0;
	float norm;

	model_scratch_begin(s, m);
	n = find_rows(m, f, s);
	for (size_t i = 0; i < n && seen < ROWS_MOST; i++) {
		uint32_t row = s->found[i];
		int32_t value;

		if (model_seen(s, row))
			continue;
		seen++;
		value = m->values[row];
		squares += (uint32_t)(value * value);
		for (size_t k = 0; k < MODEL_THEMES; k++)
			sum[k] += value * m->rows[row].weight[k];
	}
	norm = squares == 0 ? 1 : sqrtf((float)squares);
	for (size_t k = 0; k < m->nthemes; k++)
		score[k] = m->themes[k].scale * (float)sum[k] / norm +
		    m->themes[k].bias;
	return norm;
}

void
model_logits(const struct model *m, const float *score, size_t words,
    float logit[static MODEL_THEMES])
{
	float x[SECOND_INPUTS];
	struct second s;

	second_look(&s, score, m->nthemes, words);
	for (size_t k = 0; k < m->nthemes; k++) {
		second_inputs(&s, k, x);
		logit[k] = second_logit(x, m->themes[k].second);
	}
}
