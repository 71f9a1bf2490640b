/*
 * gauge_second.c - learns the second layer of the gauge: how the outputs of
 * the first weigh against each other.
 *
 * What the first layer says of tone is seen by the tone alone, so that anger
 * changes nothing else.
 */
#include "tests/bench/gauge_second.h"

#include <stdlib.h>

#include "tests/bench/gauge_slope.h"

#define ROUNDS 15
#define FIRST 5
#define RATE 0.05f
#define PENALTY 0.001f
#define SAID 0.5f   /* of words written by hand, before it is learned */
#define NARROW 0.4f /* what is rarely said is not made loud */

struct weights {
	float before[GAUGE_INPUTS + 1][GAUGE_OUTPUT_COUNT];
	float w[GAUGE_INPUTS + 1][GAUGE_OUTPUT_COUNT]; /* the last: start */
	float g[GAUGE_INPUTS + 1][GAUGE_OUTPUT_COUNT];
	float mean[GAUGE_INPUTS + 1][GAUGE_OUTPUT_COUNT];
};

/* Inputs as they are learned from: about 0, and about as large. */
struct scale {
	float middle[GAUGE_INPUTS], width[GAUGE_INPUTS];
};

static void
scale_make(struct scale *s, const struct second_row *rows, size_t n)
{
	for (int i = 0; i < GAUGE_INPUTS; i++) {
		double sum = 0, squares = 0;

		for (size_t k = 0; k < n; k++) {
			double v = (double)rows[k].inputs[i];

			sum += v / (double)n;
			squares += v * v / (double)n;
		}
		s->middle[i] = (float)sum;
		s->width[i] =
		    fmaxf(NARROW, (float)sqrt(fmax(0, squares - sum * sum)));
	}
}

/* What was written by hand of an output counts for that output. */
static bool
sees(int output, int input)
{
	if (input >= GAUGE_LENGTH)
		return true;
	if (input >= GAUGE_SAID)
		return input - GAUGE_SAID == output;
	return gauge_is_tone(output) ||
	    !gauge_is_tone(input % GAUGE_OUTPUT_COUNT);
}

static void
learn(struct weights *w, const struct scale *s, const struct second_row *row)
{
	float z[GAUGE_OUTPUT_COUNT], slope[GAUGE_OUTPUT_COUNT];
	float x[GAUGE_INPUTS + 1];

	for (int i = 0; i < GAUGE_INPUTS; i++)
		x[i] = (row->inputs[i] - s->middle[i]) / s->width[i];
	x[GAUGE_INPUTS] = 1;
	memset(z, 0, sizeof(z));
	for (int i = 0; i <= GAUGE_INPUTS; i++)
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			z[o] += x[i] * w->w[i][o];
	gauge_slope(z, row->label, slope);
	for (int i = 0; i <= GAUGE_INPUTS; i++)
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			if (i == GAUGE_INPUTS || sees(o, i))
				gauge_step(&w->w[i][o], &w->g[i][o],
				    slope[o] * x[i] +
					PENALTY *
					    (w->w[i][o] - w->before[i][o]),
				    RATE);
}

/* What was written by hand is believed until messages say otherwise. */
static void
believe(struct weights *w, const struct scale *s)
{
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
		int i = GAUGE_SAID + o;

		w->before[i][o] = w->w[i][o] = SAID * s->width[i];
	}
}

static void
learn_all(struct weights *w, const struct scale *s,
    const struct second_row *rows, size_t n)
{
	size_t *order = calloc(n + 1, sizeof(*order));
	uint64_t random = GAUGE_RANDOM;

	if (order == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = n; i > 0; i--) {
			size_t k = gauge_below(&random, i), at = order[k];

			order[k] = order[i - 1];
			order[i - 1] = at;
			learn(w, s, &rows[at]);
		}
		for (int i = 0; round >= FIRST && i <= GAUGE_INPUTS; i++)
			for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
				w->mean[i][o] += w->w[i][o] / (ROUNDS - FIRST);
	}
	free(order);
}

static void
print_line(const char *name, const float *values, FILE *out)
{
	char before = '\t';

	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
		long v = lrintf(values[o] * GAUGE_MIX_UNIT);

		if (v == 0)
			continue;
		if (before == '\t')
			fprintf(out, "%s", name);
		fprintf(out, "%c%s=%ld", before, gauge_output_names[o], v);
		before = ' ';
	}
	if (before == ' ')
		fprintf(out, "\n");
}

void
second_print(const struct second_row *rows, size_t n, FILE *out)
{
	struct weights *w = calloc(1, sizeof(*w));
	float *start;
	struct scale s;

	if (w == NULL)
		abort();
	scale_make(&s, rows, n);
	believe(w, &s);
	learn_all(w, &s, rows, n);
	start = w->mean[GAUGE_INPUTS];
	for (int i = 0; i < GAUGE_INPUTS; i++) {
		char name[GAUGE_INPUT_NAME];

		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
			w->mean[i][o] /= s.width[i];
			start[o] -= w->mean[i][o] * s.middle[i];
		}
		gauge_input_name(i, name);
		print_line(name, w->mean[i], out);
	}
	print_line("=start", start, out);
	free(w);
}
