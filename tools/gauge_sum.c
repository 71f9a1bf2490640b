/*
 * gauge_sum.c - the outputs of the model for one text.
 *
 * What was learned is divided by the root of the number of features, as it
 * was in training: a long text has more of them, and is not surer for that.
 */
#include "gauge_sum.h"

#include <math.h>

#include "normalise.h"

struct adding {
	const struct gauger *gauger;
	int32_t learned[GAUGE_OUTPUT_COUNT];
	int32_t spoken[GAUGE_OUTPUT_COUNT];
	unsigned features;
};

/* Sixteen at a time is what processors do at once. */
static void
add(int32_t *restrict sum, const int16_t *restrict values)
{
	int i;

	if (values == NULL)
		return;
	for (i = 0; i < 16; i++)
		sum[i] += values[i];
	for (; i < GAUGE_OUTPUT_COUNT; i++)
		sum[i] += values[i];
}

static void
feature_cb(const struct gauge_feature *f, void *arg)
{
	struct adding *a = arg;

	a->features += !f->loud;
	add(a->learned, gauge_model_find(a->gauger->learned, f->hash));
	add(a->spoken, gauge_model_find(a->gauger->spoken, f->hash));
}

int
gauge_sum(const struct gauger *g, struct str text, struct gauge_scratch *s,
    struct gauge_sum *sum)
{
	struct adding a = { .gauger = g };
	const int16_t *bias = gauge_model_bias(g->learned);
	struct gauge_noise noise;
	float root;

	buf_clear(&s->calm);
	buf_clear(&s->words);
	if (gauge_calm_noise(text, &s->calm, &noise) == -1 ||
	    gauge_words(&s->words,
		(struct str){ (const char *)s->calm.data, s->calm.len }) == -1)
		return -1;
	gauge_features(
	    (struct str){ (const char *)s->words.data, s->words.len }, &noise,
	    feature_cb, &a);
	root = sqrtf(a.features == 0 ? 1 : (float)a.features);
	sum->features = a.features;
	for (int i = 0; i < GAUGE_OUTPUT_COUNT; i++)
		sum->output[i] = ((float)a.learned[i] / root +
				     (float)a.spoken[i] + (float)bias[i]) /
		    100;
	return 0;
}
