/*
 * report_plan.c - the pages of the report, planned before they are printed.
 */
#include "report_plan.h"

#include <string.h>

static void
page_close(struct plan *p)
{
	if (p->open)
		buf_adds(p->out, "</div>\n");
	p->open = false;
	p->used = 0;
}

void
plan_add(struct plan *p, struct buf *block, unsigned height)
{
	if (p->open && p->used + height > PLAN_PAGE)
		page_close(p);
	if (!p->open) {
		buf_adds(p->out, "<div class=\"page\">\n");
		p->open = true;
		p->pages++;
	}
	buf_add(p->out, block->data, block->len);
	p->used += height;
	p->out->failed |= block->failed;
	buf_clear(block);
}

void
plan_break(struct plan *p)
{
	page_close(p);
}

unsigned
plan_left(const struct plan *p)
{
	return p->used < PLAN_PAGE ? PLAN_PAGE - p->used : 0;
}

void
plan_end(struct plan *p)
{
	page_close(p);
}

/* Code points of a word. */
static unsigned
word_width(const char *word, size_t n)
{
	unsigned width = 0;

	for (size_t i = 0; i < n; i++)
		width += ((uint8_t)word[i] & 0xc0) != 0x80;
	return width;
}

unsigned
plan_lines(const char *text, unsigned letters)
{
	unsigned lines = 1, at = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, " ");
		unsigned width = word_width(text, n);

		if (at > 0 && at + 1 + width > letters) {
			lines++;
			at = 0;
		}
		at += width + (at > 0);
		/* A word that is longer than a line is cut. */
		for (; at > letters; at -= letters)
			lines++;
		text += n + strspn(text + n, " ");
	}
	return lines;
}
