/*
 * gauge_sum.h - the outputs of the model for one text; within the gauge.
 *
 * Two layers.  The first sums what the features say, of the whole text and
 * of each sentence.  The second weighs these sums against each other: one
 * sentence with much at stake makes a long message weigh, and what is praise
 * weighs little.
 */
#ifndef GAUGE_SUM_H
#define GAUGE_SUM_H

#include "gauge.h"
#include "gauge_features.h"
#include "gauge_model.h"

/*
 * What the second layer sees: each output of the whole, the most of it in
 * one sentence, and what the hand-written words say of it; then the length
 * and the number of sentences.  The names in the model's file are
 * "=all:pos", "=most:pos", "=said:pos".
 */
enum {
	GAUGE_SAID = 2 * GAUGE_OUTPUT_COUNT,
	GAUGE_LENGTH = 3 * GAUGE_OUTPUT_COUNT,
	GAUGE_INPUTS = GAUGE_LENGTH + 3
};

#define GAUGE_INPUT_NAME 24

/* Values of the second layer are written in thousandths. */
#define GAUGE_MIX_UNIT 1000.0f

struct gauger {
	struct gauge_model *model;
	float bias[GAUGE_OUTPUT_COUNT];
	float mix[GAUGE_INPUTS][GAUGE_OUTPUT_COUNT];
	float start[GAUGE_OUTPUT_COUNT];
};

/* A sentence, or the whole. */
struct gauge_part {
	struct str text; /* borrowed */
	unsigned words, features;
	int32_t sum[GAUGE_SOURCES][GAUGE_OUTPUT_COUNT];
};

struct gauge_scratch {
	struct gauge_room room;
	struct gauge_part *parts; /* the last one is under way */
	size_t n, cap;
	struct gauge_part whole;
	const struct gauger *gauger;
	bool failed;
};

struct gauge_sum {
	float output[GAUGE_OUTPUT_COUNT];
};

/* A gauger of files from each source, NULL: none. 0 or -1. */
int gauger_with(const struct embed_file *const files[GAUGE_SOURCES],
    struct gauger **out, struct err *e);

void gauge_input_name(int input, char out[static GAUGE_INPUT_NAME]);

/* Reads the text: its sentences and the whole are in the scratch. 0 or -1. */
int
gauge_read(const struct gauger *g, struct str text, struct gauge_scratch *s);

/* The first layer's outputs for a part. */
void gauge_part_sum(
    const struct gauger *g, const struct gauge_part *p, struct gauge_sum *sum);

/* What the second layer sees of the text that was read. */
void gauge_inputs(const struct gauger *g, const struct gauge_scratch *s,
    float inputs[static GAUGE_INPUTS]);

/* The second layer's outputs for the text that was read. */
void gauge_sum(const struct gauger *g, const struct gauge_scratch *s,
    struct gauge_sum *sum);

/*
 * The sentence that carries the message, or a clause of it, of the text that
 * was read; reads in the scratch again.
 */
struct str gauge_kernel(const struct gauger *g, struct gauge_scratch *s);

#endif
