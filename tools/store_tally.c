/*
 * store_tally.c - what is counted of a message.  Counters are gathered in
 * memory and added to the database once a batch.
 */
#include "store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NONE "anders" /* about no theme */

static size_t
count_themes(const struct store *s)
{
	return s->conf->nthemes < THEMES_MAX ? s->conf->nthemes : THEMES_MAX;
}

static int
name_polarities(
    struct store *s, const char *id, const char *out[static POLARITY_COUNT])
{
	char name[128];

	for (int p = 0; p < POLARITY_COUNT; p++) {
		snprintf(name, sizeof(name), "%s:%s", id,
		    polarity_name((enum polarity)p));
		out[p] = names_keep(s->names, str_of(name));
		if (out[p] == NULL)
			return -1;
	}
	return 0;
}

static uint64_t
themes_in(const struct store *s, const struct conf_list *ids)
{
	uint64_t themes = 0;
	size_t n = count_themes(s);

	for (size_t i = 0; i < ids->n; i++)
		for (size_t k = 0; k < n; k++)
			if (strcmp(ids->items[i], s->conf->themes[k].id) == 0)
				themes |= (uint64_t)1 << k;
	return themes;
}

static int
name_points(struct store *s, const struct conf_framework *f)
{
	for (size_t i = 0; i < f->npoints; i++) {
		struct store_point *p = &s->points[s->npoints];

		p->id = f->points[i].id;
		p->themes = themes_in(s, &f->points[i].themes);
		if (p->themes == 0)
			continue;
		if (name_polarities(s, p->id, p->polarity) == -1)
			return -1;
		s->npoints++;
	}
	return 0;
}

int
store_tally_names(struct store *s)
{
	const struct conf *c = s->conf;
	size_t n = count_themes(s), npoints = 0;

	for (size_t i = 0; i < c->nframeworks; i++)
		npoints += c->frameworks[i].npoints;
	s->points = calloc(npoints + 1, sizeof(*s->points));
	if (s->points == NULL)
		return -1;
	for (size_t i = 0; i < c->nframeworks; i++)
		if (name_points(s, &c->frameworks[i]) == -1)
			return -1;
	for (size_t i = 0; i < n; i++)
		if (name_polarities(s, c->themes[i].id, s->theme_polarity[i]) ==
		    -1)
			return -1;
	return name_polarities(s, NONE, s->theme_polarity[n]);
}

const char *
store_channel(const struct row *r)
{
	return r->channel < CHANNEL_COUNT ? channel_names[r->channel] : "";
}

static int
tally(struct store *s, const char *box, const struct row *r,
    const char *dimension, const char *category)
{
	const struct count_key key = { r->week,
		{ box, r->region, dimension, category } };

	return counts_add(s->tally, &key, s->step);
}

static int
tally_theme(struct store *s, const char *box, const struct row *r, size_t at,
    const char *id)
{
	int ret = tally(s, box, r, "theme", id);

	if (r->found.words != NULL)
		ret |= tally(s, box, r, "theme-polarity",
		    s->theme_polarity[at][r->found.polarity]);
	return ret;
}

static int
tally_themes(struct store *s, const char *box, const struct row *r)
{
	size_t n = count_themes(s);
	int ret = 0;

	if (r->found.themes == 0)
		return tally_theme(s, box, r, n, NONE);
	for (size_t i = 0; i < n; i++)
		if (r->found.themes >> i & 1)
			ret |= tally_theme(s, box, r, i, s->conf->themes[i].id);
	return ret;
}

/* Once for each point, however many of its themes there are. */
static int
tally_points(struct store *s, const char *box, const struct row *r)
{
	int ret = 0;

	for (size_t i = 0; i < s->npoints; i++) {
		const struct store_point *p = &s->points[i];

		if ((p->themes & r->found.themes) == 0)
			continue;
		ret |= tally(s, box, r, "point", p->id);
		if (r->found.words != NULL)
			ret |= tally(s, box, r, "point-polarity",
			    p->polarity[r->found.polarity]);
	}
	return ret;
}

/* What it weighs, of a message that says something. */
static int
tally_gauge(struct store *s, const char *box, const struct row *r)
{
	static const char *const weights[] = { "0", "1", "2", "3" };

	if (r->found.words == NULL)
		return tally(s, box, r, "polarity", "") |
		    tally(s, box, r, "weight", "");
	return tally(s, box, r, "polarity", polarity_name(r->found.polarity)) |
	    tally(s, box, r, "weight", weights[r->found.weight & 3]);
}

/* Every dimension of one answer each adds up to the same total. */
int
store_tally_row(struct store *s, const char *box, const struct row *r)
{
	return tally(s, box, r, "total", "") |
	    tally(s, box, r, "channel", store_channel(r)) |
	    tally(s, box, r, "who", r->who) |
	    tally(s, box, r, "lang", r->lang) |
	    tally(s, box, r, "wish", r->wish) | tally_gauge(s, box, r) |
	    tally_themes(s, box, r) | tally_points(s, box, r);
}
