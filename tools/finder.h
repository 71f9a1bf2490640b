/*
 * finder.h - the automaton of the lexicon, small where it can be: most texts
 * are ASCII, and for them only the patterns that are too are looked for, in a
 * table that fits the cache better.
 */
#ifndef FINDER_H
#define FINDER_H

#include "automaton.h"

struct finder;

/* As automaton_new, automaton_free and automaton_run. */
int finder_new(
    const struct str *patterns, size_t n, struct finder **out, struct err *e);
void finder_free(struct finder **f);
void finder_run(
    const struct finder *f, struct str text, automaton_hit_fn *hit, void *arg);

#endif
