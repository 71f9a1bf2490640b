/*
 * scan_run.c - digits in groups, as people write numbers: 06-12 34 56 78.
 *
 * Between two groups stand blanks and at most two marks (a hyphen of any
 * kind, dot, slash, bracket), never the end of a line.
 */
#include "scan_parts.h"

#define BETWEEN_MAX 5 /* characters between two groups */

/* ' ' and '(' say little, the others tell dates and times from phones. */
static char
mark_of(uint32_t c)
{
	if (glyph_is_hyphen(c))
		return '-';
	if (c == '.' || c == '/' || c == '(' || c == ')')
		return (char)c;
	return glyph_is_blank(c) ? ' ' : '\0';
}

/* Where the next group begins, and what stands before it; 0: nowhere. */
static size_t
next_group(struct str t, size_t i, char *before)
{
	struct glyph g;
	unsigned marks = 0;
	char m;

	*before = ' ';
	for (unsigned k = 0; k <= BETWEEN_MAX; k++) {
		g = glyph_at(t, i);
		if (glyph_is_digit(g.c))
			return k == 0 ? 0 : i;
		m = mark_of(g.c);
		if (m == '\0' || (m != ' ' && ++marks > 2))
			return 0;
		if (m != ' ' && m != '(' && m != ')')
			*before = m;
		i += g.n;
	}
	return 0;
}

/* Adds the group at i to the run; false (and no change) if it has no room. */
static bool
add_group(struct str t, size_t i, char before, struct scan_run *r)
{
	unsigned had = r->ngroups == 0 ? 0 : r->g[r->ngroups - 1].upto;
	struct scan_group *g = &r->g[r->ngroups];
	struct glyph c = glyph_at(t, i);
	unsigned n = 0;

	g->start = i;
	for (; glyph_is_digit(c.c); c = glyph_at(t, i)) {
		if (had + n == SCAN_DIGITS) {
			r->d[had] = '\0';
			return false;
		}
		r->d[had + n++] = (char)c.c;
		i += c.n;
	}
	r->d[had + n] = '\0';
	g->end = i;
	g->n = n;
	g->upto = had + n;
	g->before = before;
	r->ngroups++;
	return true;
}

bool
run_at(struct str t, size_t i, struct scan_run *r)
{
	char before = '\0';

	r->ngroups = 0;
	if (!glyph_is_digit(glyph_at(t, i).c))
		return false;
	while (r->ngroups < SCAN_GROUPS && add_group(t, i, before, r)) {
		i = next_group(t, r->g[r->ngroups - 1].end, &before);
		if (i == 0)
			break;
	}
	return r->ngroups > 0;
}

/* The value of a short group. */
static unsigned
value(const struct scan_run *r, unsigned k)
{
	const struct scan_group *g = &r->g[k];
	unsigned v = 0;

	for (unsigned j = g->upto - g->n; j < g->upto && g->n <= 4; j++)
		v = v * 10 + (unsigned)(r->d[j] - '0');
	return v;
}

static bool
is_year(unsigned v)
{
	return v >= 1900 && v < 2100;
}

/* Whether a day and a month, in either order. */
static bool
is_day(unsigned a, unsigned b)
{
	return a > 0 && b > 0 && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

bool
run_is_date(const struct scan_run *r, unsigned k)
{
	const struct scan_group *g = &r->g[k];
	unsigned a, b, c;

	if (k + 3 > r->ngroups || g[1].before != g[2].before)
		return false;
	if (k + 3 < r->ngroups && g[3].before == g[2].before)
		return false;
	if (g[0].n > 4 || g[1].n > 2 || g[2].n > 4)
		return false;
	a = value(r, k);
	b = value(r, k + 1);
	c = value(r, k + 2);
	if (g[0].n == 4)
		return is_year(a) && g[2].n <= 2 && is_day(b, c);
	return is_day(a, b) &&
	    (g[2].n == 4 ? is_year(c) : g[2].n == 2 && g[1].before != ' ');
}

unsigned
run_groups_of(const struct scan_run *r, unsigned n)
{
	for (unsigned k = 0; k < r->ngroups; k++)
		if (r->g[k].upto >= n)
			return r->g[k].upto == n ? k + 1 : 0;
	return 0;
}

bool
run_is_glued(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);

	if (glyph_is_letter(g.c) || glyph_is_digit(g.c) || g.c == '_')
		return true;
	if (!glyph_is_hyphen(g.c) && g.c != '.' && g.c != ',' && g.c != '/')
		return false;
	return glyph_is_digit(glyph_before(t, i - g.n).c);
}
