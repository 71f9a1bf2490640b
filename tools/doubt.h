/*
 * doubt.h - how far a message is from being clear: how many of its themes are
 * probably found wrongly or not found.
 *
 * For each theme there is a chance that the message is about it; whatever is
 * said of the theme, it is wrong with the smaller of that chance and the
 * other one.  Added up, this is what a person can put right by reading it.
 */
#ifndef DOUBT_H
#define DOUBT_H

#include "gehoor/conf.h"
#include "gehoor/err.h"

struct doubter;

/* c is borrowed until doubter_free.  0 or -1. */
int doubter_new(const struct conf *c, struct doubter **out, struct err *e);
void doubter_free(struct doubter **d);

double doubt_of(struct doubter *d, struct str text);

#endif
