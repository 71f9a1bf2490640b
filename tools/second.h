/*
 * second.h - a second look at the scores of a text: a score is worth less in
 * a long text, and less beside themes that score higher.
 *
 * What it sees of a theme: its score, the logarithm of the length, their
 * product, the two highest scores of the others, and how many others are
 * there, softly counted.  It is a logistic regression on those.
 */
#ifndef SECOND_H
#define SECOND_H

#include <stdbool.h>
#include <stddef.h>

#define SECOND_INPUTS 6
#define SECOND_WEIGHTS (SECOND_INPUTS + 1) /* the last one is the offset */
#define SECOND_THEMES 16

/* The scores of one text, looked at once for all its themes. */
struct second {
	const float *score;
	float top[3]; /* from high to low */
	float soft[SECOND_THEMES], sum;
	float length;
};

/* n scores, borrowed; at most SECOND_THEMES. */
void second_look(struct second *s, const float *score, size_t n, size_t words);
void second_inputs(
    const struct second *s, size_t theme, float x[static SECOND_INPUTS]);

/* What the weights make of it: 1 / (1 + exp(-logit)) is how likely it is. */
float second_logit(
    const float x[static SECOND_INPUTS], const float w[static SECOND_WEIGHTS]);

/* Learns the weights from n inputs and answers (Newton's method). */
void second_learn(const float (*x)[SECOND_INPUTS], const bool *yes, size_t n,
    float w[static SECOND_WEIGHTS]);

#endif
