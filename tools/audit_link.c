/*
 * audit_link.c - what adds up to what in the figures of a release, as
 * everybody knows who read cells.c and protect.c.
 */
#include <stdlib.h>
#include <string.h>

#include "audit_parts.h"
#include "cell_key.h"
#include "regions.h"

/* Of these every message has exactly one. */
static const char *const single[] = { "channel", "who", "lang", "wish",
	"polarity", "weight", NULL };

/*
 * Of these, "all but two" tells as much as "two": what is left of the total
 * is held to the same rule.  No category: all of the dimension.
 */
static const struct {
	const char *dimension, *category;
} grave[] = {
	{ "theme", "veilig" },
	{ "danger", NULL },
	{ "safety", NULL },
	{ "weight", NULL },
};

const struct range audit_exactly_0 = { 0, 0 };
const struct range audit_at_most_0 = { -SYSTEM_MAX, 0 };

static int
entry_compare(const void *x, const void *y, void *arg)
{
	const struct audit_entry *const *a = x, *const *b = y;

	return audit_compare((*a)->key, (*b)->key, arg, COLUMN_COUNT);
}

void
linking_sort(struct linking *l, const enum audit_column *order)
{
	enum audit_column copy[COLUMN_COUNT];

	memcpy(copy, order, sizeof(copy));
	l->order = order;
	for (size_t i = 0; i < l->a->n; i++)
		l->sorted[i] = &l->a->entries[i];
	qsort_r(l->sorted, l->a->n, sizeof(struct audit_entry *), entry_compare,
	    copy);
}

/* The end of the entries that agree with this one in n columns. */
size_t
linking_run(const struct linking *l, size_t from, size_t n)
{
	size_t to = from + 1;

	while (to < l->a->n &&
	    audit_compare(
		l->sorted[from]->key, l->sorted[to]->key, l->order, n) == 0)
		to++;
	return to;
}

void
linking_term(struct linking *l, const struct audit_entry *e, int64_t factor)
{
	l->terms[l->nterms++] = (struct term){ e->number, factor };
}

int
linking_row(struct linking *l, struct range r)
{
	size_t n = l->nterms;

	l->nterms = 0;
	return audit_row(l->a, l->terms, n, r);
}

/* ---- boxes and regions ------------------------------------------------------ */

static const char *
part_name(const struct linking *l, const struct audit_entry *e)
{
	return l->order[COLUMN_COUNT - 1] == COLUMN_BOX ? e->key->box
							: e->key->region;
}

/* Whether it is merged from others that are there too. */
static bool
is_merged(const struct linking *l, size_t from, size_t to, size_t which)
{
	const char *name = part_name(l, l->sorted[which]);

	if (strchr(name, '+') == NULL)
		return false;
	for (size_t i = from; i < to; i++)
		if (i != which && part_name(l, l->sorted[i])[0] != '\0' &&
		    region_has(name, part_name(l, l->sorted[i])))
			return true;
	return false;
}

static size_t
parts_count(const struct linking *l, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += part_name(l, l->sorted[i])[0] != '\0' &&
		    !is_merged(l, from, to, i);
	return n;
}

static size_t
components(const char *name)
{
	size_t n = 1;

	while ((name = strchr(name, '+')) != NULL) {
		name++;
		n++;
	}
	return n;
}

/* A merged region is what was merged; nothing of it twice. */
static int
merged_row(struct linking *l, size_t from, size_t to, size_t which)
{
	const char *name = part_name(l, l->sorted[which]);
	size_t found = 0;

	for (size_t i = from; i < to; i++) {
		const char *part = part_name(l, l->sorted[i]);

		if (i == which || part[0] == '\0' || !region_has(name, part) ||
		    is_merged(l, from, to, i))
			continue;
		linking_term(l, l->sorted[i], 1);
		found += components(part);
	}
	linking_term(l, l->sorted[which], -1);
	return linking_row(
	    l, found == components(name) ? audit_exactly_0 : audit_at_most_0);
}

