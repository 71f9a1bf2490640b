/*
 * audit.c - the attacker: what it knows of each figure, and what it
 * concludes.
 */
#include "audit.h"

#include <stdlib.h>
#include <string.h>

#include "audit_parts.h"

struct audit *
audit_new(void)
{
	return calloc(1, sizeof(struct audit));
}

void
audit_free(struct audit **a)
{
	if (*a == NULL)
		return;
	for (size_t i = 0; i < (*a)->nmade; i++)
		cell_key_free(&(*a)->made[i]);
	free((*a)->made);
	free((*a)->entries);
	if ((*a)->truths != NULL && (*a)->system != NULL)
		explicit_bzero((*a)->truths, (*a)->n * sizeof(uint64_t));
	free((*a)->truths);
	free((*a)->has_truth);
	free((*a)->order);
	system_free(&(*a)->system);
	free(*a);
	*a = NULL;
}

void
audit_know_conf(struct audit *a, const struct conf *c)
{
	a->conf = c;
}

static int
entry_add(struct audit *a, const struct audit_entry *entry)
{
	if (a->n == a->cap) {
		size_t cap = a->cap == 0 ? 256 : a->cap * 2;
		struct audit_entry *entries =
		    reallocarray(a->entries, cap, sizeof(*entries));

		if (entries == NULL)
			return -1;
		a->entries = entries;
		a->cap = cap;
	}
	a->entries[a->n] = *entry;
	a->entries[a->n].added = a->n;
	a->n++;
	return 0;
}

static bool
is_total(const struct cell_key *key)
{
	return strcmp(key->dimension, "total") == 0;
}

/*
 * What the status says.  A group is shown only from PROTECT_BASE messages
 * on, so a total that could be less is not.
 */
static struct range
printed_range(const struct printed *p)
{
	const int64_t half = PROTECT_ROUND / 2, v = (int64_t)p->value;
	struct range r = { 0, SYSTEM_MAX };

	if (p->status == PRINTED_UNDER5)
		return (struct range){ 1, PROTECT_LEAST - 1 };
	if (p->status == PRINTED_HIDDEN)
		return r;
	if (v == 0 || v > SYSTEM_MAX / 2)
		return (struct range){ v, v };
	r = (struct range){ v - half, v + half };
	if (r.lo < PROTECT_LEAST)
		r.lo = PROTECT_LEAST;
	if (is_total(&p->key) && r.hi >= PROTECT_BASE && r.lo < PROTECT_BASE)
		r.lo = PROTECT_BASE;
	return r;
}

static struct audit_entry
entry_of(const struct printed *p)
{
	return (struct audit_entry){ .key = &p->key,
		.printed = p,
		.range = printed_range(p),
		.hidden_total =
		    p->status == PRINTED_HIDDEN && is_total(&p->key) };
}

int
audit_add(struct audit *a, const struct printed *p)
{
	struct audit_entry entry = entry_of(p);

	return entry_add(a, &entry);
}

int
audit_add_true(struct audit *a, const struct printed *p, uint64_t count)
{
	struct audit_entry entry = entry_of(p);

	entry.truth = count;
	entry.has_truth = true;
	return entry_add(a, &entry);
}

int
audit_know(struct audit *a, const struct cell_key *key, uint64_t count)
{
	struct audit_entry entry = { .key = key,
		.range = { (int64_t)count, (int64_t)count },
		.known = true };

	return entry_add(a, &entry);
}

/* ---- one entry for each figure ---------------------------------------------- */

static int
column_compare(const struct cell_key *a, const struct cell_key *b,
    enum audit_column column)
{
	switch (column) {
	case COLUMN_YEAR:
		return a->period.year - b->period.year;
	case COLUMN_PERIOD:
		if (a->period.quarter != b->period.quarter)
			return a->period.quarter - b->period.quarter;
		return a->period.week - b->period.week;
	case COLUMN_BOX:
		return strcmp(a->box, b->box);
	case COLUMN_REGION:
		return strcmp(a->region, b->region);
	case COLUMN_DIMENSION:
		return strcmp(a->dimension, b->dimension);
	default:
		return strcmp(a->category, b->category);
	}
}

int
audit_compare(const struct cell_key *a, const struct cell_key *b,
    const enum audit_column *order, size_t n)
{
	int c = 0;

	for (size_t i = 0; c == 0 && i < n; i++)
		c = column_compare(a, b, order[i]);
	return c;
}

static const enum audit_column usual[COLUMN_COUNT] = { COLUMN_YEAR,
	COLUMN_PERIOD, COLUMN_BOX, COLUMN_REGION, COLUMN_DIMENSION,
	COLUMN_CATEGORY };

static int
by_key(const void *x, const void *y)
{
	const struct audit_entry *a = x, *b = y;
	int c = audit_compare(a->key, b->key, usual, COLUMN_COUNT);

	if (c != 0)
		return c;
	return (a->added > b->added) - (a->added < b->added);
}

/* What two releases say of one figure is one entry. */
static void
entry_merge(struct audit_entry *into, const struct audit_entry *from)
{
	if (from->range.lo > into->range.lo)
		into->range.lo = from->range.lo;
	if (from->range.hi < into->range.hi)
		into->range.hi = from->range.hi;
	into->merged |= into->printed != NULL && from->printed != NULL;
	if (into->printed == NULL)
		into->printed = from->printed;
	if (from->has_truth) {
		into->truth = from->truth;
		into->has_truth = true;
	}
	into->known |= from->known;
	into->hidden_total |= from->hidden_total;
}

