/*
 * gauge_sum.c - the outputs of the model for one text.
 *
 * What was learned is divided by the root of the number of features, as it
 * was in training: a long text has more of them, and is not surer for that.
 */
#include "gauge_sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define UNIT 100.0f    /* values of the first layer are in hundredths */
#define SAID_MOST 6.0f /* words written by hand are not piled up */

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
	struct gauge_scratch *s = arg;
	struct gauge_part *p = &s->parts[s->n];
	struct gauge_values v = gauge_model_find(s->gauger->model, f->hash);

	p->features += !f->loud;
	for (int i = 0; i < GAUGE_SOURCES; i++)
		add(p->sum[i], v.of[i]);
}

/* Room for the part that comes next. */
static int
begin_part(struct gauge_scratch *s)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 16 : s->cap * 2;
		struct gauge_part *parts =
		    reallocarray(s->parts, cap, sizeof(*parts));

		if (parts == NULL)
			return -1;
		s->parts = parts;
		s->cap = cap;
	}
	s->parts[s->n] = (struct gauge_part){ .words = 0 };
	return 0;
}

static void
add_to_whole(struct gauge_scratch *s)
{
	const struct gauge_part *p = &s->parts[s->n];

	s->whole.words += p->words;
	s->whole.features += p->features;
	for (int i = 0; i < GAUGE_SOURCES; i++)
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			s->whole.sum[i][o] += p->sum[i][o];
}

/* Without memory, all that follows is one part. */
static void
sentence_cb(struct str sentence, unsigned words, void *arg)
{
	struct gauge_scratch *s = arg;

	s->parts[s->n].text = sentence;
	s->parts[s->n].words = words;
	add_to_whole(s);
	s->n++;
	if (begin_part(s) == -1) {
		s->failed = true;
		s->n--;
	}
}

int
gauge_read(const struct gauger *g, struct str text, struct gauge_scratch *s)
{
	const struct gauge_listener to = { feature_cb, sentence_cb, s };

	s->gauger = g;
	s->n = 0;
	s->failed = false;
	s->whole = (struct gauge_part){ .text = text };
	if (begin_part(s) == -1 || gauge_features(text, &s->room, &to) == -1 ||
	    s->failed)
		return -1;
	add_to_whole(s);
	return 0;
}

/* Only how classes differ is known. */
static void
centre(struct gauge_sum *sum)
{
	for (int a = 0; a < GAUGE_AXIS_COUNT; a++) {
		float *z = sum->output + gauge_axes[a].first, mean = 0;

		if (gauge_axes[a].steps)
			continue;
		for (int i = 0; i < gauge_axes[a].n; i++)
			mean += z[i] / (float)gauge_axes[a].n;
		for (int i = 0; i < gauge_axes[a].n; i++)
			z[i] -= mean;
	}
}

void
gauge_part_sum(
    const struct gauger *g, const struct gauge_part *p, struct gauge_sum *sum)
{
	float share =
	    1 / (UNIT * sqrtf(p->features == 0 ? 1 : (float)p->features));

	for (int i = 0; i < GAUGE_OUTPUT_COUNT; i++)
		sum->output[i] =
		    (float)p->sum[GAUGE_LEARNED][i] * share + g->bias[i];
	centre(sum);
}

void
gauge_input_name(int input, char out[static GAUGE_INPUT_NAME])
{
	static const char *const kinds[] = { "all", "most", "said" };
	static const char *const rest[] = { "=length", "=sentences2",
		"=sentences4" };

	if (input < GAUGE_LENGTH)
		snprintf(out, GAUGE_INPUT_NAME, "=%s:%s",
		    kinds[input / GAUGE_OUTPUT_COUNT],
		    gauge_output_names[input % GAUGE_OUTPUT_COUNT]);
	else
		snprintf(
		    out, GAUGE_INPUT_NAME, "%s", rest[input - GAUGE_LENGTH]);
}

static float
said(const struct gauge_part *whole, int output)
{
	float v = (float)whole->sum[GAUGE_SPOKEN][output] / UNIT;

	return fmaxf(-SAID_MOST, fminf(SAID_MOST, v));
}

void
gauge_inputs(const struct gauger *g, const struct gauge_scratch *s,
    float inputs[static GAUGE_INPUTS])
{
	float *all = inputs, *most = inputs + GAUGE_OUTPUT_COUNT;
	struct gauge_sum sum;

	gauge_part_sum(g, &s->whole, &sum);
	memcpy(all, sum.output, sizeof(sum.output));
	memcpy(most, sum.output, sizeof(sum.output));
	for (size_t i = 0; i < s->n; i++) {
		gauge_part_sum(g, &s->parts[i], &sum);
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			most[o] = i == 0 ? sum.output[o]
					 : fmaxf(most[o], sum.output[o]);
	}
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		inputs[GAUGE_SAID + o] = said(&s->whole, o);
	inputs[GAUGE_LENGTH] = log2f(1 + (float)s->whole.words);
	inputs[GAUGE_LENGTH + 1] = s->n >= 2;
	inputs[GAUGE_LENGTH + 2] = s->n >= 4;
}

void
gauge_sum(const struct gauger *g, const struct gauge_scratch *s,
    struct gauge_sum *sum)
{
	float inputs[GAUGE_INPUTS];

	gauge_inputs(g, s, inputs);
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		sum->output[o] =
		    g->start[o] + (float)s->whole.sum[GAUGE_OWN][o] / UNIT;
	for (int i = 0; i < GAUGE_INPUTS; i++)
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			sum->output[o] += inputs[i] * g->mix[i][o];
}

/* The values of a line, or nothing. */
static void
take_line(const struct gauge_model *m, const char *name, float unit, float *out)
{
	const int16_t *line = gauge_model_line(m, name);

	for (int o = 0; line != NULL && o < GAUGE_OUTPUT_COUNT; o++)
		out[o] = (float)line[o] / unit;
}

int
gauger_with(const struct embed_file *const files[GAUGE_SOURCES],
    struct gauger **out, struct err *e)
{
	struct gauger *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return err_set(e, "gauge: no memory");
	if (gauge_model_new(files, &g->model, e) == -1) {
		gauger_free(&g);
		return -1;
	}
	take_line(g->model, "=bias", UNIT, g->bias);
	take_line(g->model, "=start", GAUGE_MIX_UNIT, g->start);
	for (int i = 0; i < GAUGE_INPUTS; i++) {
		char name[GAUGE_INPUT_NAME];

		gauge_input_name(i, name);
		take_line(g->model, name, GAUGE_MIX_UNIT, g->mix[i]);
	}
	*out = g;
	return 0;
}
