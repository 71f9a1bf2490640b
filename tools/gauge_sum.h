/*
 * gauge_sum.h - the outputs of the model for one text; within the gauge.
 */
#ifndef GAUGE_SUM_H
#define GAUGE_SUM_H

#include "gauge.h"
#include "gauge_features.h"
#include "gauge_model.h"

struct gauger {
	struct gauge_model *learned; /* its sum is shared by all features */
	struct gauge_model *spoken;  /* written by hand: counts in full */
};

struct gauge_scratch {
	struct buf calm;
	struct buf words;
};

struct gauge_sum {
	float output[GAUGE_OUTPUT_COUNT];
	unsigned features;
};

/* A gauger with another model than the built-in one. 0 or -1. */
int gauger_with(
    const struct embed_file *learned, struct gauger **out, struct err *e);

/* Sums what the features of the text say. 0 or -1. */
int gauge_sum(const struct gauger *g, struct str text, struct gauge_scratch *s,
    struct gauge_sum *sum);

/* The sentence that carries the message, or a clause of it. */
struct str
gauge_kernel(const struct gauger *g, struct str text, struct gauge_scratch *s);

#endif
