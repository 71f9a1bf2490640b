/*
 * alloc.h - one allocator that wipes, given to every library that may hold
 * what somebody typed.
 */
#ifndef ALLOC_H
#define ALLOC_H

#include <stddef.h>

#include "gehoor/err.h"

/* Before the first use of libevent, OpenSSL and jansson.  0 or -1. */
int alloc_init(struct err *e);

/* As the C functions, but nothing is given back before it is overwritten. */
void *alloc_new(size_t n);
void *alloc_resize(void *p, size_t n);
void alloc_free(void *p);

#endif
