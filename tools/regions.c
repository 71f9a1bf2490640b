/*
 * regions.c - names of regions, and which small ones are told as one.
 */
#include "regions.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/buf.h"
#include "protect.h"

bool
region_has(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = names; (at = strstr(at, name)) != NULL; at++)
		if ((at == names || at[-1] == '+') &&
		    (at[n] == '\0' || at[n] == '+'))
			return true;
	return false;
}

static bool
are_siblings(const struct conf *c, size_t a, size_t b)
{
	return strcmp(conf_region_parent(c, a), conf_region_parent(c, b)) == 0;
}

/* The smallest sibling that is not taken; n: there is none. */
static size_t
smallest(
    const struct conf *c, const uint64_t *totals, const bool *taken, size_t of)
{
	size_t n = c->regions.n, best = n;

	for (size_t i = 0; i < n; i++)
		if (!taken[i] && are_siblings(c, i, of) &&
		    (best == n || totals[i] < totals[best]))
			best = i;
	return best;
}

/* Takes what goes together with this one; whether it is enough. */
static bool
take(const struct conf *c, const uint64_t *totals, bool *taken, size_t of)
{
	uint64_t sum = 0;
	size_t members = 0, next;

	while ((next = smallest(c, totals, taken, of)) < c->regions.n &&
	    (totals[next] < PROTECT_BASE || sum < PROTECT_BASE)) {
		taken[next] = true;
		sum += totals[next];
		members++;
	}
	return members > 1 && sum >= PROTECT_BASE;
}

static int
name_add(const struct conf *c, const bool *taken, const bool *before,
    struct region_merge *m)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < c->regions.n; i++)
		if (taken[i] && !before[i])
			buf_addf(&b, "%s%s", b.len > 0 ? "+" : "",
			    c->regions.items[i]);
	m->names[m->n] = b.failed ? NULL : strdup(buf_cstr(&b));
	buf_free(&b);
	return m->names[m->n++] == NULL ? -1 : 0;
}

int
region_merge_make(
    const struct conf *c, const uint64_t *totals, struct region_merge *out)
{
	size_t n = c->regions.n;
	struct region_merge m = { calloc(n + 1, sizeof(*m.names)), 0 };
	bool *taken = calloc(2 * n + 2, sizeof(*taken)), *before = taken + n;
	int rc = m.names == NULL || taken == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (taken[i] || totals[i] >= PROTECT_BASE)
			continue;
		memcpy(before, taken, n * sizeof(*taken));
		if (take(c, totals, taken, i))
			rc = name_add(c, taken, before, &m);
	}
	free(taken);
	if (rc == -1)
		region_merge_free(&m);
	else
		*out = m;
	return rc;
}

void
region_merge_free(struct region_merge *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->names[i]);
	free(m->names);
	*m = (struct region_merge){ NULL, 0 };
}
