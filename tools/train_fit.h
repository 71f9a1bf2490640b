/*
 * train_fit.h - the numbers of a model: weights, thresholds, likelihoods.
 */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include "logistic.h"
#include "model.h"
#include "train.h"

/*
 * Fills the weights and the numbers of the themes of m, whose rows have their
 * hashes and values; the columns of the samples are those rows. 0 or -1.
 */
int train_fit(struct model *m, const struct sample *samples, size_t n,
    struct train_scores *scores);

#endif
