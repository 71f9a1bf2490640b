/*
 * system.c - what follows from bounds and sums of whole numbers.
 */
#include "system.h"

#include <stdlib.h>
#include <string.h>

#include "system_parts.h"

#define GROWTH_MAX 3 /* as many rows as there were, at most */

struct system *
system_new(void)
{
	return calloc(1, sizeof(struct system));
}

void
system_free(struct system **s)
{
	if (*s == NULL)
		return;
	for (size_t i = 0; i < (*s)->n; i++)
		free((*s)->rows_of[i].rows);
	free((*s)->rows_of);
	free((*s)->rows);
	free((*s)->terms);
	free((*s)->base);
	free((*s)->ranges);
	free((*s)->queue);
	free((*s)->queued);
	free((*s)->factors);
	free((*s)->stack);
	free((*s)->taken);
	free((*s)->pivots);
	free((*s)->probed);
	free((*s)->trail.items);
	free((*s)->bases.items);
	free(*s);
	*s = NULL;
}

/* Room for one more; 0 or -1. */
static int
grow(void **items, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? 256 : *cap * 2;
	void *p;

	if (n < *cap)
		return 0;
	p = reallocarray(*items, more, size);
	if (p == NULL)
		return -1;
	*items = p;
	*cap = more;
	return 0;
}

int
system_number(struct system *s, struct range r, size_t *number)
{
	size_t cap = s->cap;

	if (grow((void **)&s->base, s->n, &cap, sizeof(*s->base)) == -1)
		return -1;
	cap = s->cap;
	if (grow((void **)&s->rows_of, s->n, &cap, sizeof(*s->rows_of)) == -1)
		return -1;
	s->cap = cap;
	s->base[s->n] = r;
	s->rows_of[s->n] = (struct rows_of){ NULL, 0, 0 };
	*number = s->n++;
	return 0;
}

static bool
narrow(struct range *was, struct range r)
{
	bool changed = r.lo > was->lo || r.hi < was->hi;

	if (r.lo > was->lo)
		was->lo = r.lo;
	if (r.hi < was->hi)
		was->hi = r.hi;
	return changed;
}

void
system_narrow(struct system *s, size_t number, struct range r)
{
	narrow(&s->base[number], r);
}

static int
index_row(struct system *s, size_t row, const struct term *terms, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rows_of *of = &s->rows_of[terms[i].number];
		size_t more = of->cap == 0 ? 8 : of->cap * 2;
		size_t *rows = of->n < of->cap
		    ? of->rows
		    : reallocarray(of->rows, more, sizeof(*rows));

		if (rows == NULL)
			return -1;
		if (of->n == of->cap)
			of->cap = more;
		of->rows = rows;
		of->rows[of->n++] = row;
	}
	return 0;
}

int
system_row(struct system *s, const struct term *terms, size_t n, struct range r)
{
	if (n == 0)
		return 0;
	while (s->nterms + n > s->terms_cap)
		if (grow((void **)&s->terms, s->terms_cap, &s->terms_cap,
			sizeof(*terms)) == -1)
			return -1;
	if (grow((void **)&s->rows, s->nrows, &s->rows_cap, sizeof(*s->rows)) ==
		-1 ||
	    index_row(s, s->nrows, terms, n) == -1)
		return -1;
	memcpy(s->terms + s->nterms, terms, n * sizeof(*terms));
	s->rows[s->nrows++] = (struct row){ s->nterms, n, r, false };
	s->nterms += n;
	return 0;
}

/* ---- propagation ------------------------------------------------------------ */

void
system_enqueue(struct system *s, size_t row)
{
	size_t at = s->queue_at + s->queue_n;

	if (s->queued[row])
		return;
	s->queued[row] = true;
	s->queue[at < s->rows_max ? at : at - s->rows_max] = row;
	s->queue_n++;
}

