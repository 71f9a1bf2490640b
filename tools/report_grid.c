/*
 * report_grid.c - a table of figures.
 */
#include "report_grid.h"

#include <string.h>

#include "report_parts.h"

#define NAME_LETTERS 42 /* that fit a line, beside eight columns */
#define HALF_LETTERS 30
#define CAPTION_HEIGHT 3
#define HEAD_LINES 2 /* at least */
#define ROOM 2

static void
row_head(struct buf *b, const char *name)
{
	buf_adds(b, "<th scope=\"row\">");
	html_escape(b, str_of(name));
	buf_adds(b, "</th>");
}

/* Every word may need a line of its own. */
static unsigned
head_lines(const struct grid *g)
{
	unsigned most = HEAD_LINES;

	for (size_t i = 0; i < g->ncolumns; i++) {
		unsigned words = 1;

		for (const char *p = g->columns[i].text; *p != '\0'; p++)
			words += *p == ' ';
		most = words > most ? words : most;
	}
	return most;
}

static unsigned
grid_open(const struct report *r, const struct grid *g, struct buf *b)
{
	buf_adds(b, "<div class=\"scroll\"><table><caption>");
	html_escape(b, str_of(g->caption));
	buf_adds(b, "</caption>\n<thead><tr><th scope=\"col\">");
	words_put(r, b, g->corner);
	buf_adds(b, "</th>");
	for (size_t i = 0; i < g->ncolumns; i++) {
		buf_adds(b, "<th scope=\"col\">");
		html_escape(b, str_of(g->columns[i].text));
		buf_adds(b, "</th>");
	}
	buf_adds(b, "</tr></thead>\n<tbody>\n");
	return CAPTION_HEIGHT + PLAN_LINE * head_lines(g);
}

static void
grid_close(struct buf *b, unsigned height, struct plan *plan)
{
	buf_adds(b, "</tbody></table></div>\n");
	plan_add(plan, b, height + ROOM);
}

static unsigned
grid_row(const struct report *r, const struct grid *g,
    const struct printed *row, struct buf *b)
{
	const char *name =
	    words_category(r, row->key.dimension, row->key.category);

	buf_adds(b,
	    strcmp(row->key.dimension, "total") == 0 ? "<tr class=\"all\">"
						     : "<tr>");
	row_head(b, name);
	for (size_t i = 0; i < g->ncolumns; i++)
		words_cell(r, g->figure(r, g, row, i), b);
	buf_adds(b, "</tr>\n");
	return PLAN_LINE * plan_lines(name, NAME_LETTERS);
}

static const struct printed *
row_at(
    const struct report *r, const struct grid *g, size_t *dimension, size_t *i)
{
	const struct printed *p;

	while (g->dimensions[*dimension] != NULL) {
		p = report_category(r, g->dimensions[*dimension], (*i)++);
		if (p != NULL)
			return p;
		(*dimension)++;
		*i = 0;
	}
	return NULL;
}

void
grid_add(const struct report *r, const struct grid *g, struct plan *plan)
{
	struct buf b = BUF_INIT, line = BUF_INIT;
	size_t dimension = 0, i = 0;
	const struct printed *row = row_at(r, g, &dimension, &i);
	unsigned height = 0;

	for (; row != NULL; row = row_at(r, g, &dimension, &i)) {
		unsigned one = grid_row(r, g, row, &line);

		if (height > 0 && height + one + ROOM > PLAN_PAGE) {
			grid_close(&b, height, plan);
			plan_break(plan);
			height = 0;
		}
		if (height == 0)
			height = grid_open(r, g, &b);
		buf_add(&b, line.data, line.len);
		b.failed |= line.failed;
		buf_clear(&line);
		height += one;
	}
	if (height > 0)
		grid_close(&b, height, plan);
	buf_free(&line);
	buf_free(&b);
}

unsigned
grid_half(const struct report *r, struct buf *b, const char *dimension,
    enum text caption)
{
	const struct printed *p;
	unsigned height = 3;

	buf_adds(b, "<table><caption>");
	words_put(r, b, caption);
	buf_adds(b, "</caption>\n<tbody>\n");
	for (size_t i = 0; (p = report_category(r, dimension, i)) != NULL;
	     i++) {
		const char *name =
		    words_category(r, dimension, p->key.category);

		/* Nobody ever sent a message without a text. */
		if (strcmp(p->key.category, CELL_NONE) == 0 &&
		    p->status == PRINTED_SHOWN && p->value == 0)
			continue;
		buf_adds(b, "<tr>");
		row_head(b, name);
		words_cell(r, p, b);
		buf_adds(b, "</tr>\n");
		height += PLAN_LINE * plan_lines(name, HALF_LETTERS);
	}
	buf_adds(b, "</tbody></table>\n");
	return height;
}
