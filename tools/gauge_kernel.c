/*
 * gauge_kernel.c - the sentence that carries the message under the anger.
 *
 * Chosen, never rewritten: every sentence is judged as if it were the whole
 * message, and the one with most at stake wins, the first of equals.  A
 * sentence of more than KERNEL_WORDS words is cut at commas and before
 * conjunctions.
 */
#include "gauge_sum.h"

#define KERNEL_WORDS 25
#define KERNEL_LEAST 3   /* shorter sentences say little by themselves */
#define KERNEL_TEXT 8192 /* only so much of a text is looked through */

struct choice {
	const struct gauger *gauger;
	struct gauge_scratch *scratch;
	struct str best;
	float score; /* of best, once judged */
	bool judged;
};

static const char blanks[] = " \t\n\r";

static bool
is_blank(char c)
{
	return c != '\0' && strchr(blanks, c) != NULL;
}

static bool
ends_sentence(struct str s, size_t i)
{
	char c = s.p[i];

	return c == '\n' ||
	    ((c == '.' || c == '!' || c == '?') &&
		(i + 1 == s.n || is_blank(s.p[i + 1])));
}

static struct str
trim(struct str s)
{
	return str_trim(s, blanks);
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

static float
score_of(struct choice *c, struct str s, unsigned words)
{
	struct gauge_sum sum;
	float score;

	if (gauge_sum(c->gauger, s, c->scratch, &sum) == -1)
		return -1000;
	score = sum.output[GAUGE_WEIGHT2] + sum.output[GAUGE_WEIGHT3] / 2 +
	    sum.output[GAUGE_WEIGHT1] / 2 - sum.output[GAUGE_SPAM] / 4;
	if (sum.output[GAUGE_DANGER] > 0)
		score += 4;
	return words < KERNEL_LEAST ? score - 50 : score;
}

/* The first is not judged before there is a second. */
static void
consider(struct choice *c, struct str s)
{
	unsigned words;
	float score;

	s = trim(s);
	words = count_words(s);
	if (words == 0)
		return;
	if (c->best.n == 0) {
		c->best = s;
		return;
	}
	if (!c->judged)
		c->score = score_of(c, c->best, count_words(c->best));
	c->judged = true;
	score = score_of(c, s, words);
	if (score > c->score) {
		c->best = s;
		c->score = score;
	}
}

/* Puts as many clauses together as KERNEL_WORDS allows. */
static void
consider_clauses(struct choice *c, struct str s)
{
	size_t from = 0, border = 0;

	for (size_t i = 1; i <= s.n; i++) {
		if (i < s.n && !begins_clause(s, i))
			continue;
		if (border > from &&
		    count_words((struct str){ s.p + from, i - from }) >
			KERNEL_WORDS) {
			consider(c, (struct str){ s.p + from, border - from });
			from = border;
		}
		border = i;
	}
	consider(c, (struct str){ s.p + from, s.n - from });
}

static void
consider_sentence(struct choice *c, struct str s)
{
	if (count_words(s) <= KERNEL_WORDS)
		consider(c, s);
	else
		consider_clauses(c, s);
}

struct str
gauge_kernel(const struct gauger *g, struct str text, struct gauge_scratch *s)
{
	struct choice c = { .gauger = g, .scratch = s };
	struct str head = text;
	size_t from = 0;

	if (head.n > KERNEL_TEXT)
		for (head.n = KERNEL_TEXT;
		     head.n > 0 && !is_blank(head.p[head.n]);)
			head.n--;
	if (head.n <= KERNEL_TEXT && count_words(head) <= KERNEL_LEAST)
		return trim(head);
	for (size_t i = 0; i < head.n; i++)
		if (ends_sentence(head, i)) {
			consider_sentence(
			    &c, (struct str){ head.p + from, i + 1 - from });
			from = i + 1;
		}
	consider_sentence(&c, (struct str){ head.p + from, head.n - from });
	return c.best;
}
