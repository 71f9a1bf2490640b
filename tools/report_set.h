/*
 * report_set.h - setting the report: headings, paragraphs, two columns, each
 * with the height that it takes of a page (report_plan.h).
 */
#ifndef REPORT_SET_H
#define REPORT_SET_H

#include "report_plan.h"
#include "report_words.h"

/* Letters that surely fit a line of the classes of the style sheet. */
#define SET_TEXT 66 /* body */
#define SET_NOTE 86 /* small */
#define SET_HALF 34 /* body, in half of a page */

/*
 * The head of a part: the question it answers, and the answer, made from the
 * data, as its title.  Title is HTML; it is emptied.
 */
unsigned set_part(
    const struct report *r, struct buf *b, enum text part, struct buf *title);

/* Room above a part that does not begin a page. */
#define SET_GAP 3

/* A heading within a part. */
unsigned set_head(const struct report *r, struct buf *b, enum text t);

/*
 * An element with a text and its values; class is NULL or that of the style
 * sheet.  letters: those that fit a line of it.
 */
struct set_kind {
	const char *element, *class;
	unsigned letters;
};
extern const struct set_kind set_para, set_note, set_item;
unsigned
set_text(const struct report *r, struct buf *b, const struct set_kind *kind,
    enum text t, const struct html_value *v, size_t nv);

/* Blocks side by side, two and two. */
struct pairs {
	struct plan *plan;
	struct buf left;
	unsigned height;
	bool waits; /* the left one for a right one */
};

#define PAIRS_INIT(p) \
	{ \
		(p), BUF_INIT, 0, false \
	}

/* The block is emptied. */
void pairs_add(struct pairs *p, struct buf *block, unsigned height);
void pairs_end(struct pairs *p);

#endif
