/*
 * finder.c - the automaton of the lexicon, small where it can be.
 */
#include "finder.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct finder {
	struct automaton *all;
	struct automaton *ascii;
	uint32_t *number; /* of a pattern of ascii, in all */
};

/* Who is told, with the numbers of all. */
struct told {
	const struct finder *finder;
	automaton_hit_fn *hit;
	void *arg;
};

static bool
is_ascii(struct str s)
{
	uint8_t bits = 0;

	for (size_t i = 0; i < s.n; i++)
		bits |= (uint8_t)s.p[i];
	return bits < 0x80;
}

int
finder_new(
    const struct str *patterns, size_t n, struct finder **out, struct err *e)
{
	struct finder *f = calloc(1, sizeof(*f));
	struct str *some = calloc(n + 1, sizeof(*some));
	size_t kept = 0;
	int rc = -1;

	if (f != NULL)
		f->number = calloc(n + 1, sizeof(*f->number));
	if (some == NULL || f == NULL || f->number == NULL) {
		err_set(e, "making the matcher: no memory");
		goto cleanup;
	}
	for (size_t i = 0; i < n; i++)
		if (is_ascii(patterns[i])) {
			some[kept] = patterns[i];
			f->number[kept++] = (uint32_t)i;
		}
	if (automaton_new(patterns, n, &f->all, e) == 0 &&
	    automaton_new(some, kept, &f->ascii, e) == 0)
		rc = 0;
cleanup:
	free(some);
	if (rc == -1)
		finder_free(&f);
	else
		*out = f;
	return rc;
}

void
finder_free(struct finder **out)
{
	struct finder *f = *out;

	if (f == NULL)
		return;
	automaton_free(&f->all);
	automaton_free(&f->ascii);
	free(f->number);
	free(f);
	*out = NULL;
}

static void
hit_cb(size_t i, size_t end, void *arg)
{
	const struct told *t = arg;

	t->hit(t->finder->number[i], end, t->arg);
}

void
finder_run(
    const struct finder *f, struct str text, automaton_hit_fn *hit, void *arg)
{
	struct told t = { f, hit, arg };

	if (is_ascii(text))
		automaton_run(f->ascii, text, hit_cb, &t);
	else
		automaton_run(f->all, text, hit, arg);
}
