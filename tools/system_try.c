/*
 * system_try.c - what would follow if a number was one value only, or less
 * was known of it.
 */
#include "system_parts.h"

#define VISITS_PROBE 200 /* of all rows, where a value is tried */
#define PROBE_WIDEST 8   /* values of a number of which any is tried */

static bool
equal(struct range a, struct range b)
{
	return a.lo == b.lo && a.hi == b.hi;
}

static void
ranges_undo(struct system *s, size_t to)
{
	while (s->trail.n > to) {
		const struct was *w = &s->trail.items[--s->trail.n];

		s->ranges[w->number] = w->r;
	}
}

/* Whether the number can be that, as far as propagation sees. */
static bool
possible(struct system *s, size_t number, int64_t value)
{
	bool ok = true, was = s->trying;
	size_t mark = s->trail.n;

	s->trying = true;
	if (system_may_change(s, number)) {
		s->ranges[number] = (struct range){ value, value };
		system_enqueue_number(s, number);
		ok = system_propagate(s, VISITS_PROBE);
	}
	ranges_undo(s, mark);
	s->trying = was;
	return ok;
}

struct range
system_probe(struct system *s, size_t number)
{
	struct range r = s->ranges[number];

	if (r.hi - r.lo >= PROBE_WIDEST)
		return r;
	while (r.lo < r.hi && !possible(s, number, r.lo))
		r.lo++;
	while (r.hi > r.lo && !possible(s, number, r.hi))
		r.hi--;
	if (!equal(s->ranges[number], r) && !s->trying) {
		s->ranges[number] = r;
		s->probed[s->nprobed++] = number;
	}
	return r;
}

void
system_try(struct system *s)
{
	s->trying = true;
	s->trail.n = 0;
	s->bases.n = 0;
	s->npivots = 0;
	s->mark_rows = s->nrows;
	s->mark_terms = s->nterms;
}

static void
row_drop(struct system *s)
{
	const struct row *row = &s->rows[--s->nrows];

	for (size_t i = 0; i < row->n; i++)
		s->rows_of[s->terms[row->begin + i].number].n--;
}

void
system_undo(struct system *s)
{
	ranges_undo(s, 0);
	while (s->bases.n > 0) {
		const struct was *w = &s->bases.items[--s->bases.n];

		s->base[w->number] = w->r;
	}
	for (size_t i = 0; i < s->npivots; i++)
		s->rows[s->pivots[i]].used = false;
	while (s->nrows > s->mark_rows)
		row_drop(s);
	s->nterms = s->mark_terms;
	s->trying = false;
}

void
system_keep(struct system *s)
{
	s->trying = false;
	s->trail.n = 0;
	s->bases.n = 0;
}

/* Numbers of the row that were narrowed may owe it to one taken back. */
static void
take_beside(struct system *s, const struct row *row, size_t *n)
{
	for (size_t i = 0; i < row->n; i++) {
		size_t number = s->terms[row->begin + i].number;

		if (s->taken[number] ||
		    equal(s->ranges[number], s->base[number]))
			continue;
		s->taken[number] = true;
		s->stack[(*n)++] = number;
	}
}

/*
 * Gathers what may have followed from the number; what was found by probing
 * may have followed from any.  How many.
 */
static size_t
take_back(struct system *s, size_t number)
{
	size_t n = 1;

	s->stack[0] = number;
	s->taken[number] = true;
	for (size_t i = 0; i < s->nprobed; i++)
		if (!s->taken[s->probed[i]]) {
			s->taken[s->probed[i]] = true;
			s->stack[n++] = s->probed[i];
		}
	for (size_t at = 0; at < n; at++)
		for (size_t i = 0; i < s->rows_of[s->stack[at]].n; i++)
			take_beside(
			    s, &s->rows[s->rows_of[s->stack[at]].rows[i]], &n);
	return n;
}

/* 0 or -1. */
static int
taken_reset(struct system *s, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		size_t number = s->stack[i];

		s->taken[number] = false;
		if (rc == -1 || !system_may_change(s, number)) {
			rc = -1;
			continue;
		}
		s->ranges[number] = s->base[number];
		system_enqueue_number(s, number);
	}
	return rc;
}

int
system_widen(struct system *s, size_t number, struct range r, size_t watched)
{
	size_t n = take_back(s, number);
	bool reached = s->taken[watched];
	size_t rows = s->nrows;

	if (!reached) {
		for (size_t i = 0; i < n; i++)
			s->taken[s->stack[i]] = false;
		return 1;
	}
	if (s->trying && system_note(&s->bases, number, s->base[number]) == -1)
		return -1;
	s->base[number] = r;
	if (taken_reset(s, n) == -1 || system_eliminate_one(s, number) == -1)
		return -1;
	for (; rows < s->nrows; rows++)
		system_enqueue(s, rows);
	system_propagate(s, s->nrows * SYSTEM_VISITS_EACH);
	return 0;
}
