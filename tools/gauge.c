/*
 * gauge.c - what a message weighs, apart from what it is about.
 */
#include "gauge.h"

#include <math.h>
#include <stdlib.h>

#include "gauge_sum.h"
#include "gehoor/json_write.h"

/* Danger that is at least so likely is shown to a person. */
#define DANGER_LEAST 0.42f
/* A second class of danger, too. */
#define DANGER_OTHER 0.25f

/* The words of the configuration, or none. 0 or -1. */
static int
read_own(const struct conf *c, struct buf *text, struct embed_file *out,
    struct err *e)
{
	if (c == NULL || c->gauge_words == NULL || *c->gauge_words == '\0')
		return 0;
	if (conf_read_file(c->gauge_words, GAUGE_OWN_MAX, false, text, e) == -1)
		return -1;
	*out = (struct embed_file){ c->gauge_words, buf_cstr(text) };
	return out->text == NULL ? err_set(e, "gauge: no memory") : 0;
}

int
gauger_new(const struct conf *c, struct gauger **out, struct err *e)
{
	struct buf text = BUF_INIT;
	struct embed_file own = { NULL, NULL };
	const struct embed_file *files[GAUGE_SOURCES] = {
		[GAUGE_LEARNED] = gauge_file("gauge/model.conf"),
		[GAUGE_SPOKEN] = gauge_file("gauge/words.conf")
	};
	int rc = read_own(c, &text, &own, e);

	if (own.name != NULL)
		files[GAUGE_OWN] = &own;
	if (rc == 0)
		rc = gauger_with(files, out, e);
	buf_free(&text);
	return rc;
}

void
gauger_free(struct gauger **g)
{
	if (*g == NULL)
		return;
	gauge_model_free(&(*g)->model);
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
	gauge_room_free(&(*s)->room);
	free((*s)->parts);
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

/* The likeliest class of an axis, from 0. */
static unsigned
class_of(const struct gauge_sum *sum, int axis)
{
	const float *z = sum->output + gauge_axes[axis].first;
	unsigned best = 0;

	for (unsigned i = 1; i < (unsigned)gauge_axes[axis].n; i++)
		if (z[i] > z[best])
			best = i;
	return best;
}

/* Of the steps to 3, that which is likeliest to be the last. */
static unsigned
tone_of(const struct gauge_sum *sum)
{
	float up[] = { 1, 0, 0, 0, 0 };
	unsigned best = 0;

	for (int i = 1; i <= 3; i++)
		up[i] = fminf(up[i - 1],
		    1 / (1 + expf(-sum->output[GAUGE_TONE1 + i - 1])));
	for (unsigned i = 1; i <= 3; i++)
		if (up[i] - up[i + 1] > up[best] - up[best + 1])
			best = i;
	return best;
}

static void
judge_danger(const struct gauge_sum *sum, struct gauge *out)
{
	const float *z = sum->output + GAUGE_NONE;
	float p[GAUGE_DANGERS + 1], all = 0;
	int best = 1;

	for (int i = 0; i <= GAUGE_DANGERS; i++)
		all += p[i] = expf(fminf(z[i] - z[0], 60));
	for (int i = 2; i <= GAUGE_DANGERS; i++)
		if (p[i] > p[best])
			best = i;
	out->danger = 0;
	out->first = (enum danger)(1u << (best - 1));
	if (1 - p[0] / all < DANGER_LEAST)
		return;
	out->danger = out->first;
	for (int i = 1; i <= GAUGE_DANGERS; i++)
		if (p[i] / all >= DANGER_OTHER)
			out->danger |= 1u << (i - 1);
}

int
gauge_of(const struct gauger *g, struct str text, struct gauge_scratch *s,
    struct gauge *out)
{
	struct gauge_sum sum;

	if (gauge_read(g, text, s) == -1)
		return -1;
	gauge_sum(g, s, &sum);
	out->polarity = (enum polarity)class_of(&sum, GAUGE_AXIS_POLARITY);
	out->weight = class_of(&sum, GAUGE_AXIS_WEIGHT);
	out->tone = tone_of(&sum);
	out->spam = sum.output[GAUGE_SPAM] > 0;
	judge_danger(&sum, out);
	if (out->danger != 0)
		out->spam = false; /* a person must see it */
	out->kernel = gauge_kernel(g, s);
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
