/*
 * report_tables.c - every printed figure, as tables.
 */
#include <stdio.h>
#include <string.h>

#include "report_grid.h"
#include "report_parts.h"
#include "report_set.h"

#define REGIONS_ABREAST 6 /* columns that fit a page */

/* ---- by quarter ------------------------------------------------------------ */

/* The period itself, if it is no quarter, and the quarters. */
struct columns {
	struct period periods[SCOPE_QUARTERS + 1];
	size_t n;
};

static const struct printed *
quarter_figure(const struct report *r, const struct grid *g,
    const struct printed *row, size_t column)
{
	const struct columns *c = g->of;

	return report_figure(
	    r, c->periods[column], row->key.dimension, row->key.category);
}

static void
quarters_table(const struct report *r, struct plan *plan)
{
	struct columns c = { .n = 0 };
	struct grid g = { .caption = r->lang->texts[TEXT_REPORT_DIM_QUARTERS],
		.corner = TEXT_REPORT_DIM_THEME,
		.dimensions = { "total", "theme" },
		.figure = quarter_figure,
		.of = &c };

	if (r->scope->period.quarter == 0)
		c.periods[c.n++] = r->scope->period;
	c.n += report_quarters(r, c.periods + c.n);
	for (g.ncolumns = 0; g.ncolumns < c.n; g.ncolumns++)
		g.columns[g.ncolumns] =
		    words_period(r, c.periods[g.ncolumns], WORDS_TINY);
	grid_add(r, &g, plan);
}

/* ---- by region ------------------------------------------------------------- */

#define REGIONS_MAX 64

/* Regions of the release; some stand for several: "noord+oost". */
struct regions {
	const char *ids[REGIONS_MAX];
	size_t n, from; /* the first one of the table */
};

/* Whether all of it stands in a sum of regions that is shown. */
static bool
is_merged(const struct release *release, const struct printed *p)
{
	const char *id = p->key.region;
	size_t n = strlen(id);

	for (size_t i = 0; i < release->n; i++) {
		const struct printed *sum = &release->items[i];
		const char *part = sum->key.region;

		if (sum->status == PRINTED_HIDDEN ||
		    strchr(part, '+') == NULL || strcmp(part, id) == 0 ||
		    !period_equal(sum->key.period, p->key.period))
			continue;
		for (; *part != '\0'; part += strcspn(part, "+")) {
			part += *part == '+';
			if (strncmp(part, id, n) == 0 &&
			    (part[n] == '+' || part[n] == '\0'))
				return true;
		}
	}
	return false;
}

static void
regions_find(const struct report *r, struct regions *out)
{
	out->n = 0;
	for (size_t i = 0; i < r->release->n && out->n < REGIONS_MAX; i++) {
		const struct printed *p = &r->release->items[i];

		if (*p->key.region != '\0' && *p->key.box == '\0' &&
		    strcmp(p->key.dimension, "total") == 0 &&
		    period_equal(p->key.period, r->scope->period) &&
		    !(p->status == PRINTED_HIDDEN && is_merged(r->release, p)))
			out->ids[out->n++] = p->key.region;
	}
}

static const struct printed *
region_figure(const struct report *r, const struct grid *g,
    const struct printed *row, size_t column)
{
	const struct cell_key *k = &row->key;
	const struct regions *regions = g->of;

	return release_find(r->release, k->period, k->box,
	    regions->ids[regions->from + column], k->dimension, k->category);
}

static void
regions_tables(const struct report *r, struct plan *plan)
{
	struct regions all;
	struct grid g = { .caption = r->lang->texts[TEXT_REPORT_DIM_REGION],
		.corner = TEXT_REPORT_DIM_THEME,
		.dimensions = { "total", "theme" },
		.figure = region_figure,
		.of = &all };

	if (r->scope->region != NULL || r->scope->box != NULL)
		return;
	regions_find(r, &all);
	for (all.from = 0; all.from < all.n; all.from += g.ncolumns) {
		g.ncolumns = 0;
		while (g.ncolumns < REGIONS_ABREAST &&
		    all.from + g.ncolumns < all.n) {
			g.columns[g.ncolumns] =
			    words_region(r, all.ids[all.from + g.ncolumns]);
			g.ncolumns++;
		}
		grid_add(r, &g, plan);
	}
}

