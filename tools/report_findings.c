/*
 * report_findings.c - what stands out in the figures.
 */
#include "report_findings.h"

#include <string.h>

#include "report_parts.h"

/* "wachten:pos" ends like that. */
static bool
ends_in(const char *category, const char *end)
{
	size_t n = strlen(category), m = strlen(end);

	return n > m && strcmp(category + n - m, end) == 0;
}

/* The category of a dimension with that ending that is printed highest. */
static const struct printed *
highest(const struct report *r, const char *dimension, const char *end)
{
	const struct printed *best = NULL, *p;

	for (size_t i = 0; (p = report_category(r, dimension, i)) != NULL; i++)
		if (p->status == PRINTED_SHOWN && p->value > 0 &&
		    ends_in(p->key.category, end) &&
		    strncmp(p->key.category, CELL_NO_THEME ":",
			sizeof(CELL_NO_THEME)) != 0 &&
		    (best == NULL || p->value > best->value))
			best = p;
	return best;
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
find_moved(const struct report *r, struct findings *f)
{
	for (size_t i = 0; i < f->themes.n && f->nmoved < MOVED_MAX; i++) {
		const struct printed *p = f->themes.items[i];
		struct moved *m = &f->moved[f->nmoved];

		m->figure = p;
		m->side = range_find(r, "theme", p->key.category, &m->range);
		f->judged |= m->side != RANGE_UNKNOWN;
		f->nmoved += m->side == RANGE_ABOVE || m->side == RANGE_BELOW;
	}
}

void
findings_make(const struct report *r, struct findings *out)
{
	const struct printed *heavy =
	    report_figure(r, r->scope->period, "weight", "3");

	*out = (struct findings){ .good = highest(r, "theme-polarity", ":pos"),
		.missed = missed(r) };
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

void
findings_add_moved(const struct report *r, struct buf *b, const struct moved *m)
{
	struct words n = words_figure(r, m->figure);
	struct words low = words_number(m->range.low);
	struct words high = words_number(m->range.high);

	words_add(r, b,
	    m->side == RANGE_ABOVE ? TEXT_REPORT_FIND_MORE
				   : TEXT_REPORT_FIND_LESS,
	    (struct html_value[]){
		{ "theme", str_of(findings_theme(r, m->figure)) },
		{ "n", str_of(n.text) }, { "low", str_of(low.text) },
		{ "high", str_of(high.text) } },
	    4);
}

/* "3 of 10 messages", where a whole number of tenths says it. */
static bool
add_share(const struct report *r, struct buf *b, const struct findings *f)
{
	const struct printed *total =
	    report_figure(r, r->scope->period, "total", "");
	const struct printed *top = f->themes.n > 0 ? f->themes.items[0] : NULL;
	struct words n;

	if (top == NULL || top->status != PRINTED_SHOWN || total == NULL ||
	    total->status != PRINTED_SHOWN || total->value == 0)
		return false;
	n = words_number((top->value * 10 + total->value / 2) / total->value);
	if (strcmp(n.text, "0") == 0 || top->value > total->value)
		return false;
	buf_adds(b, "<li>");
	words_add(r, b, TEXT_REPORT_FIND_SHARE,
	    (struct html_value[]){ { "n", str_of(n.text) },
		{ "theme", str_of(findings_theme(r, top)) } },
	    2);
	buf_adds(b, "</li>\n");
	return true;
}

static void
add_item(const struct report *r, struct buf *b, enum text t, const char *name,
    const char *value)
{
	buf_adds(b, "<li>");
	words_add(r, b, t, (struct html_value[]){ { name, str_of(value) } }, 1);
	buf_adds(b, "</li>\n");
}

/* Returns how many. */
static size_t
add_items(
    const struct report *r, struct buf *b, const struct findings *f, size_t max)
{
	size_t n = 0;
	struct words heavy;

	if (n < max)
		n += add_share(r, b, f);
	if (n < max && f->nmoved > 0) {
		buf_adds(b, "<li>");
		findings_add_moved(r, b, &f->moved[0]);
		buf_adds(b, "</li>\n");
		n++;
	} else if (n < max && f->judged) {
		add_item(r, b, TEXT_REPORT_FIND_SAME, "", "");
		n++;
	}
	if (n < max && f->good != NULL) {
		add_item(r, b, TEXT_REPORT_FIND_GOOD, "theme",
		    findings_theme(r, f->good));
		n++;
	}
	if (n < max && f->heavy != NULL) {
		heavy = words_figure(r, f->heavy);
		add_item(r, b, TEXT_REPORT_FIND_HEAVY, "n", heavy.text);
		n++;
	}
	return n;
}

void
findings_list(
    const struct report *r, struct buf *b, const struct findings *f, size_t max)
{
	struct buf items = BUF_INIT;

	if (add_items(r, &items, f, max) > 0) {
		buf_adds(b, "<ul class=\"finds\">\n");
		buf_add(b, items.data, items.len);
		buf_adds(b, "</ul>\n");
	}
	b->failed |= items.failed;
	buf_free(&items);
}
