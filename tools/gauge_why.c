/*
 * gauge_why.c - what of a text spoke for an output of the gauge.
 */
#include <math.h>
#include <stdlib.h>

#include "gauge_sum.h"
#include "normalise.h"

struct voice {
	struct str words;
	bool head;
	const int16_t *learned, *spoken;
};

struct voices {
	const struct gauger *gauger;
	struct voice *items;
	size_t n, cap;
	unsigned features;
	bool failed;
};

static void
voice_cb(const struct gauge_feature *f, void *arg)
{
	struct voices *v = arg;

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
	v->items[v->n++] = (struct voice){ .words = f->text,
		.head = f->head,
		.learned = gauge_model_find(v->gauger->learned, f->hash),
		.spoken = gauge_model_find(v->gauger->spoken, f->hash) };
}

static float
share_of(const struct voices *v, size_t i, int output)
{
	const struct voice *x = &v->items[i];

	return (x->learned == NULL ? 0
				   : (float)x->learned[output] /
			   sqrtf(v->features == 0 ? 1 : (float)v->features)) +
	    (x->spoken == NULL ? 0 : (float)x->spoken[output]);
}

static void
tell(const struct voices *v, size_t i, int output, gauge_why_fn *fn, void *arg)
{
	const struct voice *x = &v->items[i];
	struct buf text = BUF_INIT;

	buf_addstr(&text, x->words);
	if (x->head)
		buf_addc(&text, '*');
	fn((enum gauge_output)output,
	    (struct str){ (const char *)text.data, text.len },
	    (int)lrintf(share_of(v, i, output)), arg);
	buf_free(&text);
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
	struct voices v = { .gauger = g };
	struct buf calm = BUF_INIT, words = BUF_INIT;
	struct gauge_noise noise;
	int rc = -1;

	if (gauge_calm_noise(text, &calm, &noise) == 0 &&
	    gauge_words(&words,
		(struct str){ (const char *)calm.data, calm.len }) == 0) {
		gauge_features(
		    (struct str){ (const char *)words.data, words.len }, &noise,
		    voice_cb, &v);
		rc = v.failed ? -1 : 0;
	}
	for (int o = 0; rc == 0 && o < GAUGE_OUTPUT_COUNT; o++) {
		size_t i = next_voice(&v, o, v.n);

		for (unsigned k = 0; k < max && i < v.n; k++) {
			tell(&v, i, o, fn, arg);
			i = next_voice(&v, o, i);
		}
	}
	free(v.items);
	buf_free(&calm);
	buf_free(&words);
	return rc;
}
