/*
 * report_tables.c - every printed figure, as tables.
 */
#include <stdio.h>
#include <string.h>

#include "report_parts.h"
#include "report_words.h"

#define REGIONS_ABREAST 6 /* columns that fit a page */

/* The figure as a cell: short, with the words behind it. */
static void
cell(const struct report *r, const struct printed *p, struct buf *b)
{
	struct words figure = words_figure(r, p);

	if (p != NULL && p->status == PRINTED_SHOWN) {
		buf_addf(b, "<td>%s</td>", figure.text);
		return;
	}
	buf_adds(b, "<td><abbr title=\"");
	html_escape(b, str_of(figure.text));
	buf_adds(b, "\">");
	if (p != NULL && p->status == PRINTED_UNDER5)
		words_put(r, b, TEXT_REPORT_UNDER5_CELL);
	else
		buf_adds(b, "&#8211;");
	buf_adds(b, "</abbr></td>");
}

static void
row_head(struct buf *b, const char *name)
{
	buf_adds(b, "<tr><th scope=\"row\">");
	html_escape(b, str_of(name));
	buf_adds(b, "</th>");
}

static void
column_head(struct buf *b, const char *name)
{
	buf_adds(b, "<th scope=\"col\">");
	html_escape(b, str_of(name));
	buf_adds(b, "</th>");
}

static void
table_open(const struct report *r, struct buf *b, enum text caption)
{
	buf_adds(b, "<div class=\"scroll\"><table><caption>");
	words_put(r, b, caption);
	buf_adds(b, "</caption>\n<thead><tr><th scope=\"col\">");
	words_put(r, b, TEXT_REPORT_DIM_THEME);
	buf_adds(b, "</th>");
}

/* The period, if it is no quarter itself, and the quarters. */
static void
quarters_row(const struct report *r, const struct period *quarters, size_t n,
    const struct printed *row, struct buf *b)
{
	const struct cell_key *k = &row->key;

	row_head(b, words_category(r, k->dimension, k->category));
	if (r->scope->period.quarter == 0)
		cell(r, row, b);
	for (size_t i = 0; i < n; i++)
		cell(r,
		    report_figure(r, quarters[i], k->dimension, k->category),
		    b);
	buf_adds(b, "</tr>\n");
}

static void
quarters_table(const struct report *r, struct buf *b)
{
	struct period quarters[SCOPE_QUARTERS];
	size_t n = report_quarters(r, quarters);
	const struct printed *p;
	struct words name;

	table_open(r, b, TEXT_REPORT_DIM_QUARTERS);
	if (r->scope->period.quarter == 0) {
		name = words_period(r, r->scope->period, WORDS_SHORT);
		column_head(b, name.text);
	}
	for (size_t i = 0; i < n; i++) {
		name = words_period(r, quarters[i], WORDS_TINY);
		column_head(b, name.text);
	}
	buf_adds(b, "</tr></thead>\n<tbody>\n");
	quarters_row(r, quarters, n, report_category(r, "total", 0), b);
	for (size_t i = 0; (p = report_category(r, "theme", i)) != NULL; i++)
		quarters_row(r, quarters, n, p, b);
	buf_adds(b, "</tbody></table></div>\n");
}

/* The region's name as its cells have it: the last one is not told. */
static const char *
region_id(const struct report *r, size_t i)
{
	return i < r->conf->regions.n ? r->conf->regions.items[i]
				      : CELL_UNKNOWN;
}

static void
regions_row(const struct report *r, size_t from, size_t to,
    const struct printed *row, struct buf *b)
{
	const struct cell_key *k = &row->key;

	row_head(b, words_category(r, k->dimension, k->category));
	for (size_t i = from; i < to; i++)
		cell(r,
		    release_find(r->release, k->period, k->box, region_id(r, i),
			k->dimension, k->category),
		    b);
	buf_adds(b, "</tr>\n");
}

static void
regions_table(const struct report *r, size_t from, size_t to, struct buf *b)
{
	const struct printed *p;

	table_open(r, b, TEXT_REPORT_DIM_REGION);
	for (size_t i = from; i < to; i++)
		column_head(b, words_category(r, "region", region_id(r, i)));
	buf_adds(b, "</tr></thead>\n<tbody>\n");
	regions_row(r, from, to, report_category(r, "total", 0), b);
	for (size_t i = 0; (p = report_category(r, "theme", i)) != NULL; i++)
		regions_row(r, from, to, p, b);
	buf_adds(b, "</tbody></table></div>\n");
}

