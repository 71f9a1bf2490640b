/*
 * arena.h - memory that is given back all at once.
 *
 * For what is built piece by piece and then only read, as a configuration.
 * Not for secrets: nothing is wiped.
 */
#ifndef SHARED_ARENA_H
#define SHARED_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
};

/* n zeroed bytes, or NULL.  arena_array: n times size bytes. */
void *arena_alloc(struct arena *a, size_t n);
void *arena_array(struct arena *a, size_t n, size_t size);

/* A copy of n bytes with a NUL behind them, or NULL. */
char *arena_copy(struct arena *a, const char *p, size_t n);

void arena_free(struct arena *a);

#endif
