/*
 * gauge.c - what a message weighs, apart from what it is about.
 */
#include "gauge.h"

#include <stdlib.h>

#include "gauge_sum.h"
#include "gehoor/json_write.h"

#define NOTHING (-2.5f)

int
gauger_new(const struct conf *c, struct gauger **out, struct err *e)
{
	(void)c; /* no setting of a council is about this yet */
	return gauger_with(gauge_file("gauge/model.conf"), out, e);
}

int
gauger_with(
    const struct embed_file *learned, struct gauger **out, struct err *e)
{
	struct gauger *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return err_set(e, "gauge: no memory");
	if (gauge_model_new(learned, &g->learned, e) == -1 ||
	    gauge_model_new(gauge_file("gauge/words.conf"), &g->spoken, e) ==
		-1) {
		gauger_free(&g);
		return -1;
	}
	*out = g;
	return 0;
}

void
gauger_free(struct gauger **g)
{
	if (*g == NULL)
		return;
	gauge_model_free(&(*g)->learned);
	gauge_model_free(&(*g)->spoken);
	free(*g);
	*g = NULL;
}

struct gauge_scratch *
gauge_scratch_new(void)
{
	return calloc(1, sizeof(struct gauge_scratch));
}

void
gauge_scratch_free(struct gauge_scratch **s)
{
	if (*s == NULL)
		return;
	buf_free(&(*s)->calm);
	buf_free(&(*s)->words);
	free(*s);
	*s = NULL;
}

const char *
polarity_name(enum polarity p)
{
	return gauge_output_names[GAUGE_POS + (int)p];
}

const char *
danger_name(unsigned bit)
{
	for (int i = 0; i < GAUGE_DANGERS; i++)
		if (bit == 1u << i)
			return gauge_output_names[GAUGE_ZELF + i];
	return "";
}

static int
largest(const struct gauge_sum *sum, int from, int n)
{
	int best = from;

	for (int i = from + 1; i < from + n; i++)
		if (sum->output[i] > sum->output[best])
			best = i;
	return best;
}

/* Steps above 0, as the scales were learned. */
static unsigned
steps(const struct gauge_sum *sum, int from)
{
	unsigned n = 0;

	for (int i = from; i < from + 3; i++)
		n += sum->output[i] > 0;
	return n;
}

/* Any class, or danger as such: then the likeliest class. */
static void
judge_danger(const struct gauge_sum *sum, struct gauge *out)
{
	int best = largest(sum, GAUGE_ZELF, GAUGE_DANGERS);

	out->danger = 0;
	out->first = (enum danger)(1u << (best - GAUGE_ZELF));
	if (sum->output[best] <= 0 && sum->output[GAUGE_DANGER] <= 0)
		return;
	out->danger = out->first;
	for (int i = 0; i < GAUGE_DANGERS; i++)
		if (sum->output[GAUGE_ZELF + i] > 0)
			out->danger |= 1u << i;
}

/* What has nothing bad in it is not mixed. */
static enum polarity
judge_polarity(const struct gauge_sum *sum)
{
	int best = largest(sum, GAUGE_POS, 4);

	if (best == GAUGE_MIX && sum->output[GAUGE_NEG] < NOTHING)
		best = GAUGE_POS;
	return (enum polarity)(best - GAUGE_POS);
}

int
gauge_of(const struct gauger *g, struct str text, struct gauge_scratch *s,
    struct gauge *out)
{
	struct gauge_sum sum;

	if (gauge_sum(g, text, s, &sum) == -1)
		return -1;
	out->polarity = judge_polarity(&sum);
	out->weight = steps(&sum, GAUGE_WEIGHT1);
	out->tone = steps(&sum, GAUGE_TONE1);
	out->spam = sum.output[GAUGE_SPAM] > 0;
	judge_danger(&sum, out);
	if (out->danger != 0)
		out->spam = false; /* a person must see it */
	out->kernel = gauge_kernel(g, text, s);
	return 0;
}

void
gauge_json(struct buf *b, const struct gauge *g)
{
	json_member(b, "polarity", str_of(polarity_name(g->polarity)));
	json_member_int(b, "weight", g->weight);
	json_member_int(b, "tone", g->tone);
	json_member(
	    b, "danger", str_of(g->danger == 0 ? "" : danger_name(g->first)));
	json_key(b, "dangers");
	json_open(b, '[');
	for (int i = 0; i < GAUGE_DANGERS; i++)
		if ((g->danger & 1u << i) != 0)
			json_item(b, str_of(danger_name(1u << i)));
	json_close(b, ']');
	json_member_bool(b, "spam", g->spam);
	json_member(b, "kernel", g->kernel);
}
