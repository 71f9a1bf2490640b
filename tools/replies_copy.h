/*
 * replies_copy.h - the answers in a state directory, copied to another.
 */
#ifndef REPLIES_COPY_H
#define REPLIES_COPY_H

#include "gehoor/err.h"

/* Copies FROM/replies and FROM/replies/new; none is none. 0 or -1. */
int replies_copy(const char *from, const char *to, struct err *e);

#endif
