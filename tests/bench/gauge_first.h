/*
 * gauge_first.h - learns the first layer of the gauge: what each feature of
 * a message says about it.
 */
#ifndef GAUGE_FIRST_H
#define GAUGE_FIRST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct first;

/* Of labelled messages, borrowed. */
struct first *first_new(const json_t *messages);
void first_free(struct first **f);

/* Learns from the messages of which use says so, from nothing. */
void first_learn(struct first *f, const bool *use);

/* Prints what was learned, as in conf/gauge/model.conf. */
void first_print(const struct first *f, FILE *out);

#endif
