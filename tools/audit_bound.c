/*
 * audit_bound.c - what the attacker concluded of the figures held back, and
 * what it would conclude if another one was held back too.
 */
#include "audit_parts.h"

/* One small number, and nothing else. */
static bool
is_found(struct range r)
{
	return r.lo == r.hi && r.lo > 0 && r.lo < PROTECT_LEAST;
}

/*
 * All of a group whose number everybody knows: that follows from the zeros
 * beside it, which are printed.
 */
static bool
is_all(const struct audit_entry *e, struct range r)
{
	return e->total != NULL && e->total->known &&
	    e->total->range.lo == r.lo && r.lo == r.hi;
}

static bool
is_held(const struct audit_entry *e)
{
	return e->printed != NULL && !e->known &&
	    (e->printed->status != PRINTED_SHOWN || e->rest != 0);
}

static struct audit_bound
bound_of(const struct audit *a, const struct audit_entry *e)
{
	struct audit_bound b = { .figure = e->printed,
		.range = system_probe(a->system, e->number),
		.has_rest = e->rest != 0 };

	if (b.has_rest)
		b.rest = system_probe(a->system, e->rest);
	b.found = (e->printed->status != PRINTED_SHOWN && is_found(b.range) &&
		      !is_all(e, b.range)) ||
	    (b.has_rest && is_found(b.rest));
	return b;
}

bool
audit_next(struct audit *a, size_t *at, struct audit_bound *out)
{
	for (; *at < a->n; (*at)++) {
		const struct audit_entry *e = &a->entries[a->order[*at]];

		if (!is_held(e))
			continue;
		*out = bound_of(a, e);
		(*at)++;
		return true;
	}
	return false;
}

bool
audit_is_found(const struct audit *a, const struct printed *p)
{
	const struct audit_entry *e = audit_find(a, &p->key);

	return e != NULL && is_held(e) && bound_of(a, e).found;
}

int
audit_hide(struct audit *a, const struct printed *p, const struct printed *for_)
{
	const struct audit_entry *e = audit_find(a, &p->key),
				 *w = audit_find(a, &for_->key);
	struct range hidden = { 0, SYSTEM_MAX };

	if (e == NULL || w == NULL || e->merged)
		return 1;
	if (e->total != NULL && !e->total->hidden_total)
		hidden.lo = 1;
	return system_widen(a->system, e->number, hidden,
	    is_found(system_range(a->system, w->number)) ? w->number : w->rest);
}

void
audit_try(struct audit *a)
{
	system_try(a->system);
}

void
audit_undo(struct audit *a)
{
	system_undo(a->system);
}

void
audit_keep(struct audit *a)
{
	system_keep(a->system);
}

struct beside {
	const struct audit *a;
	audit_beside_fn *fn;
	void *arg;
};

static void
beside_entry(size_t number, void *arg)
{
	const struct beside *b = arg;

	/* The number of an entry is its place, after the constant. */
	if (number > 0 && number <= b->a->n &&
	    b->a->entries[number - 1].printed != NULL)
		b->fn(b->a->entries[number - 1].printed, b->arg);
}

void
audit_beside(const struct audit *a, const struct printed *p,
    audit_beside_fn *fn, void *arg)
{
	const struct audit_entry *e = audit_find(a, &p->key);
	struct beside b = { a, fn, arg };

	if (e == NULL)
		return;
	system_beside(a->system, e->number, beside_entry, &b);
	if (e->rest != 0)
		system_beside(a->system, e->rest, beside_entry, &b);
}

size_t
audit_figures(const struct audit *a)
{
	return a->n - a->nmade;
}
