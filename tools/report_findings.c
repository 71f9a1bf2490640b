/*
 * report_findings.c - what stands out in the figures.
 */
#include "report_findings.h"

#include <string.h>

#include "report_parts.h"
#include "report_set.h"

/* Room below a list. */
#define LIST_ROOM 2

/* The theme that pleases most. */
static const struct printed *
most_good(const struct report *r)
{
	struct bars good;

	bars_rank_end(r, "theme-polarity", ":pos", &good);
	return good.n > 0 && good.items[0]->status == PRINTED_SHOWN
	    ? good.items[0]
	    : NULL;
}

/* The kind of sender with the least messages: none, or fewer than five. */
static const struct printed *
missed(const struct report *r)
{
	const struct printed *least = NULL, *p;

	for (size_t i = 0; (p = report_category(r, "who", i)) != NULL; i++)
		if (strcmp(p->key.category, CELL_UNKNOWN) != 0 &&
		    strcmp(p->key.category, "anders") != 0 &&
		    p->status != PRINTED_HIDDEN && bars_rank(p) <= 1 &&
		    (least == NULL || bars_rank(p) < bars_rank(least)))
			least = p;
	return least;
}

static void
judge(const struct report *r, struct findings *f, const struct printed *p)
{
	struct moved *m = &f->moved[f->nmoved];

	if (f->nmoved == MOVED_MAX)
		return;
	m->figure = p;
	m->side = range_find(r, "theme", p->key.category, &m->range);
	f->judged |= m->side != RANGE_UNKNOWN;
	f->nmoved += m->side == RANGE_ABOVE || m->side == RANGE_BELOW;
}

/* Those with the most messages first, and at last those without any. */
static void
find_moved(const struct report *r, struct findings *f)
{
	const struct printed *p;

	for (size_t i = 0; i < f->themes.n; i++)
		judge(r, f, f->themes.items[i]);
	for (size_t i = 0; (p = report_category(r, "theme", i)) != NULL; i++)
		if (bars_rank(p) == 0 &&
		    strcmp(p->key.category, CELL_NO_THEME) != 0)
			judge(r, f, p);
}

void
findings_make(const struct report *r, struct findings *out)
{
	const struct printed *heavy =
	    report_figure(r, r->scope->period, "weight", "3");

	*out = (struct findings){ .good = most_good(r), .missed = missed(r) };
	if (heavy != NULL && heavy->status == PRINTED_SHOWN && heavy->value > 0)
		out->heavy = heavy;
	bars_rank_all(r, "theme", &out->themes);
	while (out->leaders < out->themes.n &&
	    out->themes.items[out->leaders]->status == PRINTED_SHOWN &&
	    out->themes.items[out->leaders]->value ==
		out->themes.items[0]->value)
		out->leaders++;
	find_moved(r, out);
}

const char *
findings_theme(const struct report *r, const struct printed *p)
{
	return words_category(r, p->key.dimension, p->key.category);
}

unsigned
findings_add_moved(const struct report *r, struct buf *b, const struct moved *m)
{
	struct words n = words_figure(r, m->figure);
	struct words low = words_number(m->range.low);
	struct words high = words_number(m->range.high);

	return set_text(r, b, &set_item,
	    m->side == RANGE_ABOVE ? TEXT_REPORT_FIND_MORE
				   : TEXT_REPORT_FIND_LESS,
	    (struct html_value[]){
		{ "theme", str_of(findings_theme(r, m->figure)) },
		{ "n", str_of(n.text) }, { "low", str_of(low.text) },
		{ "high", str_of(high.text) } },
	    4);
}

/* "3 of 10 messages", where the title does not say it. */
static unsigned
add_share(const struct report *r, struct buf *b, const struct findings *f)
{
	const struct printed *top = f->themes.n > 0 ? f->themes.items[0] : NULL;
	uint64_t tenths = words_tenths(r, top);
	struct words n = words_number(tenths);

	if (top == NULL || tenths == 0 || f->leaders == 1)
		return 0;
	return set_text(r, b, &set_item, TEXT_REPORT_FIND_SHARE,
	    (struct html_value[]){ { "n", str_of(n.text) },
		{ "theme", str_of(findings_theme(r, top)) } },
	    2);
}

static unsigned
add_moved(const struct report *r, struct buf *b, const struct findings *f)
{
	if (f->nmoved > 0)
		return findings_add_moved(r, b, &f->moved[0]);
	return f->judged
	    ? set_text(r, b, &set_item, TEXT_REPORT_FIND_SAME, NULL, 0)
	    : 0;
}

static unsigned
add_good(const struct report *r, struct buf *b, const struct findings *f)
{
	if (f->good == NULL)
		return 0;
	return set_text(r, b, &set_item, TEXT_REPORT_FIND_GOOD,
	    (struct html_value[]){
		{ "theme", str_of(findings_theme(r, f->good)) } },
	    1);
}

static unsigned
add_heavy(const struct report *r, struct buf *b, const struct findings *f)
{
	struct words n = words_figure(r, f->heavy);

	if (f->heavy == NULL)
		return 0;
	return set_text(r, b, &set_item, TEXT_REPORT_FIND_HEAVY,
	    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
}

unsigned
findings_list(
    const struct report *r, struct buf *b, const struct findings *f, size_t max)
{
	static unsigned (*const sentences[])(const struct report *r,
	    struct buf *b, const struct findings *f) = { add_moved, add_good,
		add_heavy, add_share };
	struct buf items = BUF_INIT;
	unsigned height = 0;

	for (size_t i = 0, n = 0;
	     i < sizeof(sentences) / sizeof(sentences[0]) && n < max; i++) {
		unsigned one = sentences[i](r, &items, f);

		height += one;
		n += one > 0;
	}
	if (height > 0) {
		buf_adds(b, "<ul class=\"finds\">\n");
		buf_add(b, items.data, items.len);
		buf_adds(b, "</ul>\n");
		height += LIST_ROOM;
	}
	b->failed |= items.failed;
	buf_free(&items);
	return height;
}
