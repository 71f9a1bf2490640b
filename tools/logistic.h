/*
 * logistic.h - logistic regression of several yes-or-no questions at once,
 * by dual coordinate descent (Yu, Huang and Lin 2011).
 *
 * The order of the samples is fixed, so the same samples give the same
 * weights, bit by bit.
 */
#ifndef LOGISTIC_H
#define LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOGISTIC_QUESTIONS 16

/* Answers of one question each; bit k of yes is the answer to question k. */
struct sample {
	const uint32_t *columns;
	size_t n;
	uint32_t yes;
	float norm; /* what the values are divided by */
	size_t words;
	unsigned group;
};

struct logistic_weights {
	float (*column)[LOGISTIC_QUESTIONS];
	float bias[LOGISTIC_QUESTIONS];
	size_t ncolumns;
};

/*
 * Learns from all samples but those of the group left_out (-1: none).
 * values[c] is the value of column c wherever it occurs.  w comes with room
 * for the columns and is overwritten. 0, or -1 without memory.
 */
int logistic_learn(const struct sample *samples, size_t n,
    const uint8_t *values, int left_out, struct logistic_weights *w);

/* What the weights make of a sample. */
void logistic_score(const struct sample *s, const uint8_t *values,
    const struct logistic_weights *w, float score[static LOGISTIC_QUESTIONS]);

#endif