void
system_enqueue_number(struct system *s, size_t number)
{
	for (size_t i = 0; i < s->rows_of[number].n; i++)
		system_enqueue(s, s->rows_of[number].rows[i]);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t
ceil_div(int64_t a, int64_t b)
{
	return -floor_div(-a, b);
}

/* The range that a row leaves to factor * number, as one of the number. */
static struct range
divided(struct range r, int64_t factor)
{
	if (factor == 1)
		return r;
	if (factor == -1)
		return (struct range){ -r.hi, -r.lo };
	if (factor == 0)
		return r; /* no row has one */
	if (factor > 0)
		return (struct range){ ceil_div(r.lo, factor),
			floor_div(r.hi, factor) };
	return (
	    struct range){ ceil_div(r.hi, factor), floor_div(r.lo, factor) };
}

static struct range
multiplied(struct range r, int64_t factor)
{
	if (factor > 0)
		return (struct range){ r.lo * factor, r.hi * factor };
	return (struct range){ r.hi * factor, r.lo * factor };
}

int
system_note(struct trail *t, size_t number, struct range r)
{
	if (grow((void **)&t->items, t->n, &t->cap, sizeof(*t->items)) == -1)
		return -1;
	t->items[t->n++] = (struct was){ number, r };
	return 0;
}

/* Without memory to take it back later, a bound is left out: no harm. */
bool
system_may_change(struct system *s, size_t number)
{
	return !s->trying ||
	    system_note(&s->trail, number, s->ranges[number]) == 0;
}

/* Narrows the numbers of a row; false if nothing is left for one. */
static bool
visit(struct system *s, const struct row *row)
{
	const struct term *terms = s->terms + row->begin;
	struct range sum = { 0, 0 };

	for (size_t i = 0; i < row->n; i++) {
		struct range r =
		    multiplied(s->ranges[terms[i].number], terms[i].factor);

		sum.lo += r.lo;
		sum.hi += r.hi;
	}
	if (sum.lo > row->r.hi || sum.hi < row->r.lo)
		return false;
	if (sum.lo >= row->r.lo && sum.hi <= row->r.hi)
		return true;
	for (size_t i = 0; i < row->n; i++) {
		size_t number = terms[i].number;
		struct range now = s->ranges[number];
		struct range r = multiplied(now, terms[i].factor);

		if (!narrow(&now,
			divided((struct range){ row->r.lo - (sum.hi - r.hi),
				    row->r.hi - (sum.lo - r.lo) },
			    terms[i].factor)))
			continue;
		if (now.lo > now.hi)
			return false;
		if (!system_may_change(s, number))
			continue;
		s->ranges[number] = now;
		system_enqueue_number(s, number);
	}
	return true;
}

/*
 * Visits what is queued until nothing changes.  Whoever is called off early
 * has concluded too little, never too much.
 */
bool
system_propagate(struct system *s, size_t visits)
{
	bool possible = true;

	while (s->queue_n > 0) {
		size_t row = s->queue[s->queue_at];

		if (++s->queue_at == s->rows_max)
			s->queue_at = 0;
		s->queue_n--;
		s->queued[row] = false;
		if (possible && visits > 0 && !visit(s, &s->rows[row]))
			possible = false;
		if (visits > 0)
			visits--;
	}
	return possible;
}

static int
room_make(struct system *s)
{
	s->rows_max = s->nrows * GROWTH_MAX + 1;
	s->ranges = calloc(s->n + 1, sizeof(*s->ranges));
	s->queue = calloc(s->rows_max, sizeof(*s->queue));
	s->queued = calloc(s->rows_max, sizeof(*s->queued));
	s->factors = calloc(s->n + 1, sizeof(*s->factors));
	s->stack = calloc(s->n + 1, sizeof(*s->stack));
	s->taken = calloc(s->n + 1, sizeof(*s->taken));
	s->pivots = calloc(s->n + 1, sizeof(*s->pivots));
	s->probed = calloc(s->n + 1, sizeof(*s->probed));
	return s->ranges == NULL || s->queue == NULL || s->queued == NULL ||
		s->factors == NULL || s->stack == NULL || s->taken == NULL ||
		s->pivots == NULL || s->probed == NULL
	    ? -1
	    : 0;
}

int
system_solve(struct system *s)
{
	if (room_make(s) == -1 || system_eliminate(s) == -1)
		return -1;
	memcpy(s->ranges, s->base, s->n * sizeof(*s->ranges));
	for (size_t i = 0; i < s->n; i++)
		if (s->ranges[i].lo > s->ranges[i].hi)
			return 1;
	for (size_t i = 0; i < s->nrows; i++)
		system_enqueue(s, i);
	return system_propagate(s, s->nrows * SYSTEM_VISITS_EACH) ? 0 : 1;
}

struct range
system_range(const struct system *s, size_t number)
{
	return s->ranges[number];
}

void
system_beside(
    const struct system *s, size_t number, system_beside_fn *fn, void *arg)
{
	for (size_t i = 0; i < s->rows_of[number].n; i++) {
		const struct row *row = &s->rows[s->rows_of[number].rows[i]];

		for (size_t k = 0; k < row->n; k++)
			if (s->terms[row->begin + k].number != number)
				fn(s->terms[row->begin + k].number, arg);
	}
}