static void
regions(const struct report *r, struct buf *b)
{
	size_t n = r->conf->regions.n + 1;

	if (r->scope->region != NULL || r->scope->box != NULL || n == 1)
		return;
	for (size_t i = 0; i < n; i += REGIONS_ABREAST)
		regions_table(
		    r, i, i + REGIONS_ABREAST < n ? i + REGIONS_ABREAST : n, b);
}

static void
small_open(const struct report *r, struct buf *b, enum text caption)
{
	buf_adds(b, "<table class=\"half\"><caption>");
	words_put(r, b, caption);
	buf_adds(b, "</caption>\n<tbody>\n");
}

static void
small_table(const struct report *r, const char *dimension, enum text caption,
    struct buf *b)
{
	const struct printed *p;

	if (report_category(r, dimension, 0) == NULL)
		return;
	small_open(r, b, caption);
	for (size_t i = 0; (p = report_category(r, dimension, i)) != NULL;
	     i++) {
		row_head(b, words_category(r, dimension, p->key.category));
		cell(r, p, b);
		buf_adds(b, "</tr>\n");
	}
	buf_adds(b, "</tbody></table>\n");
}

static void
boxes_table(const struct report *r, struct buf *b)
{
	if (r->scope->region != NULL || r->scope->box != NULL ||
	    r->conf->nboxes < 2)
		return;
	small_open(r, b, TEXT_REPORT_DIM_BOX);
	for (size_t i = 0; i < r->conf->nboxes; i++) {
		const char *name = r->conf->boxes[i].name;

		row_head(b, words_category(r, "box", name));
		cell(r,
		    release_find(
			r->release, r->scope->period, name, "", "total", ""),
		    b);
		buf_adds(b, "</tr>\n");
	}
	buf_adds(b, "</tbody></table>\n");
}

static const char *const polarities[] = { "pos", "mix", "neu", "neg" };

#define NPOLARITIES (sizeof(polarities) / sizeof(polarities[0]))

static void
polarities_row(
    const struct report *r, const struct printed *theme, struct buf *b)
{
	const struct cell_key *k = &theme->key;
	char category[128];

	row_head(b, words_category(r, "theme", k->category));
	for (size_t i = 0; i < NPOLARITIES; i++) {
		snprintf(category, sizeof(category), "%s:%s", k->category,
		    polarities[i]);
		cell(r, report_figure(r, k->period, "theme-polarity", category),
		    b);
	}
	buf_adds(b, "</tr>\n");
}

/* For who works with the figures: how each theme sounded. */
static void
polarities_table(const struct report *r, struct buf *b)
{
	const struct printed *p;

	if (r->edition != EDITION_QUALITY ||
	    report_category(r, "theme-polarity", 0) == NULL)
		return;
	table_open(r, b, TEXT_REPORT_DIM_THEME_POLARITY);
	for (size_t i = 0; i < NPOLARITIES; i++)
		column_head(b, words_category(r, "polarity", polarities[i]));
	buf_adds(b, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; (p = report_category(r, "theme", i)) != NULL; i++)
		polarities_row(r, p, b);
	buf_adds(b, "</tbody></table></div>\n");
}

void
report_tables(const struct report *r, struct buf *b)
{
	struct words base = words_number(PROTECT_BASE);

	buf_adds(b, "<section class=\"tables\">\n");
	words_element(r, b, "h2", "", TEXT_REPORT_TABLE_HEAD);
	buf_adds(b, "<p class=\"sub\">");
	words_add(r, b, TEXT_REPORT_TABLE_KEY,
	    (struct html_value[]){ { "base", str_of(base.text) } }, 1);
	buf_adds(b, "</p>\n");
	quarters_table(r, b);
	regions(r, b);
	polarities_table(r, b);
	buf_adds(b, "<div class=\"halves\">\n");
	small_table(r, "who", TEXT_REPORT_DIM_WHO, b);
	small_table(r, "wish", TEXT_REPORT_DIM_WISH, b);
	small_table(r, "channel", TEXT_REPORT_DIM_CHANNEL, b);
	small_table(r, "lang", TEXT_REPORT_DIM_LANG, b);
	small_table(r, "polarity", TEXT_REPORT_DIM_POLARITY, b);
	small_table(r, "weight", TEXT_REPORT_DIM_WEIGHT, b);
	boxes_table(r, b);
	buf_adds(b, "</div>\n</section>\n");
}