static void
entries_sort(struct audit *a)
{
	size_t kept = 0;

	if (a->n > 0)
		qsort(a->entries, a->n, sizeof(*a->entries), by_key);
	for (size_t i = 0; i < a->n; i++) {
		if (kept > 0 &&
		    audit_compare(a->entries[kept - 1].key, a->entries[i].key,
			usual, COLUMN_COUNT) == 0)
			entry_merge(&a->entries[kept - 1], &a->entries[i]);
		else
			a->entries[kept++] = a->entries[i];
	}
	a->n = kept;
}

static int
find_compare(const void *key, const void *y)
{
	const struct audit_entry *entry = y;

	return audit_compare(key, entry->key, usual, COLUMN_COUNT);
}

struct audit_entry *
audit_find(const struct audit *a, const struct cell_key *key)
{
	if (a->n == 0)
		return NULL;
	return bsearch(
	    key, a->entries, a->n, sizeof(*a->entries), find_compare);
}

/* ---- figures of a merged region, where it was still several ----------------- */

/* The next of "noord+oost", from *at on; false behind the last. */
static bool
component(const char *region, const char **at, char *out, size_t room)
{
	const char *from = *at == NULL ? region : *at;
	size_t n = strcspn(from, "+");

	if (*at != NULL && *from == '\0')
		return false;
	if (n >= room)
		n = room - 1;
	memcpy(out, from, n);
	out[n] = '\0';
	*at = from + strcspn(from, "+");
	if (**at == '+')
		(*at)++;
	return true;
}

/* Whether the parts of a merged region are in the group of the key. */
static bool
has_parts(const struct audit *a, const struct cell_key *key, char *region)
{
	struct cell_key part = *key;
	const char *at = NULL;
	char name[128];

	part.region = name;
	while (component(region, &at, name, sizeof(name)))
		if (audit_find(a, &part) == NULL)
			return false;
	part.region = region;
	return audit_find(a, &part) == NULL;
}

static int
made_add(struct audit *a, const struct cell_key *like, const char *region)
{
	struct cell_key *made =
	    reallocarray(a->made, a->nmade + 1, sizeof(*made));

	if (made == NULL)
		return -1;
	a->made = made;
	a->made[a->nmade++] = (struct cell_key){ .period = like->period,
		.box = strdup(like->box),
		.region = strdup(region),
		.dimension = strdup(like->dimension),
		.category = strdup(like->category) };
	made = &a->made[a->nmade - 1];
	return made->box == NULL || made->region == NULL ||
		made->dimension == NULL || made->category == NULL
	    ? -1
	    : 0;
}

/* The figures of this merged region that follow from its parts. */
static int
region_make(struct audit *a, char *region, size_t n)
{
	const char *at = NULL;
	char first[128];

	component(region, &at, first, sizeof(first));
	for (size_t i = 0; i < n; i++)
		if (strcmp(a->entries[i].key->region, first) == 0 &&
		    has_parts(a, a->entries[i].key, region) &&
		    made_add(a, a->entries[i].key, region) == -1)
			return -1;
	return 0;
}

static bool
seen_before(const struct audit *a, size_t entry)
{
	for (size_t i = 0; i < entry; i++)
		if (strcmp(a->entries[i].key->region,
			a->entries[entry].key->region) == 0)
			return true;
	return false;
}

static int
regions_make(struct audit *a)
{
	size_t n = a->n;

	for (size_t i = 0; i < n; i++) {
		char *region = a->entries[i].key->region;

		if (strchr(region, '+') != NULL && !seen_before(a, i) &&
		    region_make(a, region, n) == -1)
			return -1;
	}
	for (size_t i = 0; i < a->nmade; i++) {
		struct audit_entry entry = { .key = &a->made[i],
			.range = { 0, SYSTEM_MAX } };

		if (entry_add(a, &entry) == -1)
			return -1;
	}
	if (a->nmade > 0)
		entries_sort(a);
	return 0;
}

/* ---- running ---------------------------------------------------------------- */

static int
numbers_make(struct audit *a)
{
	size_t zero;

	a->system = system_new();
	a->truths = calloc(2 * a->n + 1, sizeof(*a->truths));
	a->has_truth = calloc(2 * a->n + 1, sizeof(*a->has_truth));
	if (a->system == NULL || a->truths == NULL || a->has_truth == NULL ||
	    system_number(a->system, (struct range){ 0, 0 }, &zero) == -1)
		return -1;
	for (size_t i = 0; i < a->n; i++) {
		struct audit_entry *e = &a->entries[i];

		if (system_number(a->system, e->range, &e->number) == -1)
			return -1;
		a->truths[e->number] = e->truth;
		a->has_truth[e->number] = e->has_truth;
	}
	return 0;
}

int
audit_row(struct audit *a, const struct term *terms, size_t n, struct range r)
{
	int64_t sum = 0;
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		all &= a->has_truth[terms[i].number];
		sum += terms[i].factor * (int64_t)a->truths[terms[i].number];
	}
	if (all && (sum < r.lo || sum > r.hi))
		return 0;
	return system_row(a->system, terms, n, r);
}

static int
by_added(const void *x, const void *y, void *arg)
{
	const struct audit *a = arg;
	const struct audit_entry *p = &a->entries[*(const size_t *)x],
				 *q = &a->entries[*(const size_t *)y];

	return (p->added > q->added) - (p->added < q->added);
}

static int
order_make(struct audit *a)
{
	a->order = calloc(a->n + 1, sizeof(*a->order));
	if (a->order == NULL)
		return -1;
	for (size_t i = 0; i < a->n; i++)
		a->order[i] = i;
	qsort_r(a->order, a->n, sizeof(*a->order), by_added, a);
	return 0;
}

int
audit_run(struct audit *a)
{
	entries_sort(a);
	if (regions_make(a) == -1 || numbers_make(a) == -1 ||
	    audit_link(a) == -1 || order_make(a) == -1)
		return -1;
	return system_solve(a->system);
}
