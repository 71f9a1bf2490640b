/*
 * walk_acts.c - what was done on purpose to the log that a walk goes through.
 */
#include "walk_acts.h"

#include <stdlib.h>
#include <string.h>

static int
by_index(const void *a, const void *b)
{
	const struct act *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

int
walk_acts_read(const char *dir, const struct act_keys *keys,
    struct walk_acts *out, struct err *e)
{
	int rc = 0;

	memset(out, 0, sizeof(*out));
	/* The first reason is told: it names a file and an entry. */
	if (act_file_read(dir, ACT_ERASED, keys, &out->erased, e) == -1)
		rc = -1;
	if (act_file_read(dir, ACT_EXPIRED, keys, &out->expired,
		rc == 0 ? e : NULL) == -1)
		rc = -1;
	if (act_file_read(dir, ACT_RESTORED, keys, &out->restored,
		rc == 0 ? e : NULL) == -1)
		rc = -1;
	if (out->erased.n > 0)
		qsort(out->erased.acts, out->erased.n, sizeof(struct act),
		    by_index);
	return rc;
}

void
walk_acts_free(struct walk_acts *a)
{
	act_list_free(&a->erased);
	act_list_free(&a->expired);
	act_list_free(&a->restored);
}

const struct act *
walk_acts_erased(const struct walk_acts *a, uint64_t index)
{
	const struct act key = { .index = index };

	return a->erased.n == 0
	    ? NULL
	    : bsearch(&key, a->erased.acts, a->erased.n, sizeof(key), by_index);
}

const struct act *
walk_acts_expired(const struct walk_acts *a, uint32_t segment)
{
	const struct act *best = NULL;
	size_t i;

	for (i = 0; i < a->expired.n; i++)
		if (a->expired.acts[i].segment >= segment &&
		    (best == NULL ||
			a->expired.acts[i].segment < best->segment))
			best = &a->expired.acts[i];
	return best;
}

const struct act *
walk_acts_restored(const struct walk_acts *a, uint32_t segment)
{
	size_t i;

	for (i = 0; i < a->restored.n; i++)
		if (a->restored.acts[i].segment == segment)
			return &a->restored.acts[i];
	return NULL;
}

uint64_t
walk_acts_lost(const struct act *restored)
{
	return restored->was_size > restored->size
	    ? restored->was_size - restored->size
	    : 0;
}
