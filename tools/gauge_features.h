/*
 * gauge_features.h - the words, pairs, triples and beginnings of words that
 * a text is judged by once it is calm.
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

/* Who listens to a text as it is read. */
struct gauge_listener {
	void (*feature)(const struct gauge_feature *f, void *arg);
	/* Behind the features of a sentence that has words; may be NULL. */
	void (*sentence)(struct str sentence, unsigned words, void *arg);
	void *arg;
};

/* Spare room, to be reused. */
struct gauge_room {
	struct buf folded, calm, words;
};

void gauge_room_free(struct gauge_room *room);

/* The words of a text as they are compared, between blanks. 0 or -1. */
int gauge_words(struct str text, struct gauge_room *room,
    struct gauge_noise *noise, struct str *words);

/*
 * Reads a text sentence by sentence, then tells what is of the whole: how
 * long it is, and its noise.  What is told is borrowed until the next
 * sentence.  0, or -1 without memory.
 */
int gauge_features(
    struct str text, struct gauge_room *room, const struct gauge_listener *to);

/* The hash of a feature as it is written in a file: "niet fijn", "slap*". */
uint64_t gauge_hash(struct str text);

#endif
