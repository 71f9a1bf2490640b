/*
 * report_set.c - setting the report: headings, paragraphs, two columns.
 *
 * The heights are those of report_style.c.
 */
#include "report_set.h"

#define PART_LETTERS 46 /* that fit a line of a part's title */
#define PART_LINE 3
#define PART_ROOM 5 /* the question above, and the rule and room around */
#define HEAD_HEIGHT 3
#define PAIR_ROOM 1 /* below two columns */

const struct set_kind set_para = { "p", NULL, SET_TEXT };
const struct set_kind set_note = { "p", "note", SET_NOTE };
const struct set_kind set_item = { "li", NULL, SET_TEXT - 4 };

unsigned
set_part(
    const struct report *r, struct buf *b, enum text part, struct buf *title)
{
	const char *text = buf_cstr(title);
	unsigned lines = plan_lines(text == NULL ? "" : text, PART_LETTERS);

	words_element(r, b, "p", " class=\"part\"", part);
	buf_adds(b, "<h2>");
	buf_add(b, title->data, title->len);
	buf_adds(b, "</h2>\n");
	b->failed |= title->failed;
	buf_free(title);
	return PART_ROOM + lines * PART_LINE;
}

unsigned
set_head(const struct report *r, struct buf *b, enum text t)
{
	words_element(r, b, "h3", "", t);
	return HEAD_HEIGHT;
}

unsigned
set_text(const struct report *r, struct buf *b, const struct set_kind *kind,
    enum text t, const struct html_value *v, size_t nv)
{
	struct buf words = BUF_INIT;
	unsigned lines = 0;

	words_add(r, &words, t, v, nv);
	if (buf_cstr(&words) != NULL)
		lines = plan_lines(buf_cstr(&words), kind->letters);
	buf_addf(b, "<%s", kind->element);
	if (kind->class != NULL)
		buf_addf(b, " class=\"%s\"", kind->class);
	buf_adds(b, ">");
	buf_add(b, words.data, words.len);
	buf_addf(b, "</%s>\n", kind->element);
	b->failed |= words.failed;
	buf_free(&words);
	return lines * PLAN_LINE;
}

static void
pair_put(struct pairs *p, struct buf *right, unsigned height)
{
	struct buf block = BUF_INIT;

	buf_adds(&block, "<div class=\"halves\"><div class=\"half\">\n");
	buf_add(&block, p->left.data, p->left.len);
	buf_adds(&block, "</div><div class=\"half\">\n");
	buf_add(&block, right->data, right->len);
	buf_adds(&block, "</div></div>\n");
	block.failed |= p->left.failed || right->failed;
	plan_add(p->plan, &block,
	    (height > p->height ? height : p->height) + PAIR_ROOM);
	buf_free(&block);
	buf_clear(&p->left);
	p->waits = false;
}

void
pairs_add(struct pairs *p, struct buf *block, unsigned height)
{
	if (p->waits) {
		pair_put(p, block, height);
	} else {
		buf_add(&p->left, block->data, block->len);
		p->left.failed |= block->failed;
		p->height = height;
		p->waits = true;
	}
	buf_clear(block);
}

void
pairs_end(struct pairs *p)
{
	struct buf none = BUF_INIT;

	if (p->waits)
		pair_put(p, &none, 0);
	buf_free(&p->left);
}
