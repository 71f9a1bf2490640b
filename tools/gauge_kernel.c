/*
 * gauge_kernel.c - the sentence that carries the message under the anger.
 *
 * Chosen, never rewritten: the sentence with most at stake wins, the first
 * of equals.  If it has more than KERNEL_WORDS words it is cut at commas and
 * before conjunctions, and the clauses are judged.
 */
#include "gauge_sum.h"

#include <math.h>

#define KERNEL_WORDS 25
#define KERNEL_LEAST 3 /* shorter ones say little by themselves */

struct choice {
	const struct gauger *gauger;
	struct gauge_scratch *scratch;
	struct str best;
	float score; /* of best, if there is one */
};

static const char blanks[] = " \t\n\r";

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static unsigned
count_words(struct str s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += !is_blank(s.p[i]) && (i == 0 || is_blank(s.p[i - 1]));
	return n;
}

/* Whether a clause can begin at byte i, behind a blank. */
static bool
begins_clause(struct str s, size_t i)
{
	static const char *const words[] = { "en ", "maar ", "want ", "omdat ",
		"dus ", "terwijl ", "zodat ", "and ", "but ", "because " };

	if (i < 2 || !is_blank(s.p[i - 1]) || is_blank(s.p[i]))
		return false;
	if (strchr(",;:", s.p[i - 2]) != NULL)
		return true;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (s.n - i > strlen(words[k]) &&
		    memcmp(s.p + i, words[k], strlen(words[k])) == 0)
			return true;
	return false;
}

/* How much is at stake. */
static float
score_of(const struct gauger *g, const struct gauge_part *p)
{
	const float *z;
	struct gauge_sum sum;
	float score, danger;

	gauge_part_sum(g, p, &sum);
	for (int i = 0; i < GAUGE_OUTPUT_COUNT; i++)
		sum.output[i] +=
		    (float)(p->sum[GAUGE_SPOKEN][i] + p->sum[GAUGE_OWN][i]) /
		    100;
	z = sum.output;
	score = fmaxf(z[GAUGE_WEIGHT2], z[GAUGE_WEIGHT3]) -
	    fmaxf(z[GAUGE_WEIGHT0], z[GAUGE_WEIGHT1]) + z[GAUGE_WEIGHT3] / 2 -
	    z[GAUGE_SPAM] / 4;
	danger = z[GAUGE_ZELF];
	for (int i = GAUGE_ZELF + 1; i < GAUGE_ZELF + GAUGE_DANGERS; i++)
		danger = fmaxf(danger, z[i]);
	if (danger > z[GAUGE_NONE])
		score += 4;
	return p->words < KERNEL_LEAST ? score - 50 : score;
}

static void
consider(struct choice *c, struct str text, const struct gauge_part *p)
{
	float score = score_of(c->gauger, p);

	text = str_trim(text, blanks);
	if (text.n == 0 || (c->best.n > 0 && score <= c->score))
		return;
	c->best = text;
	c->score = score;
}

static void
consider_clause(struct choice *c, struct str s)
{
	if (gauge_read(c->gauger, s, c->scratch) == 0)
		consider(c, s, &c->scratch->whole);
}

/* Puts as many clauses together as KERNEL_WORDS allows. */
static struct str
best_clause(const struct gauger *g, struct gauge_scratch *scratch, struct str s)
{
	struct choice c = { .gauger = g, .scratch = scratch };
	size_t from = 0, border = 0;

	for (size_t i = 1; i <= s.n; i++) {
		if (i < s.n && !begins_clause(s, i))
			continue;
		if (border > from &&
		    count_words((struct str){ s.p + from, i - from }) >
			KERNEL_WORDS) {
			consider_clause(
			    &c, (struct str){ s.p + from, border - from });
			from = border;
		}
		border = i;
	}
	if (from == 0)
		return s;
	consider_clause(&c, (struct str){ s.p + from, s.n - from });
	return c.best;
}

struct str
gauge_kernel(const struct gauger *g, struct gauge_scratch *s)
{
	struct choice c = { .gauger = g, .scratch = s };

	if (s->n < 2)
		c.best = str_trim(s->whole.text, blanks);
	for (size_t i = 0; s->n >= 2 && i < s->n; i++)
		consider(&c, s->parts[i].text, &s->parts[i]);
	return count_words(c.best) > KERNEL_WORDS ? best_clause(g, s, c.best)
						  : c.best;
}
