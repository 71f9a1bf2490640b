/*
 * report_svg.c - the two charts of the report, as inline SVG.
 *
 * Whole numbers and per mille only, so that no locale and no rounding of a
 * machine can change a byte.
 */
#include "report_svg.h"

#define COLUMN_STEP 26
#define COLUMN_WIDTH 18
#define COLUMN_ROOM 46 /* height of the highest */
#define COLUMN_FLOOR 64
#define COLUMN_OPEN 4 /* height of "fewer than 5" */

/* value of max, as a part of room; 0 if there is nothing to compare. */
static unsigned
part(uint64_t value, uint64_t max, unsigned room)
{
	return max == 0 ? 0 : (unsigned)((value * room + max / 2) / max);
}

/* Opens an image with its title; the description follows. */
static void
svg_open(struct buf *b, const char *kind, int number, const char *attributes,
    const char *title)
{
	buf_addf(b,
	    "<svg class=\"%s\" role=\"img\" aria-labelledby="
	    "\"%s%dt %s%dd\"%s><title id=\"%s%dt\">",
	    kind, kind, number, kind, number, attributes, kind, number);
	html_escape(b, str_of(title));
	buf_addf(b, "</title><desc id=\"%s%dd\">", kind, number);
}

void
svg_bar(const struct report *r, struct buf *b, const struct svg_bar *bar)
{
	struct words figure = words_figure(r, bar->figure);
	unsigned width = bar->figure->status == PRINTED_SHOWN
	    ? part(bar->figure->value, bar->max, 1000)
	    : 0;

	svg_open(b, "bar", bar->number, "", bar->title);
	html_escape(b, str_of(figure.text));
	buf_adds(b, "</desc>");
	if (width > 0)
		buf_addf(b, "<rect width=\"%u.%u%%\" height=\"100%%\"/>",
		    width / 10, width % 10);
	else
		buf_adds(b, "<rect class=\"o\" width=\"1%\" height=\"100%\"/>");
	buf_adds(b, "</svg>");
}

/* "1e kwartaal 2026: 35; 2e kwartaal 2026: minder dan 5" */
static void
columns_describe(
    const struct report *r, struct buf *b, const struct svg_columns *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct words quarter =
		    words_period(r, c->quarters[i], WORDS_TINY);
		struct words figure = words_figure(r, c->figures[i]);

		if (i > 0)
			buf_adds(b, "; ");
		html_escape(b, str_of(quarter.text));
		buf_adds(b, ": ");
		html_escape(b, str_of(figure.text));
	}
}

static unsigned
column_height(const struct svg_columns *c, size_t i)
{
	const struct printed *p = c->figures[i];

	if (p == NULL || p->status == PRINTED_HIDDEN)
		return 0;
	if (p->status == PRINTED_UNDER5)
		return COLUMN_OPEN;
	return part(p->value, c->max, COLUMN_ROOM);
}

/* What is usual, behind the columns. */
static void
band(struct buf *b, const struct svg_columns *c)
{
	unsigned low = part(c->range.low, c->max, COLUMN_ROOM);
	unsigned high = part(c->range.high, c->max, COLUMN_ROOM);

	if (c->banded)
		buf_addf(b, "<path class=\"b\" d=\"M0 %uh%uv%uH0z\"/>",
		    COLUMN_FLOOR - high,
		    (SCOPE_QUARTERS - 1) * COLUMN_STEP + COLUMN_WIDTH,
		    high - low);
}

static void
column(struct buf *b, const struct svg_columns *c, size_t i)
{
	const struct printed *p = c->figures[i];
	unsigned x = (unsigned)(SCOPE_QUARTERS - c->n + i) * COLUMN_STEP;
	unsigned height = column_height(c, i);

	if (p == NULL || p->status == PRINTED_HIDDEN)
		buf_addf(b, "<circle cx=\"%u\" cy=\"%d\" r=\"1.5\"/>",
		    x + COLUMN_WIDTH / 2, COLUMN_FLOOR - 5);
	else if (p->status == PRINTED_UNDER5)
		buf_addf(b, "<path class=\"o\" d=\"M%u.5 %dv-%uh%dv%u\"/>", x,
		    COLUMN_FLOOR, height, COLUMN_WIDTH - 1, height);
	else if (height > 0)
		buf_addf(b, "<path%s d=\"M%u %dv-%uh%dv%uz\"/>",
		    i + 1 == c->n ? " class=\"l\"" : "", x, COLUMN_FLOOR,
		    height, COLUMN_WIDTH, height);
}

static void
column_label(
    struct buf *b, const char *class, unsigned x, unsigned y, const char *text)
{
	buf_addf(b, "<text class=\"%s\" x=\"%u\" y=\"%u\">", class, x, y);
	html_escape(b, str_of(text));
	buf_adds(b, "</text>");
}

/* The last figure above its column, as short as in the tables. */
static void
figure_label(const struct report *r, struct buf *b, const struct svg_columns *c)
{
	const unsigned end = (SCOPE_QUARTERS - 1) * COLUMN_STEP + COLUMN_WIDTH;
	const struct printed *last = c->figures[c->n - 1];
	struct words figure = words_figure(r, last);
	const char *text = figure.text;

	if (last == NULL || last->status == PRINTED_HIDDEN)
		return;
	if (last->status == PRINTED_UNDER5)
		text = r->lang->texts[TEXT_REPORT_UNDER5_CELL];
	column_label(
	    b, "v", end, COLUMN_FLOOR - 5 - column_height(c, c->n - 1), text);
}

/* The first and the last quarter below their columns. */
static void
quarter_labels(
    const struct report *r, struct buf *b, const struct svg_columns *c)
{
	const unsigned end = (SCOPE_QUARTERS - 1) * COLUMN_STEP + COLUMN_WIDTH;
	struct words from = words_period(r, c->quarters[0], WORDS_TINY);
	struct words to = words_period(r, c->quarters[c->n - 1], WORDS_TINY);

	if (c->n > 4)
		column_label(b, "s",
		    (unsigned)(SCOPE_QUARTERS - c->n) * COLUMN_STEP,
		    COLUMN_FLOOR + 14, from.text);
	column_label(b, "e", end, COLUMN_FLOOR + 14, to.text);
}

void
svg_columns(const struct report *r, struct buf *b, const struct svg_columns *c)
{
	svg_open(b, "col", c->number, " viewBox=\"0 0 200 82\"", c->title);
	columns_describe(r, b, c);
	buf_adds(b, "</desc>");
	band(b, c);
	buf_addf(b, "<path class=\"f\" d=\"M0 %d.5h200\"/>", COLUMN_FLOOR);
	for (size_t i = 0; i < c->n; i++)
		column(b, c, i);
	figure_label(r, b, c);
	quarter_labels(r, b, c);
	buf_adds(b, "</svg>");
}
