/*
 * classifier.h - themes of many texts, found by a second thread while the
 * first one reads on.
 */
#ifndef CLASSIFIER_H
#define CLASSIFIER_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

struct classifier;

/* c is borrowed until classifier_free. timed: keep account of time. */
int classifier_new(
    const struct conf *c, bool timed, struct classifier **out, struct err *e);
void classifier_free(struct classifier **cl);

/*
 * Adds the themes of the text to *to, at the latest when classifier_wait
 * returns.  The text is copied (and wiped later).  0, or -1 without memory.
 */
int classifier_add(struct classifier *cl, struct str text, uint64_t *to);

/* Waits until all that was added is done. */
void classifier_wait(struct classifier *cl);

/* Nanoseconds spent by the second thread; call only after a wait. */
int64_t classifier_spent(const struct classifier *cl);

#endif
