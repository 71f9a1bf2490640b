/*
 * protect.c - what stands between the counts and everybody who reads them.
 *
 * Rules, as a reader of the report knows them too:
 *	base	a group (period, box, region) with fewer than 20 messages
 *		prints nothing at all, not even its total (a whole box or
 *		period with none says so);
 *	small	1 to 4 print as "fewer than 5" (primary suppression);
 *	round	everything else is rounded to the nearest multiple of 5; 0
 *		is 0;
 *	audit	the attacker (audit.h) is let loose on the result, with all
 *		earlier figures and the exact sums; while it finds a figure,
 *		another one beside it is hidden (secondary suppression).
 * No randomness and no clock: the same counts give the same figures.
 */
#include "protect.h"

#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cells.h"

#define TRIES 48 /* figures that are tried to hide one */

/* A release in the making. */
struct making {
	const struct cells *cells;
	const struct conf *conf; /* or NULL */
	const struct release *earlier;
	struct release *r;
	size_t *beside; /* figures that might be hidden */
	size_t nbeside;
	const struct printed **found; /* figures that the attack found */
	size_t nfound;
};

static bool
same_group(const struct cell_key *a, const struct cell_key *b)
{
	return period_equal(a->period, b->period) &&
	    strcmp(a->box, b->box) == 0 && strcmp(a->region, b->region) == 0;
}

static bool
is_total(const struct cell_key *k)
{
	return strcmp(k->dimension, "total") == 0;
}

/* The reader may know it exactly: from a sum line, or two checkpoints. */
static bool
is_known(const struct cell_key *k)
{
	return is_total(k) && k->region[0] == '\0';
}

/* Whether an earlier release kept that figure back altogether. */
static bool
was_hidden(const struct making *m, const struct cell_key *k)
{
	const struct printed *p = m->earlier == NULL
	    ? NULL
	    : release_find(m->earlier, k->period, k->box, k->region,
		  k->dimension, k->category);

	return p != NULL && p->status == PRINTED_HIDDEN;
}

/* Primary suppression; and what was hidden once stays so. */
static void
statuses_set(const struct making *m)
{
	const struct cell_key *last = NULL;
	uint64_t base = 0;
	bool others = false;

	for (size_t i = 0; i < m->cells->n; i++) {
		const struct cell *cell = &m->cells->items[i];
		struct printed *p = &m->r->items[i];

		if (last == NULL || !same_group(last, &cell->key)) {
			base = cells_base(m->cells, &cell->key);
			others = cell->key.region[0] != '\0' &&
			    cells_told_with_others(m->cells, &cell->key);
		}
		last = &cell->key;
		if (others ||
		    (base < PROTECT_BASE &&
			(base > 0 || cell->key.region[0] != '\0')) ||
		    (cell->count > 0 && was_hidden(m, &cell->key)))
			p->status = PRINTED_HIDDEN;
		else if (cell->count > 0 && cell->count < PROTECT_LEAST)
			p->status = PRINTED_UNDER5;
		else
			p->status = PRINTED_SHOWN;
	}
}

static uint64_t
rounded(uint64_t count)
{
	return PROTECT_ROUND * ((count + PROTECT_ROUND / 2) / PROTECT_ROUND);
}

static void
values_set(const struct making *m)
{
	for (size_t i = 0; i < m->r->n; i++)
		m->r->items[i].value = m->r->items[i].status == PRINTED_SHOWN
		    ? rounded(m->cells->items[i].count)
		    : 0;
}

/* ---- the attack ------------------------------------------------------------- */

/* What a report of the whole has. */
static bool
is_overview(const struct cell_key *k)
{
	return is_known(k) || is_total(k) ||
	    (k->box[0] == '\0' &&
		(k->region[0] == '\0' || strcmp(k->dimension, "theme") == 0));
}

static int
figures_add(
    const struct making *m, bool earlier, bool overview, struct audit *a)
{
	audit_know_conf(a, m->conf);
	for (size_t i = 0; i < m->r->n; i++) {
		const struct cell *cell = &m->cells->items[i];

		if (overview && !is_overview(&cell->key))
			continue;
		if (audit_add_true(a, &m->r->items[i], cell->count) == -1 ||
		    (is_known(&cell->key) &&
			audit_know(a, &cell->key, cell->count) == -1))
			return -1;
	}
	for (size_t i = 0; earlier && i < m->earlier->n; i++)
		if (audit_add(a, &m->earlier->items[i]) == -1)
			return -1;
	return 0;
}

/*
 * Attacks what is now to be printed.  Earlier figures that contradict these
 * (of messages that came late) tell the reader nothing that can be added up.
 * 0, and audit_free is due; or -1.
 */
