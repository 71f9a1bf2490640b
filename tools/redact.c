/*
 * redact.c - a text without what says who somebody is.
 */
#include <stdlib.h>

#include "wordlists.h"
#include "redact.h"
#include "redact_words.h"

#define ROOM 16 /* for spans, beyond one in every three bytes */

struct redactor {
	struct wordlists *wordlists;
	const struct scan_allow *allow;
};

int
redactor_new(
    const struct scan_allow *allow, struct redactor **ret, struct err *e)
{
	struct redactor *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return err_set(e, "no memory for the dictionary");
	r->allow = allow;
	if (wordlists_new(&r->wordlists, e) == -1) {
		free(r);
		return -1;
	}
	*ret = r;
	return 0;
}

void
redactor_free(struct redactor **r)
{
	if (*r != NULL)
		wordlists_free(&(*r)->wordlists);
	free(*r);
	*r = NULL;
}

/* Whether the span stands within brackets that an earlier run has put. */
static bool
is_placeholder(struct str t, const struct scan_span *s)
{
	size_t a = s->start, b = s->end;

	while (a > 0 && s->start - a < 24 && t.p[a - 1] != '[' &&
	    t.p[a - 1] != ']' && t.p[a - 1] != '\n')
		a--;
	while (b < t.n && b - s->end < 24 && t.p[b] != ']' && t.p[b] != '[' &&
	    t.p[b] != '\n')
		b++;
	if (a == 0 || b == t.n || t.p[a - 1] != '[' || t.p[b] != ']')
		return false;
	for (int k = 0; k < SCAN_NKINDS; k++)
		if (str_is((struct str){ t.p + a, b - a },
			scan_label((enum scan_kind)k)))
			return true;
	return false;
}

int
redact_spans(const struct redactor *r, struct str in, struct scan_span **ret)
{
	size_t max = in.n / 2 + ROOM, n, kept = 0;
	struct scan_span *spans = malloc(max * sizeof(*spans));
	int all;

	if (spans == NULL)
		return -1;
	n = scan_text_all(in, r->allow, spans, max);
	for (size_t i = 0; i < n; i++)
		if (!is_placeholder(in, &spans[i]))
			spans[kept++] = spans[i];
	all = redact_words(r->wordlists, in, spans, kept, max);
	if (all == -1)
		free(spans);
	else
		*ret = spans;
	return all;
}

/* How an age is told; words that are no figure are told by their kind. */
static const char *
band(struct str in, const struct scan_span *s)
{
	unsigned v = 0;
	size_t i = s->start;

	for (; i < s->end && in.p[i] >= '0' && in.p[i] <= '9' && v < 1000; i++)
		v = v * 10 + (unsigned)(in.p[i] - '0');
	if (i == s->start)
		return scan_label(SCAN_AGE);
	return v < 12 ? "kind" : v < 18 ? "jongere" : "volwassene";
}

int
redact_apply(
    struct str in, const struct scan_span *spans, size_t n, struct buf *out)
{
	const char *words[SCAN_NKINDS] = { NULL };
	struct scan_span s;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		s = spans[i];
		if (s.kind == SCAN_AGE)
			words[SCAN_AGE] = band(in, &s);
		s.start -= at;
		s.end -= at;
		if (scan_replace((struct str){ in.p + at, s.end }, &s, 1, words,
			out) == -1)
			return -1;
		at = spans[i].end;
	}
	if (in.n > at)
		buf_add(out, in.p + at, in.n - at);
	return out->failed ? -1 : 0;
}

int
redact_text(const struct redactor *r, struct str in, struct buf *out)
{
	struct scan_span *spans;
	int n = redact_spans(r, in, &spans);

	if (n == -1)
		return -1;
	n = redact_apply(in, spans, (size_t)n, out);
	free(spans);
	return n;
}