/*
 * A single region that is hidden has fewer than PROTECT_BASE messages; of
 * several, one may be hidden to protect another.  All regions together say
 * so if there was no message.
 */
static int
base_rows(struct linking *l, size_t from, size_t to)
{
	static const struct range below = { 0, PROTECT_BASE - 1 };
	static const struct range some = { 1, PROTECT_BASE - 1 };
	const struct audit_entry *hidden = NULL;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		const struct audit_entry *e = l->sorted[i];

		if (!e->hidden_total)
			continue;
		if (e->key->region[0] == '\0') {
			linking_term(l, e, 1);
			if (linking_row(l, some) == -1)
				return -1;
		} else if (e->key->box[0] == '\0') {
			hidden = e;
			n++;
		}
	}
	if (n != 1)
		return 0;
	linking_term(l, hidden, 1);
	return linking_row(l, below);
}

/* Parts and their whole, which is the first of the run if it is there. */
static int
parts_link(struct linking *l, size_t from, size_t to, bool complete)
{
	bool whole = part_name(l, l->sorted[from])[0] == '\0';

	for (size_t i = from; i < to; i++)
		if (is_merged(l, from, to, i) &&
		    merged_row(l, from, to, i) == -1)
			return -1;
	if (l->order[COLUMN_COUNT - 1] == COLUMN_REGION &&
	    base_rows(l, from, to) == -1)
		return -1;
	if (!whole || parts_count(l, from, to) == 0)
		return 0;
	for (size_t i = from + 1; i < to; i++)
		if (!is_merged(l, from, to, i))
			linking_term(l, l->sorted[i], 1);
	linking_term(l, l->sorted[from], -1);
	return linking_row(l, complete ? audit_exactly_0 : audit_at_most_0);
}

/* The parts of the figure that has most of them. */
static size_t
parts_most(const struct linking *l, size_t from, size_t end)
{
	size_t most = 0, n, to;

	for (; from < end; from = to) {
		to = linking_run(l, from, COLUMN_COUNT - 1);
		n = parts_count(l, from, to);
		if (n > most)
			most = n;
	}
	return most;
}

/*
 * A release names all boxes and regions that there are, so whoever has the
 * longest list of a period has all; and a category that it does not name
 * for one of them is 0 there.
 */
static int
parts_of_period(struct linking *l, size_t from, size_t end)
{
	size_t all = parts_most(l, from, end), to, dimension_end;

	for (; from < end; from = dimension_end) {
		bool complete;

		dimension_end = linking_run(l, from, 4);
		complete = parts_most(l, from, dimension_end) == all;
		for (size_t i = from; i < dimension_end; i = to) {
			to = linking_run(l, i, COLUMN_COUNT - 1);
			if (parts_link(l, i, to, complete) == -1)
				return -1;
		}
	}
	return 0;
}

static int
link_parts(struct linking *l, const enum audit_column *order)
{
	size_t to;

	linking_sort(l, order);
	for (size_t i = 0; i < l->a->n; i = to) {
		to = linking_run(l, i, 2);
		if (parts_of_period(l, i, to) == -1)
			return -1;
	}
	return 0;
}

/* ---- within a group --------------------------------------------------------- */

static bool
is_single(const char *dimension)
{
	for (size_t i = 0; single[i] != NULL; i++)
		if (strcmp(single[i], dimension) == 0)
			return true;
	return false;
}

static bool
is_grave(const struct cell_key *k)
{
	for (size_t i = 0; i < sizeof(grave) / sizeof(grave[0]); i++)
		if (strcmp(grave[i].dimension, k->dimension) == 0 &&
		    (grave[i].category == NULL ||
			strcmp(grave[i].category, k->category) == 0))
			return true;
	return false;
}

/* The figure that is left of the total. */
static int
rest_link(struct linking *l, struct audit_entry *e, const struct audit_entry *t)
{
	struct audit *a = l->a;

	if (system_number(
		a->system, (struct range){ 0, SYSTEM_MAX }, &e->rest) == -1)
		return -1;
	a->has_truth[e->rest] = e->has_truth && t->has_truth;
	a->truths[e->rest] = t->truth - e->truth;
	l->terms[l->nterms++] = (struct term){ e->rest, 1 };
	linking_term(l, e, 1);
	linking_term(l, t, -1);
	return linking_row(l, audit_exactly_0);
}