static int
attack(const struct making *m, bool overview, struct audit **out, struct err *e)
{
	struct audit *a = NULL;
	bool earlier = m->earlier != NULL;
	int rc;

	values_set(m);
	do {
		audit_free(&a);
		a = audit_new();
		rc = a == NULL || figures_add(m, earlier, overview, a) == -1
		    ? -1
		    : audit_run(a);
	} while (rc == 1 && earlier && !(earlier = false));
	if (rc == 0) {
		*out = a;
		return 0;
	}
	audit_free(&a);
	if (rc == 1)
		return err_set(e,
		    "the figures contradict each other; "
		    "gehoor ingest --rebuild makes them again");
	return err_sys(e, "protecting the figures");
}

/* Which figures are found, of these or (at first) of all; how many. */
static size_t
found_first(struct making *m, struct audit *a)
{
	struct audit_bound b;
	size_t at = 0;

	m->nfound = 0;
	while (audit_next(a, &at, &b))
		if (b.found && m->nfound < m->r->n)
			m->found[m->nfound++] = b.figure;
	return m->nfound;
}

static size_t
found_still(const struct making *m, const struct audit *a)
{
	size_t n = 0;

	for (size_t i = 0; i < m->nfound; i++)
		n += audit_is_found(a, m->found[i]);
	return n;
}

static void
found_keep(struct making *m, const struct audit *a)
{
	size_t n = 0;

	for (size_t i = 0; i < m->nfound; i++)
		if (audit_is_found(a, m->found[i]))
			m->found[n++] = m->found[i];
	m->nfound = n;
}

/* ---- secondary suppression -------------------------------------------------- */

/* A region is hidden as a whole, and only beside another. */
static bool
may_hide(const struct making *m, size_t i, const struct printed *found)
{
	const struct printed *p = &m->r->items[i];

	if (p->status == PRINTED_HIDDEN || m->cells->items[i].count == 0 ||
	    is_known(&p->key))
		return false;
	return !is_total(&p->key) ||
	    (p->key.box[0] == '\0' && is_total(&found->key) &&
		found->key.region[0] != '\0' &&
		period_equal(p->key.period, found->key.period));
}

struct gathering {
	struct making *m;
	const struct printed *found;
};

/* Its place in the release; r->n: it is of an earlier one. */
static size_t
place_of(const struct making *m, const struct printed *p)
{
	return p < m->r->items || p >= m->r->items + m->r->n
	    ? m->r->n
	    : (size_t)(p - m->r->items);
}

static void
gather(const struct printed *p, void *arg)
{
	const struct gathering *g = arg;
	struct making *m = g->m;
	size_t i = place_of(m, p);

	if (i == m->r->n || !may_hide(m, i, g->found))
		return;
	for (size_t k = 0; k < m->nbeside; k++)
		if (m->beside[k] == i)
			return;
	m->beside[m->nbeside++] = i;
}

/* The smallest first; ties by the order of the cells. */
static int
by_count(const void *x, const void *y, void *arg)
{
	const struct cells *cells = arg;
	size_t a = *(const size_t *)x, b = *(const size_t *)y;
	uint64_t p = cells->items[a].count, q = cells->items[b].count;

	if (p != q)
		return p < q ? -1 : 1;
	return (a > b) - (a < b);
}

static void
gather_beside(
    struct making *m, const struct audit *a, const struct printed *found)
{
	struct gathering g = { m, found };
	struct cells cells = *m->cells;

	m->nbeside = 0;
	gather(found, &g);
	audit_beside(a, found, gather, &g);
	qsort_r(m->beside, m->nbeside, sizeof(*m->beside), by_count, &cells);
}

static void
hide(const struct making *m, size_t which)
{
	const struct cell_key *key = &m->cells->items[which].key;

	m->r->items[which].status = PRINTED_HIDDEN;
	for (size_t i = 0; is_total(key) && i < m->r->n; i++)
		if (same_group(&m->cells->items[i].key, key))
			m->r->items[i].status = PRINTED_HIDDEN;
}

/*
 * Hides a region and attacks; 1 if fewer than before are found, else undone.
 */
static int
hide_total(struct making *m, size_t which, struct err *e)
{
	struct printed *was = calloc(m->r->n, sizeof(*was));
	struct audit *a = NULL;
	size_t n;

	if (was == NULL)
		return err_sys(e, "protecting the figures");
	memcpy(was, m->r->items, m->r->n * sizeof(*was));
	hide(m, which);
	if (attack(m, false, &a, e) == -1) {
		free(was);
		return -1;
	}
	n = found_still(m, a);
	audit_free(&a);
	if (n >= m->nfound)
		memcpy(m->r->items, was, m->r->n * sizeof(*was));
	free(was);
	return n < m->nfound;
}

/* Hides one, if fewer are found then.  1, 0 if not, or -1. */
static int
hide_try(struct making *m, struct audit *a, size_t which, struct err *e)
{
	int rc;

	if (is_total(&m->r->items[which].key))
		return hide_total(m, which, e);
	audit_try(a);
	rc = audit_hide(a, &m->r->items[which], m->found[0]);
	if (rc == 0 && found_still(m, a) < m->nfound) {
		audit_keep(a);
		hide(m, which);
		return 1;
	}
	audit_undo(a);
	return rc == -1 ? err_sys(e, "protecting the figures") : 0;
}

