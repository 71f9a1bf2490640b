/*
 * gauge_slope.h - what both layers of the gauge learn by: how far the outputs
 * are from the labels, and steps against it (AdaGrad).
 */
#ifndef GAUGE_SLOPE_H
#define GAUGE_SLOPE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/gauge_axes.h"

#define GAUGE_RANDOM UINT64_C(0x9e3779b97f4a7c15)

/* Danger is rare, and to be found rather than to be right about. */
#define GAUGE_DANGER_WORTH 10

/* A number below n; the same ones on every machine. */
static inline size_t
gauge_below(uint64_t *state, size_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state % n);
}

/* Outputs of an axis of classes: how likely each is, less what is so. */
static inline void
gauge_slope_classes(const float *z, const bool *label, int n, float *slope)
{
	float most = z[0], all = 0;

	for (int i = 1; i < n; i++)
		most = fmaxf(most, z[i]);
	for (int i = 0; i < n; i++)
		all += slope[i] = expf(z[i] - most);
	for (int i = 0; i < n; i++)
		slope[i] = slope[i] / all - (float)label[i];
}

/* How far all outputs are from the labels. */
static inline void
gauge_slope(const float z[GAUGE_OUTPUT_COUNT],
    const bool label[GAUGE_OUTPUT_COUNT], float slope[GAUGE_OUTPUT_COUNT])
{
	for (int a = 0; a < GAUGE_AXIS_COUNT; a++) {
		int from = gauge_axes[a].first, n = gauge_axes[a].n;

		if (!gauge_axes[a].steps)
			gauge_slope_classes(
			    z + from, label + from, n, slope + from);
		for (int i = from; gauge_axes[a].steps && i < from + n; i++)
			slope[i] = 1 / (1 + expf(-z[i])) - (float)label[i];
	}
	for (int i = GAUGE_NONE; i <= GAUGE_KIND && !label[GAUGE_NONE]; i++)
		slope[i] *= GAUGE_DANGER_WORTH;
}

/* A step of one weight; squares is what its slopes came to so far. */
static inline void
gauge_step(float *weight, float *squares, float slope, float rate)
{
	*squares += slope * slope;
	*weight -= rate * slope / (sqrtf(*squares) + 1e-6f);
}

static inline bool
gauge_is_tone(int output)
{
	return output >= GAUGE_TONE1 && output <= GAUGE_TONE3;
}

#endif