static int
dimension_link(
    struct linking *l, size_t from, size_t to, const struct audit_entry *total)
{
	const char *dimension = l->sorted[from]->key->dimension;

	for (size_t i = from; i < to; i++)
		if (!total->hidden_total && is_grave(l->sorted[i]->key) &&
		    rest_link(l, l->sorted[i], total) == -1)
			return -1;
	if (is_single(dimension)) {
		for (size_t i = from; i < to; i++)
			linking_term(l, l->sorted[i], 1);
		linking_term(l, total, -1);
		return linking_row(l, audit_exactly_0);
	}
	for (size_t i = from; i < to; i++) {
		linking_term(l, l->sorted[i], 1);
		linking_term(l, total, -1);
		if (linking_row(l, audit_at_most_0) == -1)
			return -1;
	}
	return 0;
}

static const struct audit_entry *
total_of(const struct linking *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (strcmp(l->sorted[i]->key->dimension, "total") == 0)
			return l->sorted[i];
	return NULL;
}

/* What is hidden in a group that shows its total is not 0. */
static void
narrow_hidden(struct linking *l, size_t from, size_t to)
{
	static const struct range at_least_1 = { 1, SYSTEM_MAX };

	for (size_t i = from; i < to; i++)
		if (l->sorted[i]->printed != NULL &&
		    l->sorted[i]->printed->status == PRINTED_HIDDEN)
			system_narrow(
			    l->a->system, l->sorted[i]->number, at_least_1);
}

static int
group_link(struct linking *l, size_t from, size_t end)
{
	const struct audit_entry *total = total_of(l, from, end);
	size_t to;

	if (total == NULL)
		return 0;
	if (!total->hidden_total)
		narrow_hidden(l, from, end);
	for (size_t i = from; i < end; i++)
		if (l->sorted[i] != total)
			l->sorted[i]->total = total;
	for (; from < end; from = to) {
		to = linking_run(l, from, COLUMN_COUNT - 1);
		if (l->sorted[from] != total &&
		    dimension_link(l, from, to, total) == -1)
			return -1;
	}
	return 0;
}

static int
link_groups(struct linking *l)
{
	static const enum audit_column order[COLUMN_COUNT] = { COLUMN_YEAR,
		COLUMN_PERIOD, COLUMN_BOX, COLUMN_REGION, COLUMN_DIMENSION,
		COLUMN_CATEGORY };
	size_t to;

	linking_sort(l, order);
	for (size_t from = 0; from < l->a->n; from = to) {
		to = linking_run(l, from, 4);
		if (group_link(l, from, to) == -1 ||
		    audit_link_themes(l, from, to) == -1)
			return -1;
	}
	return 0;
}

int
audit_link(struct audit *a)
{
	static const enum audit_column regions[COLUMN_COUNT] = { COLUMN_YEAR,
		COLUMN_PERIOD, COLUMN_BOX, COLUMN_DIMENSION, COLUMN_CATEGORY,
		COLUMN_REGION };
	static const enum audit_column boxes[COLUMN_COUNT] = { COLUMN_YEAR,
		COLUMN_PERIOD, COLUMN_REGION, COLUMN_DIMENSION, COLUMN_CATEGORY,
		COLUMN_BOX };
	struct linking l = { .a = a,
		.sorted = calloc(a->n + 1, sizeof(struct audit_entry *)),
		.terms = calloc(a->n + 2, sizeof(*l.terms)) };
	int rc = -1;

	if (l.sorted != NULL && l.terms != NULL && link_groups(&l) == 0 &&
	    link_parts(&l, regions) == 0 && link_parts(&l, boxes) == 0)
		rc = audit_link_time(&l);
	free(l.sorted);
	free(l.terms);
	return rc;
}
