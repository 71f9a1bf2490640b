/*
 * scan_bsn.c - burgerservicenummers.
 *
 * Eight or nine digits that pass the eleven test: the sum of the digits times
 * 9 8 7 6 5 4 3 2 -1 is a multiple of eleven (Regeling identiteit en BSN;
 * eight digits have a zero before them).  One in eleven of all numbers does,
 * so what is written apart must be so as people write it (1234.56.789), and
 * amounts and dates are left alone.  Behind "bsn" no test is asked.
 */
#include "scan_parts.h"

static const char cues[] = " bsn bsnnummer bsnnr burgerservicenummer"
			   " burgerservicenr sofi sofinummer sofinr бсн ";

static bool
is_eleven(const char *d, unsigned n)
{
	int sum = 0, weight = n == 9 ? 9 : 8;
	bool any = false;

	for (unsigned k = 0; k + 1 < n; k++) {
		sum += (d[k] - '0') * weight--;
		any = any || d[k] != '0';
	}
	sum -= d[n - 1] - '0';
	return any && sum % 11 == 0;
}

/* Eight figures that say a day: 20241231, 31122024. */
static bool
is_day(const char *d)
{
	const char *year = d, *a = d + 4, *b = d + 6;

	for (int k = 0; k < 2; k++) {
		if ((memcmp(year, "19", 2) == 0 ||
			memcmp(year, "20", 2) == 0) &&
		    memcmp(a, "31", 2) <= 0 && memcmp(b, "31", 2) <= 0)
			return true;
		year = d + 4;
		a = d;
		b = d + 2;
	}
	return false;
}

/* Whether the first n groups are as people write it. */
static bool
is_usual(const struct scan_run *r, unsigned n)
{
	static const char *const shapes[] = { "9", "8", "333", "423", "323",
		"233", "432", "45" };
	char shape[4] = "";

	if (n > 3)
		return false;
	for (unsigned k = 0; k < n; k++)
		shape[k] = (char)('0' + r->g[k].n);
	if (n == 3 && r->g[1].before != r->g[2].before)
		return false;
	for (size_t k = 0; k < sizeof(shapes) / sizeof(shapes[0]); k++)
		if (strcmp(shape, shapes[k]) == 0)
			return true;
	return false;
}

/* Whether the number stands alone: no amount, no part of a longer one. */
static bool
is_alone(struct str t, size_t i, const struct scan_run *r, unsigned n)
{
	struct glyph g = glyph_before(t, i), after;
	struct scan_word w;

	for (unsigned k = 0; k < 2 && glyph_is_blank(g.c); k++) {
		i -= g.n;
		g = glyph_before(t, i);
	}
	if (g.c == 0x20ac || g.c == '$' || glyph_is_digit(g.c) || g.c == '+')
		return false;
	if (n < r->ngroups && (n > 1 || r->g[n].before != ' '))
		return false;
	after = glyph_at(t, r->g[n - 1].end);
	if (glyph_is_letter(after.c) || after.c == '_')
		return false;
	return !word_next(t, r->g[n - 1].end, "", &w) ||
	    !word_in(&w, " euro eur € ");
}

bool
scan_bsn(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_run r;
	unsigned n, digits = 9;

	if (!run_at(in->t, i, &r) || run_is_date(&r, 0))
		return false;
	if (run_is_glued(in->t, i) && !word_cued(in->t, i, cues, 1))
		return false;
	n = run_groups_of(&r, 9);
	if (n == 0) {
		n = run_groups_of(&r, 8);
		digits = 8;
	}
	if (n == 0)
		return false;
	s->start = i;
	s->end = r.g[n - 1].end;
	if (digits == 8 && is_day(r.d))
		return false;
	if (word_cued(in->t, i, cues, 5))
		return true;
	return is_eleven(r.d, digits) && is_usual(&r, n) &&
	    is_alone(in->t, i, &r, n);
}
