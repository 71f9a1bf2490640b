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
#define GROWTH_MAX 3  /* as many rows as there were, at most */

static int64_t
factor_of(const struct row *row, size_t number)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->terms[i].number == number)
			return row->terms[i].factor;
	return 0;
}

static bool
is_equation(const struct row *row)
{
	return row->r.lo == row->r.hi;
}

/* The shortest equation among the rows that has the number; or none. */
static size_t
pivot_of(const struct system *s, size_t number, const bool *used)
{
	size_t best = s->nrows;

	for (size_t i = 0; i < s->nrows; i++)
		if (!used[i] && is_equation(&s->rows[i]) &&
		    factor_of(&s->rows[i], number) != 0 &&
		    (best == s->nrows || s->rows[i].n < s->rows[best].n))
			best = i;
	return best;
}

static bool
term_add(struct term *terms, size_t *n, size_t number, int64_t factor)
{
	for (size_t i = 0; i < *n; i++)
		if (terms[i].number == number) {
			terms[i].factor += factor;
			return true;
		}
	if (*n == TERMS_MAX)
		return false;
	terms[(*n)++] = (struct term){ number, factor };
	return true;
}

/* Leaves out what fell away; false if the factors grow. */
static bool
terms_tidy(struct term *terms, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		if (llabs(terms[i].factor) > FACTOR_MAX)
			return false;
		if (terms[i].factor != 0)
			terms[kept++] = terms[i];
	}
	*n = kept;
	return kept > 0;
}

/* Adds target - (what makes the number fall away) * pivot.  0 or -1. */
static int
combine(struct system *s, size_t target, size_t pivot, size_t number)
{
	const struct row *t = &s->rows[target], *p = &s->rows[pivot];
	int64_t tf = factor_of(t, number), pf = factor_of(p, number);
	int64_t times = llabs(pf), minus = pf > 0 ? tf : -tf;
	struct term terms[TERMS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!term_add(terms, &n, t->terms[i].number,
			t->terms[i].factor * times))
			return 0;
	for (size_t i = 0; i < p->n; i++)
		if (!term_add(terms, &n, p->terms[i].number,
			-p->terms[i].factor * minus))
			return 0;
	if (!terms_tidy(terms, &n))
		return 0;
	return system_row(s, terms, n,
	    (struct range){ t->r.lo * times - p->r.lo * minus,
		t->r.hi * times - p->r.lo * minus });
}

/* How many equations have each number. */
static void
equations_count(const struct system *s, size_t *equations)
{
	for (size_t i = 0; i < s->nrows; i++)
		for (size_t k = 0; is_equation(&s->rows[i]) && k < s->rows[i].n;
		     k++)
			equations[s->rows[i].terms[k].number]++;
}

static int
eliminate(struct system *s, size_t number, bool *used, size_t max)
{
	size_t pivot = pivot_of(s, number, used), rows = s->nrows;

	if (pivot == rows)
		return 0;
	used[pivot] = true;
	for (size_t i = 0; i < rows && s->nrows < max; i++)
		if (!used[i] && factor_of(&s->rows[i], number) != 0 &&
		    combine(s, i, pivot, number) == -1)
			return -1;
	return 0;
}

int
system_eliminate(struct system *s)
{
	size_t max = s->nrows * GROWTH_MAX + 1;
	size_t *equations = calloc(s->n + 1, sizeof(*equations));
	bool *used = calloc(max + 1, sizeof(*used));
	int rc = equations == NULL || used == NULL ? -1 : 0;

	if (rc == 0)
		equations_count(s, equations);
	for (size_t i = 0; rc == 0 && i < s->n && s->nrows < max; i++)
		if (equations[i] > 1 &&
		    s->ranges[i].hi - s->ranges[i].lo > WIDE)
			rc = eliminate(s, i, used, max);
	free(equations);
	free(used);
	return rc;
}
