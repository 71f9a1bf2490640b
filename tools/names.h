/*
 * names.h - short strings kept once, so that equal ones are the same pointer.
 */
#ifndef NAMES_H
#define NAMES_H

#include "gehoor/bytes.h"

struct names;

struct names *names_new(void);
void names_free(struct names **n);

/* The string as it is kept until names_free; NULL if there is no memory. */
const char *names_keep(struct names *n, struct str s);

#endif
