/*
 * report_said.c - what people said: how it sounded, what pleased them, what
 * angry messages are about, and some of people's own words.
 */
#include <string.h>

#include "report_bars.h"
#include "report_parts.h"
#include "report_set.h"

#define BARS_HALF 4      /* in a column */
#define SOUND_NUMBER 101 /* of the first charts here */
#define GOOD_NUMBER 111
#define ANGRY_NUMBER 121
#define LEAST (PLAN_PAGE / 2) /* of a page, to begin on it */
#define QUOTE_LETTERS 33      /* that fit a line */
#define QUOTE_ROOM 3          /* its theme, and room below */

/* "6 of 10 messages sound displeased", where that can be said. */
static void
said_title(const struct report *r, struct buf *b)
{
	struct period p = r->scope->period;
	uint64_t neg = words_tenths(r, report_figure(r, p, "polarity", "neg"));
	uint64_t pos = words_tenths(r, report_figure(r, p, "polarity", "pos"));
	struct words n = words_number(neg > pos ? neg : pos);

	if (neg + pos == 0)
		words_put(r, b, TEXT_REPORT_SAID_HEAD);
	else
		words_add(r, b,
		    neg > pos ? TEXT_REPORT_SAID_NEG : TEXT_REPORT_SAID_POS,
		    (struct html_value[]){ { "n", str_of(n.text) } }, 1);
}

static void
column(const struct report *r, struct pairs *pairs, enum text head,
    const struct bars *bars, int number)
{
	struct bars_look look = { number, BARS_HALF, false, head };
	struct buf b = BUF_INIT;
	unsigned height;

	if (bars->n == 0)
		return;
	height = bars_add(r, &b, bars, &look);
	pairs_add(pairs, &b, height);
	buf_free(&b);
}

static void
sound(const struct report *r, struct plan *plan)
{
	struct pairs pairs = PAIRS_INIT(plan);
	struct bars bars;

	bars_rank_all(r, "polarity", &bars);
	column(r, &pairs, TEXT_REPORT_SOUND_HEAD, &bars, SOUND_NUMBER);
	bars_rank_end(r, "theme-polarity", ":pos", &bars);
	column(r, &pairs, TEXT_REPORT_GOOD_HEAD, &bars, GOOD_NUMBER);
	pairs_end(&pairs);
}

/* A message wrapped in anger is heard: what it is about. */
static void
angry(const struct report *r, struct plan *plan)
{
	struct bars_look look = { ANGRY_NUMBER, BARS_HALF, true,
		TEXT_REPORT_ANGRY_NOTE };
	struct buf b = BUF_INIT;
	struct bars bars;
	unsigned height;

	bars_rank_end(r, "theme-tone", ":angry", &bars);
	if (bars.n == 0)
		return;
	height = set_head(r, &b, TEXT_REPORT_ANGRY_HEAD);
	height += bars_add(r, &b, &bars, &look);
	plan_add(plan, &b, height + PLAN_LINE);
	buf_free(&b);
}

size_t
report_nquotes(const struct report *r)
{
	return r->quotes == NULL ? 0 : r->quotes->n;
}

unsigned
report_quote(const struct report *r, struct buf *b, size_t i, unsigned letters)
{
	const struct quote *q = &r->quotes->items[i];

	buf_adds(b, "<figure class=\"said\"><blockquote dir=\"auto\"><p>");
	html_escape(b, str_of(q->text));
	buf_adds(b, "</p></blockquote><figcaption>");
	html_escape(b, str_of(words_category(r, "theme", q->theme)));
	buf_adds(b, "</figcaption></figure>\n");
	return PLAN_LINE * plan_lines(q->text, letters) + QUOTE_ROOM;
}

static void
quotes(const struct report *r, struct plan *plan)
{
	struct pairs pairs = PAIRS_INIT(plan);
	struct buf b = BUF_INIT;
	unsigned height;

	height = set_head(r, &b, TEXT_REPORT_QUOTE_HEAD);
	height += set_text(r, &b, &set_note,
	    report_nquotes(r) > 0 ? TEXT_REPORT_QUOTE_NOTE
				  : TEXT_REPORT_QUOTE_NONE,
	    NULL, 0);
	plan_add(plan, &b, height);
	for (size_t i = 0; i < report_nquotes(r) && i < REPORT_QUOTES; i++) {
		height = report_quote(r, &b, i, QUOTE_LETTERS);
		pairs_add(&pairs, &b, height);
	}
	pairs_end(&pairs);
	buf_free(&b);
}

void
report_said(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	unsigned height;

	said_title(r, &heading);
	height = SET_GAP + set_part(r, &b, TEXT_REPORT_SAID_HEAD, &heading);
	if (plan_left(plan) < LEAST)
		plan_break(plan);
	plan_add(plan, &b, height);
	sound(r, plan);
	angry(r, plan);
	quotes(r, plan);
	buf_free(&b);
}