/*
 * What is found to be 1 to 4 is not even called that: no figure that is shown
 * is lost by it.  How many.
 */
static size_t
hide_found(const struct making *m)
{
	size_t n = 0;

	for (size_t k = 0; k < m->nfound; k++) {
		size_t i = place_of(m, m->found[k]);

		if (i == m->r->n || m->found[k]->status != PRINTED_UNDER5)
			continue;
		hide(m, i);
		n++;
	}
	return n;
}

/*
 * Nothing helps by itself: everything beside what is found goes; at last
 * everything.  false: nothing is left to hide, so that what is found follows
 * from what everybody knew before.
 */
static bool
hide_all(struct making *m, const struct audit *a)
{
	bool any = false;

	for (size_t k = 0; k < m->nfound; k++) {
		gather_beside(m, a, m->found[k]);
		any |= m->nbeside > 0;
		for (size_t i = 0; i < m->nbeside; i++)
			hide(m, m->beside[i]);
	}
	for (size_t i = 0; !any && i < m->r->n; i++)
		if (m->r->items[i].status != PRINTED_HIDDEN &&
		    m->cells->items[i].count > 0 &&
		    !is_known(&m->cells->items[i].key)) {
			for (; i < m->r->n; i++)
				if (m->cells->items[i].count > 0 &&
				    !is_known(&m->cells->items[i].key))
					hide(m, i);
			any = true;
		}
	return any;
}

/* What came of hiding something. */
enum hiding {
	HIDING_HELPED,
	HIDING_ANEW, /* things are not as the attack knows them */
	HIDING_NOTHING_LEFT,
	HIDING_FAILED
};

static enum hiding
hide_beside(struct making *m, struct audit *a, struct err *e)
{
	gather_beside(m, a, m->found[0]);
	for (size_t i = 0; i < m->nbeside && i < TRIES; i++)
		switch (hide_try(m, a, m->beside[i], e)) {
		case 1:
			return is_total(&m->r->items[m->beside[i]].key)
			    ? HIDING_ANEW
			    : HIDING_HELPED;
		case -1:
			return HIDING_FAILED;
		}
	return hide_all(m, a) ? HIDING_ANEW : HIDING_NOTHING_LEFT;
}

/* Hides until nothing of what was found is found any more. */
static enum hiding
suppress_found(struct making *m, struct audit *a, struct err *e)
{
	enum hiding h = HIDING_HELPED;

	if (hide_found(m) > 0)
		return HIDING_ANEW;
	while (h == HIDING_HELPED && m->nfound > 0) {
		h = hide_beside(m, a, e);
		if (h == HIDING_HELPED)
			found_keep(m, a);
	}
	return h == HIDING_HELPED ? HIDING_ANEW : h;
}

/*
 * Attacks all anew, and hides, until nothing is found.  Who has few figures
 * may look deeper into them than is worth it for all.
 */
static int
suppress(struct making *m, struct err *e)
{
	struct audit *a = NULL;
	bool overview = false;
	enum hiding h;

	do {
		if (attack(m, overview, &a, e) == -1)
			return -1;
		if (found_first(m, a) > 0) {
			h = suppress_found(m, a, e);
			overview = false;
		} else {
			h = overview ? HIDING_NOTHING_LEFT : HIDING_ANEW;
			overview = true;
		}
		audit_free(&a);
	} while (h == HIDING_ANEW);
	values_set(m);
	return h == HIDING_FAILED ? -1 : 0;
}

/* The figures get the names of the cells; both keep them until the end. */
static void
names_lend(const struct making *m)
{
	for (size_t i = 0; i < m->cells->n; i++)
		m->r->items[i].key = m->cells->items[i].key;
}

int
protect(struct cells *cells, const struct conf *conf,
    const struct release *earlier, struct release *out, struct err *e)
{
	struct release r = { calloc(cells->n + 1, sizeof(*r.items)), cells->n };
	struct making m = { cells, conf, earlier, &r,
		calloc(cells->n + 1, sizeof(*m.beside)), 0,
		calloc(cells->n + 1, sizeof(const struct printed *)), 0 };
	int rc = -1;

	if (r.items == NULL || m.beside == NULL || m.found == NULL) {
		err_sys(e, "protecting the figures");
	} else {
		names_lend(&m);
		statuses_set(&m);
		rc = suppress(&m, e);
	}
	for (size_t i = 0; rc == 0 && i < cells->n; i++)
		cells->items[i].key = (struct cell_key){ .box = NULL };
	if (rc == 0)
		*out = r;
	else
		free(r.items);
	free(m.beside);
	free(m.found);
	for (size_t i = 0; i < cells->n; i++)
		explicit_bzero(
		    &cells->items[i].count, sizeof(cells->items[i].count));
	cells_free(cells);
	return rc;
}
