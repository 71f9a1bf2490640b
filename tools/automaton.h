/*
 * automaton.h - finds many byte strings in one pass (Aho and Corasick 1975).
 *
 * The patterns are fixed when the automaton is made; running it needs no
 * memory and changes nothing, so that threads can share one.
 */
#ifndef AUTOMATON_H
#define AUTOMATON_H

#include <stddef.h>

#include "gehoor/bytes.h"
#include "gehoor/err.h"

struct automaton;

/* Patterns are copied; none may be empty. 0 or -1. */
int automaton_new(const struct str *patterns, size_t n, struct automaton **out,
    struct err *e);
void automaton_free(struct automaton **a);

/* Pattern number i ends before offset end of the text. */
typedef void automaton_hit_fn(size_t i, size_t end, void *arg);

/* Reports every occurrence of every pattern, in order of their ends. */
void automaton_run(const struct automaton *a, struct str text,
    automaton_hit_fn *hit, void *arg);

#endif
