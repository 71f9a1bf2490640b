/*
 * second.c - a second look at the scores of a text.
 */
#include "second.h"

#include <math.h>
#include <string.h>

#define NOTHING (-4.0f) /* the score of a theme that is not there */
#define SOFT 4.0f
#define ROUNDS 12
#define RIDGE 0.1

void
second_look(struct second *s, const float *score, size_t n, size_t words)
{
	*s = (struct second){ .score = score,
		.top = { NOTHING, NOTHING, NOTHING },
		.length = logf(1 + (float)words) };
	for (size_t k = 0; k < n && k < SECOND_THEMES; k++) {
		float v = score[k];
		float x = v < -5 ? -5 : v > 5 ? 5 : v;

		s->soft[k] = log1pf(expf(SOFT * x));
		s->sum += s->soft[k];
		if (v > s->top[0]) {
			s->top[2] = s->top[1];
			s->top[1] = s->top[0];
			s->top[0] = v;
		} else if (v > s->top[1]) {
			s->top[2] = s->top[1];
			s->top[1] = v;
		} else if (v > s->top[2])
			s->top[2] = v;
	}
}

void
second_inputs(
    const struct second *s, size_t theme, float x[static SECOND_INPUTS])
{
	float own = s->score[theme];

	x[0] = own;
	x[1] = s->length;
	x[2] = own * s->length;
	x[3] = own >= s->top[0] ? s->top[1] : s->top[0];
	x[4] = own >= s->top[1] ? s->top[2] : s->top[1];
	x[5] = s->sum - s->soft[theme];
}

float
second_logit(
    const float x[static SECOND_INPUTS], const float w[static SECOND_WEIGHTS])
{
	float sum = w[SECOND_INPUTS];

	for (size_t i = 0; i < SECOND_INPUTS; i++)
		sum += w[i] * x[i];
	return sum;
}

/* Solves a b = g for b, which replaces g; a is positive definite. */
static void
solve(double a[static SECOND_WEIGHTS][SECOND_WEIGHTS],
    double g[static SECOND_WEIGHTS])
{
	const size_t n = SECOND_WEIGHTS;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double f = a[j][i] / a[i][i];

			for (size_t k = i; k < n; k++)
				a[j][k] -= f * a[i][k];
			g[j] -= f * g[i];
		}
	for (size_t i = n; i-- > 0;) {
		for (size_t j = i + 1; j < n; j++)
			g[i] -= a[i][j] * g[j];
		g[i] /= a[i][i];
	}
}

/* Adds what one answer says of the gradient and of its bend. */
static void
add_answer(const float x[static SECOND_INPUTS], bool yes,
    const double w[static SECOND_WEIGHTS], double g[static SECOND_WEIGHTS],
    double a[static SECOND_WEIGHTS][SECOND_WEIGHTS])
{
	double v[SECOND_WEIGHTS], z = 0, p;

	for (size_t i = 0; i < SECOND_WEIGHTS; i++) {
		v[i] = i < SECOND_INPUTS ? x[i] : 1;
		z += w[i] * v[i];
	}
	p = 1 / (1 + exp(-z));
	for (size_t i = 0; i < SECOND_WEIGHTS; i++) {
		g[i] += (p - yes) * v[i];
		for (size_t j = 0; j < SECOND_WEIGHTS; j++)
			a[i][j] += p * (1 - p) * v[i] * v[j];
	}
}

void
second_learn(const float (*x)[SECOND_INPUTS], const bool *yes, size_t n,
    float w[static SECOND_WEIGHTS])
{
	double now[SECOND_WEIGHTS] = { 0 };

	for (int round = 0; round < ROUNDS; round++) {
		double a[SECOND_WEIGHTS][SECOND_WEIGHTS] = { { 0 } };
		double g[SECOND_WEIGHTS];

		for (size_t i = 0; i < SECOND_WEIGHTS; i++) {
			g[i] = RIDGE * now[i];
			a[i][i] = RIDGE;
		}
		for (size_t i = 0; i < n; i++)
			add_answer(x[i], yes[i], now, g, a);
		solve(a, g);
		for (size_t i = 0; i < SECOND_WEIGHTS; i++)
			now[i] -= g[i];
	}
	for (size_t i = 0; i < SECOND_WEIGHTS; i++)
		w[i] = (float)now[i];
}
