/*
 * logistic.c - logistic regression of several yes-or-no questions at once.
 *
 * Every sample has for each question a dual variable z in (0, C); the weights
 * are the sum of z y x over the samples.  A step minimises the dual over one
 * z by Newton's method and moves the weights along.
 */
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef LOGISTIC_C
#define LOGISTIC_C 8.0f /* what an error costs, against large weights */
#endif
#define ROUNDS 12
#define NEWTON_STEPS 4
#define Z_START (0.001f * LOGISTIC_C)
#define Z_LEAST (1e-6f * LOGISTIC_C)

/* A fixed sequence (Marsaglia's xorshift). */
static uint32_t
next_number(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void
shuffle(size_t *order, size_t n, uint32_t *state)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = next_number(state) % i, was = order[i - 1];

		order[i - 1] = order[j];
		order[j] = was;
	}
}

void
logistic_score(const struct sample *s, const uint8_t *values,
    const struct logistic_weights *w, float score[static LOGISTIC_QUESTIONS])
{
	float sum[LOGISTIC_QUESTIONS] = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		const float *row = w->column[s->columns[i]];
		float value = values[s->columns[i]];

		for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++)
			sum[k] += value * row[k];
	}
	for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++)
		score[k] = sum[k] / s->norm + w->bias[k];
}

static void
move(const struct sample *s, const uint8_t *values, struct logistic_weights *w,
    const float by[static LOGISTIC_QUESTIONS])
{
	for (size_t i = 0; i < s->n; i++) {
		float *row = w->column[s->columns[i]];
		float value = (float)values[s->columns[i]] / s->norm;

		for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++)
			row[k] += value * by[k];
	}
	for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++)
		w->bias[k] += by[k];
}

/* The z that fits the margin best; a is the square of the sample's length. */
static float
newton(float z, float margin, float a)
{
	float from = z;

	for (int i = 0; i < NEWTON_STEPS; i++) {
		float slope =
		    a * (z - from) + margin + logf(z / (LOGISTIC_C - z));
		float bend = a + LOGISTIC_C / (z * (LOGISTIC_C - z));
		float next = z - slope / bend;

		if (next <= 0)
			next = z / 10;
		else if (next >= LOGISTIC_C)
			next = LOGISTIC_C - (LOGISTIC_C - z) / 10;
		z = next;
	}
	if (z < Z_LEAST)
		return Z_LEAST;
	return z > LOGISTIC_C - Z_LEAST ? LOGISTIC_C - Z_LEAST : z;
}

/* One sample: all its z, then the weights. */
static void
step(const struct sample *s, const uint8_t *values, float *z,
    struct logistic_weights *w)
{
	float score[LOGISTIC_QUESTIONS], by[LOGISTIC_QUESTIONS];

	logistic_score(s, values, w, score);
	for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++) {
		float y = (s->yes >> k & 1) != 0 ? 1 : -1;
		float next = newton(z[k], y * score[k], 2);

		by[k] = y * (next - z[k]);
		z[k] = next;
	}
	move(s, values, w, by);
}

/* The weights that the first z stand for. */
static void
begin(const struct sample *samples, const size_t *order, size_t n,
    const uint8_t *values, float *z, struct logistic_weights *w)
{
	memset(w->column, 0, w->ncolumns * sizeof(*w->column));
	memset(w->bias, 0, sizeof(w->bias));
	for (size_t i = 0; i < n; i++) {
		const struct sample *s = &samples[order[i]];
		float by[LOGISTIC_QUESTIONS];

		for (size_t k = 0; k < LOGISTIC_QUESTIONS; k++) {
			z[order[i] * LOGISTIC_QUESTIONS + k] = Z_START;
			by[k] = (s->yes >> k & 1) != 0 ? Z_START : -Z_START;
		}
		move(s, values, w, by);
	}
}

int
logistic_learn(const struct sample *samples, size_t n, const uint8_t *values,
    int left_out, struct logistic_weights *w)
{
	float *z = calloc(n * LOGISTIC_QUESTIONS + 1, sizeof(*z));
	size_t *order = calloc(n + 1, sizeof(*order));
	uint32_t state = 2463534242u;
	size_t kept = 0;
	int rc = -1;

	if (z == NULL || order == NULL)
		goto cleanup;
	for (size_t i = 0; i < n; i++)
		if ((int)samples[i].group != left_out)
			order[kept++] = i;
	begin(samples, order, kept, values, z, w);
	for (int round = 0; round < ROUNDS; round++) {
		shuffle(order, kept, &state);
		for (size_t i = 0; i < kept; i++)
			step(&samples[order[i]], values,
			    z + order[i] * LOGISTIC_QUESTIONS, w);
	}
	rc = 0;
cleanup:
	free(z);
	free(order);
	return rc;
}
