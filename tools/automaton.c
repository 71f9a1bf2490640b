/*
 * automaton.c - finds many byte strings in one pass (Aho and Corasick 1975).
 *
 * Bytes are first mapped to classes: bytes that occur in no pattern share
 * class 0, so that a row of the transition table is some thirty entries wide
 * instead of 256 and the hot rows stay in the cache.  A transition holds
 * the offset of the next state's row, and in its lowest bit whether
 * anything ends there; so a byte without a hit costs two loads.
 */
#include "automaton.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

struct automaton {
	uint8_t class_of[256];
	uint32_t nclasses;
	uint32_t nstates;
	uint32_t *next;    /* [state * nclasses + class]: row << 1 | hit */
	uint32_t *first;   /* pattern that ends in the state, or NONE */
	uint32_t *same;    /* next pattern that ends in the same state */
	uint32_t *shorter; /* state of the longest suffix with a pattern */
};

static uint32_t *
filled(size_t n, uint32_t value)
{
	uint32_t *p = n > SIZE_MAX / sizeof(*p)
	    ? NULL
	    : malloc((n == 0 ? 1 : n) * sizeof(*p));

	for (size_t i = 0; p != NULL && i < n; i++)
		p[i] = value;
	return p;
}

/* Gives every byte that occurs a class; returns the sum of all lengths. */
static size_t
classes_set(struct automaton *a, const struct str *patterns, size_t n)
{
	size_t total = 0;

	a->nclasses = 1;
	for (size_t i = 0; i < n; i++) {
		total += patterns[i].n;
		for (size_t j = 0; j < patterns[i].n; j++) {
			uint8_t byte = (uint8_t)patterns[i].p[j];

			if (a->class_of[byte] == 0)
				a->class_of[byte] = (uint8_t)a->nclasses++;
		}
	}
	return total;
}

/* Adds the pattern to the trie, whose transitions are still state numbers. */
static void
trie_add(struct automaton *a, struct str pattern, uint32_t number)
{
	uint32_t state = 0;

	for (size_t j = 0; j < pattern.n; j++) {
		uint32_t *next = &a->next[(size_t)state * a->nclasses +
		    a->class_of[(uint8_t)pattern.p[j]]];

		if (*next == NONE)
			*next = a->nstates++;
		state = *next;
	}
	a->same[number] = a->first[state];
	a->first[state] = number;
}

/* Completes one state: missing transitions go where its suffix goes. */
static void
state_link(struct automaton *a, uint32_t state, uint32_t *suffix,
    uint32_t *queue, uint32_t *tail)
{
	size_t row = (size_t)state * a->nclasses;
	size_t suffix_row = (size_t)suffix[state] * a->nclasses;

	for (uint32_t c = 0; c < a->nclasses; c++) {
		uint32_t to = a->next[row + c];
		uint32_t other = state == 0 ? 0 : a->next[suffix_row + c];

		if (to == NONE) {
			a->next[row + c] = other;
			continue;
		}
		assert(other < a->nstates);
		suffix[to] = other;
		a->shorter[to] =
		    a->first[other] != NONE ? other : a->shorter[other];
		queue[(*tail)++] = to;
	}
}

/* Breadth first, so that the suffix of a state is complete before it. */
static int
trie_link(struct automaton *a)
{
	uint32_t *suffix = filled(a->nstates, 0);
	uint32_t *queue = filled(a->nstates, 0);
	uint32_t head = 0, tail = 1;

	if (suffix == NULL || queue == NULL) {
		free(suffix);
		free(queue);
		return -1;
	}
	while (head < tail) {
		state_link(a, queue[head], suffix, queue, &tail);
		head++;
	}
	free(suffix);
	free(queue);
	return 0;
}

/* State numbers become row offsets with the hit bit. */
static void
rows_pack(struct automaton *a)
{
	size_t n = (size_t)a->nstates * a->nclasses;

	for (size_t i = 0; i < n; i++) {
		uint32_t to = a->next[i];
		bool hit = a->first[to] != NONE || a->shorter[to] != NONE;

		a->next[i] = to * a->nclasses << 1 | hit;
	}
}

int
automaton_new(
    const struct str *patterns, size_t n, struct automaton **out, struct err *e)
{
	struct automaton *a = calloc(1, sizeof(*a));
	size_t states;

	if (a == NULL)
		return err_sys(e, "making the matcher");
	states = classes_set(a, patterns, n) + 1;
	if (n >= NONE || states * a->nclasses >= NONE / 2) {
		automaton_free(&a);
		return err_set(e, "too many terms for the matcher");
	}
	a->next = filled(states * a->nclasses, NONE);
	a->first = filled(states, NONE);
	a->shorter = filled(states, NONE);
	a->same = filled(n, NONE);
	a->nstates = 1;
	if (a->next == NULL || a->first == NULL || a->shorter == NULL ||
	    a->same == NULL)
		goto failed;
	for (size_t i = 0; i < n; i++)
		trie_add(a, patterns[i], (uint32_t)i);
	if (trie_link(a) == -1)
		goto failed;
	rows_pack(a);
	*out = a;
	return 0;
failed:
	automaton_free(&a);
	return err_set(e, "making the matcher: no memory");
}

void
automaton_free(struct automaton **a)
{
	if (*a == NULL)
		return;
	free((*a)->next);
	free((*a)->first);
	free((*a)->same);
	free((*a)->shorter);
	free(*a);
	*a = NULL;
}

/* Everything that ends in the state, longest first. */
static void
report(const struct automaton *a, uint32_t state, size_t end,
    automaton_hit_fn *hit, void *arg)
{
	for (; state != NONE; state = a->shorter[state])
		for (uint32_t i = a->first[state]; i != NONE; i = a->same[i])
			hit(i, end, arg);
}

void
automaton_run(const struct automaton *a, struct str text, automaton_hit_fn *hit,
    void *arg)
{
	uint32_t at = 0;

	for (size_t i = 0; i < text.n; i++) {
		at = a->next[(at >> 1) + a->class_of[(uint8_t)text.p[i]]];
		if (at & 1)
			report(a, (at >> 1) / a->nclasses, i + 1, hit, arg);
	}
}
