/*
 * report_made.c - how the report was made, and the sum line: where every
 * message is, exactly, for the whole installation.
 */
#include "report_parts.h"
#include "report_set.h"

#include <stdio.h>

#define SUM_HEIGHT ((SUM_COUNT + 1) * PLAN_LINE + 6)

static const struct {
	enum text question, answer;
	enum text more; /* TEXT_COUNT: no more */
} paragraphs[] = {
	{ TEXT_REPORT_MADE_WHO_Q, TEXT_REPORT_MADE_WHO_A, TEXT_COUNT },
	{ TEXT_REPORT_MADE_THEME_Q, TEXT_REPORT_MADE_THEME_A,
	    TEXT_REPORT_MADE_ERROR },
	{ TEXT_REPORT_MADE_ROUND_Q, TEXT_REPORT_MADE_ROUND_A, TEXT_COUNT },
	{ TEXT_REPORT_MADE_SUM_Q, TEXT_REPORT_MADE_SUM_A, TEXT_COUNT },
};

static const struct {
	enum text name, meaning;
} terms[SUM_COUNT] = {
	[SUM_COUNTED] = { TEXT_REPORT_SUM_COUNTED, TEXT_REPORT_SUM_COUNTED_IS },
	[SUM_CARRIED] = { TEXT_REPORT_SUM_CARRIED, TEXT_REPORT_SUM_CARRIED_IS },
	[SUM_QUARANTINED] = { TEXT_REPORT_SUM_QUARANTINED,
	    TEXT_REPORT_SUM_QUARANTINED_IS },
	[SUM_ERASED] = { TEXT_REPORT_SUM_ERASED, TEXT_REPORT_SUM_ERASED_IS },
	[SUM_EXPIRED] = { TEXT_REPORT_SUM_EXPIRED, TEXT_REPORT_SUM_EXPIRED_IS },
	[SUM_DUPLICATES] = { TEXT_REPORT_SUM_DUPLICATES,
	    TEXT_REPORT_SUM_DUPLICATES_IS },
	[SUM_CONTINUATIONS] = { TEXT_REPORT_SUM_CONTINUATIONS,
	    TEXT_REPORT_SUM_CONTINUATIONS_IS },
	[SUM_UNREADABLE] = { TEXT_REPORT_SUM_UNREADABLE,
	    TEXT_REPORT_SUM_UNREADABLE_IS },
};

static void
sum_row(const struct report *r, struct buf *b, const char *sign, uint64_t n,
    enum text name, enum text meaning)
{
	struct words period = words_period(r, r->scope->period, WORDS_FULL);

	buf_addf(b,
	    "<tr><td class=\"sign\">%s</td><td class=\"sum\">%llu</td>"
	    "<th scope=\"row\">",
	    sign, (unsigned long long)n);
	words_put(r, b, name);
	buf_adds(b, "</th><td class=\"is\">");
	words_add(r, b, meaning,
	    (struct html_value[]){ { "period", str_of(period.text) } }, 1);
	buf_adds(b, "</td></tr>\n");
}

static unsigned
sum_line(const struct report *r, struct buf *b)
{
	buf_adds(b, "<table class=\"sums\"><caption>");
	words_put(r, b, TEXT_REPORT_SUM_CAPTION);
	buf_adds(b, "</caption>\n<tbody>\n");
	sum_row(r, b, "", r->sums->tree, TEXT_REPORT_SUM_TREE,
	    TEXT_REPORT_SUM_TREE_IS);
	for (int i = 0; i < SUM_COUNT; i++)
		sum_row(r, b, i == 0 ? "=" : "+", r->sums->term[i],
		    terms[i].name, terms[i].meaning);
	buf_adds(b, "</tbody></table>\n");
	return SUM_HEIGHT;
}

/* Which checkpoint the report covers. */
static unsigned
sworn_line(const struct report *r, struct buf *b)
{
	const struct sworn *s = r->sworn;
	struct words count = words_number(s->size);
	char week[32];

	if (s->size == 0 || !s->all)
		return set_text(
		    r, b, &set_para, TEXT_REPORT_SWORN_NONE, NULL, 0);
	snprintf(week, sizeof(week), "%d (%d)", s->week.week, s->week.year);
	return set_text(r, b, &set_para, TEXT_REPORT_SWORN,
	    (struct html_value[]){
		{ "week", str_of(week) }, { "count", str_of(count.text) } },
	    2);
}

/* Who witnessed it. */
static unsigned
witness_line(const struct report *r, struct buf *b)
{
	const struct sworn *s = r->sworn;

	if (s->size == 0 || !s->all)
		return 0;
	if (s->witnesses.len == 0)
		return set_text(
		    r, b, &set_para, TEXT_REPORT_SWORN_ALONE, NULL, 0);
	return set_text(r, b, &set_para, TEXT_REPORT_SWORN_BY,
	    (struct html_value[]){ { "names",
		{ (const char *)s->witnesses.data, s->witnesses.len } } },
	    1);
}

/* What nobody can read any more, though it is proved that it was there. */
static unsigned
lost_line(const struct report *r, struct buf *b)
{
	static const struct set_kind kind = { "p", "lost", SET_TEXT };
	struct words count = words_number(r->sworn->lost);

	if (r->sworn->lost == 0)
		return 0;
	return set_text(r, b, &kind, TEXT_REPORT_LOST,
	    (struct html_value[]){ { "count", str_of(count.text) } }, 1);
}

static void
answers(const struct report *r, struct plan *plan)
{
	static const struct set_kind kind = { "p", NULL, SET_HALF };
	struct words base = words_number(PROTECT_BASE);
	const struct html_value v[] = { { "base", str_of(base.text) } };
	struct pairs pairs = PAIRS_INIT(plan);
	struct buf b = BUF_INIT;
	unsigned height;

	for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]);
	     i++) {
		height = set_head(r, &b, paragraphs[i].question);
		height += set_text(r, &b, &kind, paragraphs[i].answer, v, 1);
		if (paragraphs[i].more != TEXT_COUNT)
			height +=
			    set_text(r, &b, &kind, paragraphs[i].more, v, 1);
		pairs_add(&pairs, &b, height);
	}
	pairs_end(&pairs);
	buf_free(&b);
}

void
report_made(const struct report *r, struct plan *plan)
{
	struct buf b = BUF_INIT, heading = BUF_INIT;
	unsigned height;

	words_put(r, &heading, TEXT_REPORT_MADE_TITLE);
	height = set_part(r, &b, TEXT_REPORT_MADE_HEAD, &heading);
	plan_break(plan);
	plan_add(plan, &b, height);
	answers(r, plan);
	height = sum_line(r, &b);
	height += sworn_line(r, &b);
	height += witness_line(r, &b);
	height += lost_line(r, &b);
	plan_add(plan, &b, height);
	buf_free(&b);
}
