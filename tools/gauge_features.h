/*
 * gauge_features.h - the words, pairs, triples and beginnings of words that
 * a calm text is judged by.
 */
#ifndef GAUGE_FEATURES_H
#define GAUGE_FEATURES_H

#include <stdbool.h>

#include "gauge_calm.h"

/* Beginnings ("slap*") are at least so many bytes long. */
#define GAUGE_HEAD 5

struct gauge_feature {
	uint64_t hash;
	struct str text; /* borrowed from the words; a beginning lacks "*" */
	bool head;
	bool loud; /* of tone only */
};

typedef void gauge_feature_fn(const struct gauge_feature *f, void *arg);

/* The words of a calm text as they are compared. 0 or -1. */
int gauge_words(struct buf *out, struct str calm);

/* Tells the features of such words, and of the noise around them. */
void gauge_features(struct str words, const struct gauge_noise *noise,
    gauge_feature_fn *fn, void *arg);

/* The hash of a feature as it is written in a file: "niet fijn", "slap*". */
uint64_t gauge_hash(struct str text);

#endif
