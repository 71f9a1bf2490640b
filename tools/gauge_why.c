/*
 * gauge_why.c - what of a text spoke for an output of the gauge.
 */
#include <math.h>
#include <stdlib.h>

#include "gauge_sum.h"

struct voice {
	size_t from, n; /* its words, in all of them */
	struct gauge_values values;
};

struct voices {
	const struct gauger *gauger;
	struct voice *items;
	size_t n, cap;
	struct buf words;
	unsigned features;
	bool failed;
};

static void
voice_cb(const struct gauge_feature *f, void *arg)
{
	struct voices *v = arg;
	size_t from;

	v->features += !f->loud;
	if (v->n == v->cap) {
		size_t cap = v->cap == 0 ? 128 : v->cap * 2;
		struct voice *items =
		    reallocarray(v->items, cap, sizeof(*items));

		v->failed |= items == NULL;
		if (items == NULL)
			return;
		v->items = items;
		v->cap = cap;
	}
	from = v->words.len;
	buf_addstr(&v->words, f->text);
	if (f->head)
		buf_addc(&v->words, '*');
	v->items[v->n++] = (struct voice){ .from = from,
		.n = v->words.len - from,
		.values = gauge_model_find(v->gauger->model, f->hash) };
}

static float
share_of(const struct voices *v, size_t i, int output)
{
	const struct gauge_values *x = &v->items[i].values;
	float share = 0;

	if (x->of[GAUGE_LEARNED] != NULL)
		share = (float)x->of[GAUGE_LEARNED][output] /
		    sqrtf(v->features == 0 ? 1 : (float)v->features);
	for (int s = GAUGE_SPOKEN; s <= GAUGE_OWN; s++)
		if (x->of[s] != NULL)
			share += x->of[s][output];
	return share;
}

static void
tell(const struct voices *v, size_t i, int output, gauge_why_fn *fn, void *arg)
{
	const struct voice *x = &v->items[i];

	fn((enum gauge_output)output,
	    (struct str){ (const char *)v->words.data + x->from, x->n },
	    (int)lrintf(share_of(v, i, output)), arg);
}

/* The strongest that is weaker than the last told; n if there is none. */
static size_t
next_voice(const struct voices *v, int output, size_t last)
{
	size_t best = v->n;

	for (size_t i = 0; i < v->n; i++) {
		float s = fabsf(share_of(v, i, output));
		float l = last == v->n ? 0 : fabsf(share_of(v, last, output));

		if (s < 1 || (last < v->n && (s > l || (s == l && i <= last))))
			continue;
		if (best == v->n || s > fabsf(share_of(v, best, output)))
			best = i;
	}
	return best;
}

int
gauge_why(const struct gauger *g, struct str text, unsigned max,
    gauge_why_fn *fn, void *arg)
{
	struct voices v = { .gauger = g, .words = BUF_INIT };
	const struct gauge_listener to = { voice_cb, NULL, &v };
	struct gauge_room room = { BUF_INIT, BUF_INIT, BUF_INIT };
	int rc = gauge_features(text, &room, &to);

	if (v.failed || v.words.failed)
		rc = -1;
	for (int o = 0; rc == 0 && o < GAUGE_OUTPUT_COUNT; o++) {
		size_t i = next_voice(&v, o, v.n);

		for (unsigned k = 0; k < max && i < v.n; k++) {
			tell(&v, i, o, fn, arg);
			i = next_voice(&v, o, i);
		}
	}
	free(v.items);
	buf_free(&v.words);
	gauge_room_free(&room);
	return rc;
}
