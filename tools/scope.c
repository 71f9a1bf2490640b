/*
 * scope.c - what a report or an export is about.
 */
#include "scope.h"

#include <string.h>

/* "a, b, c" for a message. */
static void
names_add(struct buf *b, const char *name)
{
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, name);
}

static int
box_unknown(const struct conf *c, const char *box, struct err *e)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < c->nboxes; i++)
		names_add(&names, c->boxes[i].name);
	err_set(e, "--box: there is no box %.80s; there are: %s", box,
	    names.len == 0 ? "none" : buf_cstr(&names));
	buf_free(&names);
	return -1;
}

static int
region_check(const struct conf *c, const char *region, struct err *e)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < c->regions.n; i++) {
		if (strcmp(c->regions.items[i], region) == 0) {
			buf_free(&names);
			return 0;
		}
		names_add(&names, c->regions.items[i]);
	}
	err_set(e, "--region: there is no region %.80s; there are: %s", region,
	    names.len == 0 ? "none" : buf_cstr(&names));
	buf_free(&names);
	return -1;
}

int
scope_read(const struct conf *c, const char *period, const char *box,
    const char *region, struct week now, struct scope *out, struct err *e)
{
	struct scope s = { period_quarter_before(now), box, region };

	if (period != NULL &&
	    period_parse(period, strlen(period), &s.period) == -1)
		return err_set(e,
		    "--period: %.80s is no period; write 2026 or "
		    "2026-Q3",
		    period);
	if (box != NULL && conf_box_find(c, str_of(box)) == NULL)
		return box_unknown(c, box, e);
	if (region != NULL && region_check(c, region, e) == -1)
		return -1;
	*out = s;
	return 0;
}

struct period
quarter_add(struct period q, int n)
{
	int quarters = q.year * 4 + q.quarter - 1 + n;

	return (
	    struct period){ .year = quarters / 4, .quarter = quarters % 4 + 1 };
}

struct period
scope_last_quarter(struct period p)
{
	struct week first, last, quarter_first, quarter_last;
	struct period q;

	period_weeks(p, &first, &last);
	q = (struct period){ .year = last.year, .quarter = week_quarter(last) };
	period_weeks(q, &quarter_first, &quarter_last);
	if (week_number(quarter_last) > week_number(last))
		q = quarter_add(q, -1);
	return q;
}

bool
period_equal(struct period a, struct period b)
{
	return a.year == b.year && a.quarter == b.quarter && a.week == b.week;
}
