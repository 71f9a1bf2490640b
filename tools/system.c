/*
 * system.c - what follows from bounds and sums of whole numbers.
 */
#include "system.h"

#include <stdlib.h>
#include <string.h>

#include "system_parts.h"

#define VISITS_EACH 64   /* of a row, before propagation is called off */
#define VISITS_PROBE 160 /* likewise, of all rows, where a value is tried */
#define PROBE_WIDEST 8   /* values of a number of which any is tried */

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
	for (size_t i = 0; i < (*s)->nrows; i++)
		free((*s)->rows[i].terms);
	free((*s)->rows);
	free((*s)->ranges);
	free((*s)->saved);
	free((*s)->begin);
	free((*s)->rows_of);
	free((*s)->queue);
	free((*s)->queued);
	free(*s);
	*s = NULL;
}

int
system_number(struct system *s, struct range r, size_t *number)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 256 : s->cap * 2;
		struct range *ranges =
		    reallocarray(s->ranges, cap, sizeof(*ranges));

		if (ranges == NULL)
			return -1;
		s->ranges = ranges;
		s->cap = cap;
	}
	s->ranges[s->n] = r;
	*number = s->n++;
	return 0;
}

void
system_narrow(struct system *s, size_t number, struct range r)
{
	struct range *was = &s->ranges[number];

	if (r.lo > was->lo)
		was->lo = r.lo;
	if (r.hi < was->hi)
		was->hi = r.hi;
}

int
system_row(struct system *s, const struct term *terms, size_t n, struct range r)
{
	struct row *row;

	if (s->nrows == s->rows_cap) {
		size_t cap = s->rows_cap == 0 ? 256 : s->rows_cap * 2;
		struct row *rows = reallocarray(s->rows, cap, sizeof(*rows));

		if (rows == NULL)
			return -1;
		s->rows = rows;
		s->rows_cap = cap;
	}
	row = &s->rows[s->nrows];
	*row = (struct row){ malloc((n + 1) * sizeof(*terms)), n, r };
	if (row->terms == NULL)
		return -1;
	memcpy(row->terms, terms, n * sizeof(*terms));
	s->nrows++;
	return 0;
}

/* Which rows a number is in: begin[number] up to begin[number + 1]. */
static int
index_rows(struct system *s)
{
	size_t total = 0;

	for (size_t i = 0; i < s->nrows; i++)
		total += s->rows[i].n;
	s->begin = calloc(s->n + 2, sizeof(*s->begin));
	s->rows_of = calloc(total + 1, sizeof(*s->rows_of));
	s->queue = calloc(s->nrows + 1, sizeof(*s->queue));
	s->queued = calloc(s->nrows + 1, sizeof(*s->queued));
	s->saved = calloc(s->n + 1, sizeof(*s->saved));
	if (s->begin == NULL || s->rows_of == NULL || s->queue == NULL ||
	    s->queued == NULL || s->saved == NULL)
		return -1;
	for (size_t i = 0; i < s->nrows; i++)
		for (size_t k = 0; k < s->rows[i].n; k++)
			s->begin[s->rows[i].terms[k].number + 2]++;
	for (size_t i = 2; i < s->n + 2; i++)
		s->begin[i] += s->begin[i - 1];
	for (size_t i = 0; i < s->nrows; i++)
		for (size_t k = 0; k < s->rows[i].n; k++)
			s->rows_of[s->begin[s->rows[i].terms[k].number + 1]++] =
			    i;
	return 0;
}

static void
enqueue(struct system *s, size_t row)
{
	if (s->queued[row])
		return;
	s->queued[row] = true;
	s->queue[(s->queue_at + s->queue_n++) % s->nrows] = row;
}

static void
enqueue_number(struct system *s, size_t number)
{
	for (size_t i = s->begin[number]; i < s->begin[number + 1]; i++)
		enqueue(s, s->rows_of[i]);
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

/* Narrows the numbers of a row; false if nothing is left for one. */
static bool
visit(struct system *s, const struct row *row)
{
	struct range sum = { 0, 0 };

	for (size_t i = 0; i < row->n; i++) {
		struct range r = multiplied(
		    s->ranges[row->terms[i].number], row->terms[i].factor);

		sum.lo += r.lo;
		sum.hi += r.hi;
	}
	if (sum.lo > row->r.hi || sum.hi < row->r.lo)
		return false;
	if (sum.lo >= row->r.lo && sum.hi <= row->r.hi)
		return true;
	for (size_t i = 0; i < row->n; i++) {
		const struct term *t = &row->terms[i];
		struct range was = s->ranges[t->number], *now;
		struct range r = multiplied(was, t->factor);

		system_narrow(s, t->number,
		    divided((struct range){ row->r.lo - (sum.hi - r.hi),
				row->r.hi - (sum.lo - r.lo) },
			t->factor));
		now = &s->ranges[t->number];
		if (now->lo > now->hi)
			return false;
		if (now->lo != was.lo || now->hi != was.hi)
			enqueue_number(s, t->number);
	}
	return true;
}

/*
 * Visits what is queued until nothing changes.  Whoever is called off early
 * has concluded too little, never too much.
 */
static bool
propagate(struct system *s, size_t visits)
{
	bool possible = true;

	while (s->queue_n > 0) {
		size_t row = s->queue[s->queue_at];

		s->queue_at = (s->queue_at + 1) % s->nrows;
		s->queue_n--;
		s->queued[row] = false;
		if (possible && visits > 0 && !visit(s, &s->rows[row]))
			possible = false;
		if (visits > 0)
			visits--;
	}
	return possible;
}

int
system_solve(struct system *s)
{
	if (system_eliminate(s) == -1 || index_rows(s) == -1)
		return -1;
	for (size_t i = 0; i < s->n; i++)
		if (s->ranges[i].lo > s->ranges[i].hi)
			return 1;
	for (size_t i = 0; i < s->nrows; i++)
		enqueue(s, i);
	return propagate(s, s->nrows * VISITS_EACH) ? 0 : 1;
}

struct range
system_range(const struct system *s, size_t number)
{
	return s->ranges[number];
}

/* Whether the number can be that, as far as propagation sees. */
static bool
possible(struct system *s, size_t number, int64_t value)
{
	bool ok;

	memcpy(s->saved, s->ranges, s->n * sizeof(*s->saved));
	s->ranges[number] = (struct range){ value, value };
	enqueue_number(s, number);
	ok = propagate(s, VISITS_PROBE);
	memcpy(s->ranges, s->saved, s->n * sizeof(*s->saved));
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
	s->ranges[number] = r;
	return r;
}

void
system_beside(
    const struct system *s, size_t number, system_beside_fn *fn, void *arg)
{
	for (size_t i = s->begin[number]; i < s->begin[number + 1]; i++) {
		const struct row *row = &s->rows[s->rows_of[i]];

		for (size_t k = 0; k < row->n; k++)
			if (row->terms[k].number != number)
				fn(row->terms[k].number, arg);
	}
}
