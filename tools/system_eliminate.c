/*
 * system_eliminate.c - exact elimination: rational, without fractions.
 *
 * A wide number hides what two equations say about each other: from
 * a + b = h and a + b + c = h' nothing follows for c by intervals alone, if
 * a and b are wide.  Whoever subtracts them knows c.
 */
#include <stdlib.h>

#include "system_parts.h"

#define WIDE 16       /* values of a number that is worth eliminating */
#define TERMS_MAX 96  /* of a row that is worth adding */
#define FACTOR_MAX 64 /* likewise */

static int64_t
factor_of(const struct system *s, const struct row *row, size_t number)
{
	for (size_t i = 0; i < row->n; i++)
		if (s->terms[row->begin + i].number == number)
			return s->terms[row->begin + i].factor;
	return 0;
}

static bool
is_equation(const struct row *row)
{
	return row->r.lo == row->r.hi;
}

/* The shortest equation among the rows that has the number; or none. */
static size_t
pivot_of(const struct system *s, size_t number)
{
	const struct rows_of *of = &s->rows_of[number];
	size_t best = s->nrows;

	for (size_t i = 0; i < of->n; i++) {
		const struct row *row = &s->rows[of->rows[i]];

		if (!row->used && is_equation(row) &&
		    (best == s->nrows || row->n < s->rows[best].n))
			best = of->rows[i];
	}
	return best;
}

/* Adds so many times the row to the factors, and its new numbers to terms. */
static bool
row_add(struct system *s, const struct row *row, int64_t times,
    struct term *terms, size_t *n)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct term *t = &s->terms[row->begin + i];

		if (s->factors[t->number] == 0) {
			if (*n == TERMS_MAX)
				return false;
			terms[(*n)++].number = t->number;
		}
		s->factors[t->number] += times * t->factor;
	}
	return true;
}

/*
 * Takes the factors, and leaves out what fell away (a number may be there
 * twice); false if they grow.
 */
static bool
terms_take(struct system *s, struct term *terms, size_t *n, bool ok)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		int64_t factor = s->factors[terms[i].number];

		s->factors[terms[i].number] = 0;
		if (llabs(factor) > FACTOR_MAX)
			ok = false;
		else if (factor != 0)
			terms[kept++] =
			    (struct term){ terms[i].number, factor };
	}
	*n = kept;
	return ok && kept > 0;
}

/* Adds target - (what makes the number fall away) * pivot.  0 or -1. */
static int
combine(struct system *s, size_t target, size_t pivot, size_t number)
{
	const struct row *t = &s->rows[target], *p = &s->rows[pivot];
	int64_t tf = factor_of(s, t, number), pf = factor_of(s, p, number);
	int64_t times = llabs(pf), minus = pf > 0 ? tf : -tf;
	struct range r = { t->r.lo * times - p->r.lo * minus,
		t->r.hi * times - p->r.lo * minus };
	struct term terms[TERMS_MAX];
	size_t n = 0;
	bool ok =
	    row_add(s, t, times, terms, &n) && row_add(s, p, -minus, terms, &n);

	if (!terms_take(s, terms, &n, ok))
		return 0;
	return system_row(s, terms, n, r);
}

static size_t
equations_of(const struct system *s, size_t number)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rows_of[number].n; i++)
		n += is_equation(&s->rows[s->rows_of[number].rows[i]]);
	return n;
}

int
system_eliminate_one(struct system *s, size_t number)
{
	size_t pivot, n = s->rows_of[number].n;

	if (s->base[number].hi - s->base[number].lo <= WIDE ||
	    equations_of(s, number) < 2 ||
	    (pivot = pivot_of(s, number)) == s->nrows)
		return 0;
	s->rows[pivot].used = true;
	if (s->trying)
		s->pivots[s->npivots++] = pivot;
	for (size_t i = 0; i < n && s->nrows < s->rows_max; i++)
		if (!s->rows[s->rows_of[number].rows[i]].used &&
		    combine(s, s->rows_of[number].rows[i], pivot, number) == -1)
			return -1;
	return 0;
}

int
system_eliminate(struct system *s)
{
	for (size_t i = 0; i < s->n && s->nrows < s->rows_max; i++)
		if (system_eliminate_one(s, i) == -1)
			return -1;
	return 0;
}
