/*
 * audit_themes.c - themes and points: a message may have several of each, or
 * none; and what follows for those that are good, or bad, about it.
 *
 * A slice is all that is counted of the messages of a group, or of those of
 * one polarity: "wachten", the point it is in and their whole; "wachten:neg",
 * that point's and the whole "neg".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit_parts.h"
#include "cell_key.h"
#include "gauge.h"
#include "gehoor/conf.h"

#define NAME_ROOM 192

static const struct range at_least_0 = { 0, SYSTEM_MAX };

struct slice {
	struct linking *l;
	size_t from, to;                 /* the group */
	const char *polarity;            /* NULL: of all messages */
	const struct audit_entry *whole; /* or NULL */
	const struct audit_entry *none;  /* about no theme; or NULL */
};

static const struct audit_entry *
entry_of(const struct linking *l, size_t from, size_t to, const char *dimension,
    const char *category)
{
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct cell_key *k = l->sorted[middle]->key;
		int c = strcmp(dimension, k->dimension);

		if (c == 0)
			c = strcmp(category, k->category);
		if (c == 0)
			return l->sorted[middle];
		if (c < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

/* What the slice has of a theme or point. */
static const struct audit_entry *
of_slice(const struct slice *s, bool point, const char *id)
{
	char name[NAME_ROOM];

	if (s->polarity == NULL)
		return entry_of(
		    s->l, s->from, s->to, point ? "point" : "theme", id);
	snprintf(name, sizeof(name), "%s:%s", id, s->polarity);
	return entry_of(s->l, s->from, s->to,
	    point ? "point-polarity" : "theme-polarity", name);
}

/* It and the messages about nothing are not more than the whole. */
static int
beside_none(const struct slice *s, const struct audit_entry *e)
{
	if (s->whole == NULL)
		return 0;
	linking_term(s->l, e, 1);
	if (s->none != NULL && s->none != e)
		linking_term(s->l, s->none, 1);
	linking_term(s->l, s->whole, -1);
	return linking_row(s->l, audit_at_most_0);
}

static int
slice_themes(const struct slice *s)
{
	size_t n = 0;

	for (size_t i = s->from; i < s->to; i++) {
		const struct cell_key *k = s->l->sorted[i]->key;
		const struct audit_entry *e;

		if (strcmp(k->dimension, "theme") != 0)
			continue;
		e = of_slice(s, false, k->category);
		if (e != NULL && beside_none(s, e) == -1)
			return -1;
	}
	if (s->none == NULL || s->whole == NULL)
		return 0;
	for (size_t i = s->from; i < s->to; i++) {
		const struct cell_key *k = s->l->sorted[i]->key;
		const struct audit_entry *e;

		if (strcmp(k->dimension, "theme") != 0)
			continue;
		e = of_slice(s, false, k->category);
		n += e != NULL;
		if (e != NULL)
			linking_term(s->l, e, 1);
	}
	linking_term(s->l, s->whole, -1);
	return n > 0 ? linking_row(s->l, at_least_0) : (int)(s->l->nterms = 0);
}

/* A point has every message of its themes, once. */
static int
slice_point(const struct slice *s, const struct conf_point *p)
{
	const struct audit_entry *point = of_slice(s, true, p->id);
	bool all = true;

	if (point == NULL || beside_none(s, point) == -1)
		return point == NULL ? 0 : -1;
	for (size_t i = 0; i < p->themes.n; i++) {
		const struct audit_entry *e =
		    of_slice(s, false, p->themes.items[i]);

		all &= e != NULL;
		if (e == NULL)
			continue;
		linking_term(s->l, e, 1);
		linking_term(s->l, point, -1);
		if (linking_row(s->l, audit_at_most_0) == -1)
			return -1;
	}
	for (size_t i = 0; all && i < p->themes.n; i++)
		linking_term(s->l, of_slice(s, false, p->themes.items[i]), 1);
	if (!all || p->themes.n == 0)
		return 0;
	linking_term(s->l, point, -1);
	return linking_row(s->l, at_least_0);
}

static int
slice_link(const struct slice *s)
{
	const struct conf *c = s->l->a->conf;
	int rc = slice_themes(s);

	for (size_t i = 0; rc == 0 && c != NULL && i < c->nframeworks; i++)
		for (size_t k = 0; rc == 0 && k < c->frameworks[i].npoints; k++)
			rc = slice_point(s, &c->frameworks[i].points[k]);
	return rc;
}

/* ---- the whole of "wachten:neg", "wachten:pos" and so on -------------------- */

static bool
is_half_of(const char *half, const char *whole)
{
	size_t n = strlen(whole);

	return strncmp(half, whole, n) == 0 && half[n] == ':' &&
	    strchr(half + n + 1, ':') == NULL;
}

/* Halves stand together, for no name of a theme has a character below ':'. */
static int
halves_link(struct linking *l, size_t from, size_t to, const char *dimension,
    const struct audit_entry *whole)
{
	bool complete = false;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		const struct cell_key *k = l->sorted[i]->key;

		if (strcmp(k->dimension, dimension) != 0 ||
		    !is_half_of(k->category, whole->key->category))
			continue;
		complete |=
		    strcmp(strchr(k->category, ':') + 1, CELL_UNKNOWN) == 0;
		linking_term(l, l->sorted[i], 1);
		n++;
	}
	if (n == 0)
		return 0;
	linking_term(l, whole, -1);
	return linking_row(l, complete ? audit_exactly_0 : audit_at_most_0);
}

static int
all_halves_link(struct linking *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const char *dimension = l->sorted[i]->key->dimension;
		int rc = 0;

		if (strcmp(dimension, "theme") == 0)
			rc = halves_link(
			    l, from, to, "theme-polarity", l->sorted[i]);
		else if (strcmp(dimension, "point") == 0)
			rc = halves_link(
			    l, from, to, "point-polarity", l->sorted[i]);
		if (rc == -1)
			return -1;
	}
	return 0;
}

int
audit_link_themes(struct linking *l, size_t from, size_t to)
{
	struct slice s = { .l = l, .from = from, .to = to };

	for (int p = -1; p <= POLARITY_COUNT; p++) {
		bool judged = p < POLARITY_COUNT;

		s.polarity = p < 0 ? NULL
		    : judged       ? polarity_name((enum polarity)p)
				   : CELL_UNKNOWN;
		s.whole = p < 0 ? entry_of(l, from, to, "total", "")
				: entry_of(l, from, to, "polarity",
				      judged ? s.polarity : CELL_NONE);
		s.none = of_slice(&s, false, CELL_NO_THEME);
		if (slice_link(&s) == -1)
			return -1;
	}
	return all_halves_link(l, from, to);
}