/* ---- by how it sounded ----------------------------------------------------- */

static const char *const polarities[] = { "pos", "mix", "neu", "neg" };

#define NPOLARITIES (sizeof(polarities) / sizeof(polarities[0]))

static const struct printed *
polarity_figure(const struct report *r, const struct grid *g,
    const struct printed *row, size_t column)
{
	const char *dimension = g->of;
	char category[128];

	snprintf(category, sizeof(category), "%s:%s", row->key.category,
	    polarities[column]);
	return report_figure(r, row->key.period, dimension, category);
}

void
report_polarities(const struct report *r, struct plan *plan,
    const char *dimension, const char *caption, enum text corner)
{
	char both[32];
	struct grid g = { .caption = caption,
		.corner = corner,
		.ncolumns = NPOLARITIES,
		.dimensions = { dimension },
		.figure = polarity_figure,
		.of = both };

	snprintf(both, sizeof(both), "%s-polarity", dimension);
	if (report_category(r, both, 0) == NULL)
		return;
	for (size_t i = 0; i < NPOLARITIES; i++)
		g.columns[i] =
		    words_copy(words_category(r, "polarity", polarities[i]));
	grid_add(r, &g, plan);
}

/* ---- the rest -------------------------------------------------------------- */

static unsigned
boxes_table(const struct report *r, struct buf *b)
{
	unsigned height = 5;

	buf_adds(b, "<table><caption>");
	words_put(r, b, TEXT_REPORT_DIM_BOX);
	buf_adds(b, "</caption>\n<tbody>\n");
	for (size_t i = 0; i < r->conf->nboxes; i++) {
		const char *name = r->conf->boxes[i].name;

		buf_adds(b, "<tr><th scope=\"row\">");
		html_escape(b, str_of(words_category(r, "box", name)));
		buf_adds(b, "</th>");
		words_cell(r,
		    release_find(
			r->release, r->scope->period, name, "", "total", ""),
		    b);
		buf_adds(b, "</tr>\n");
		height += PLAN_LINE;
	}
	buf_adds(b, "</tbody></table>\n");
	return height;
}

static void
small_tables(const struct report *r, struct plan *plan)
{
	static const struct {
		const char *dimension;
		enum text caption;
	} tables[] = {
		{ "who", TEXT_REPORT_DIM_WHO },
		{ "wish", TEXT_REPORT_DIM_WISH },
		{ "channel", TEXT_REPORT_DIM_CHANNEL },
		{ "lang", TEXT_REPORT_DIM_LANG },
		{ "polarity", TEXT_REPORT_DIM_POLARITY },
		{ "weight", TEXT_REPORT_DIM_WEIGHT },
	};
	struct pairs pairs = PAIRS_INIT(plan);
	struct buf b = BUF_INIT;
	unsigned height;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (report_category(r, tables[i].dimension, 0) == NULL)
			continue;
		height =
		    grid_half(r, &b, tables[i].dimension, tables[i].caption);
		pairs_add(&pairs, &b, height);
	}
	if (r->scope->region == NULL && r->scope->box == NULL &&
	    r->conf->nboxes > 1) {
		height = boxes_table(r, &b);
		pairs_add(&pairs, &b, height);
	}
	pairs_end(&pairs);
	buf_free(&b);
}

void
report_tables(const struct report *r, struct plan *plan)
{
	struct words base = words_number(PROTECT_BASE);
	struct buf b = BUF_INIT, heading = BUF_INIT;
	unsigned height;

	words_put(r, &heading, TEXT_REPORT_TABLE_TITLE);
	height = set_part(r, &b, TEXT_REPORT_TABLE_HEAD, &heading);
	height += set_text(r, &b, &set_note, TEXT_REPORT_TABLE_KEY,
	    (struct html_value[]){ { "base", str_of(base.text) } }, 1);
	plan_break(plan);
	plan_add(plan, &b, height + 1);
	quarters_table(r, plan);
	regions_tables(r, plan);
	if (r->edition == EDITION_QUALITY)
		report_polarities(r, plan, "theme",
		    r->lang->texts[TEXT_REPORT_DIM_THEME_POLARITY],
		    TEXT_REPORT_DIM_THEME);
	small_tables(r, plan);
	buf_free(&b);
}
