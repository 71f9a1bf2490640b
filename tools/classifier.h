/*
 * classifier.h - many texts appraised, by other threads while the first one
 * reads on.
 */
#ifndef CLASSIFIER_H
#define CLASSIFIER_H

#include "appraise.h"

struct classifier;

/*
 * A thread for each processor that this process may use beside the one that
 * reads, and one at least.  c is borrowed until classifier_free.  timed: keep
 * account of time.  0 or -1.
 */
int classifier_new(
    const struct conf *c, bool timed, struct classifier **out, struct err *e);
void classifier_free(struct classifier **cl);

/*
 * Appraises the text into *to, at the latest when classifier_wait returns.
 * The text is copied (and wiped later); an empty one leaves *to as it is.
 * Where all threads have enough to do, the caller's helps.  0, or -1 without
 * memory.
 */
int
classifier_add(struct classifier *cl, struct str text, struct appraisal *to);

/*
 * Waits until all that was added is done.  0; or -1 if there was no memory
 * for one of them, which stays empty then.
 */
int classifier_wait(struct classifier *cl);

/* Nanoseconds spent by all threads; call only after a wait. */
int64_t classifier_spent(const struct classifier *cl);

#endif
