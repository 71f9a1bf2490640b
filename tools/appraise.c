/*
 * appraise.c - all that is found in a message.
 */
#include "appraise.h"

#include <stdlib.h>
#include <string.h>

#include "gauge.h"
#include "gehoor/buf.h"
#include "gehoor/crypto.h"
#include "redact.h"
#include "themes.h"

struct appraiser {
	struct themes *themes;
	struct gauger *gauger;
	struct redactor *redactor;
};

struct appraise_scratch {
	const struct appraiser *appraiser;
	struct themes_scratch *themes;
	struct gauge_scratch *gauge;
	struct buf words;
};

int
appraiser_new(const struct conf *c, struct appraiser **out, struct err *e)
{
	struct appraiser *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return err_set(e, "no memory");
	if (themes_new(c, &a->themes, e) == -1 ||
	    gauger_new(c, &a->gauger, e) == -1 ||
	    redactor_new(NULL, &a->redactor, e) == -1) {
		appraiser_free(&a);
		return -1;
	}
	*out = a;
	return 0;
}

void
appraiser_free(struct appraiser **out)
{
	struct appraiser *a = *out;

	if (a == NULL)
		return;
	themes_free(&a->themes);
	gauger_free(&a->gauger);
	redactor_free(&a->redactor);
	free(a);
	*out = NULL;
}

struct appraise_scratch *
appraise_scratch_new(const struct appraiser *a)
{
	struct appraise_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->appraiser = a;
	s->themes = themes_scratch_new(a->themes);
	s->gauge = gauge_scratch_new();
	if (s->themes == NULL || s->gauge == NULL)
		appraise_scratch_free(&s);
	return s;
}

void
appraise_scratch_free(struct appraise_scratch **out)
{
	struct appraise_scratch *s = *out;

	if (s == NULL)
		return;
	themes_scratch_free(&s->themes);
	gauge_scratch_free(&s->gauge);
	buf_free(&s->words);
	free(s);
	*out = NULL;
}

/*
 * The spans of a part of the text, counted from its beginning.  What stands
 * across an end of the part belongs to it with all of it.  Returns how many.
 */
static size_t
spans_within(
    struct str text, struct str *part, struct scan_span **spans, size_t n)
{
	size_t from = (size_t)(part->p - text.p), to = from + part->n;
	size_t i, first = 0, last;

	while (first < n && (*spans)[first].end <= from)
		first++;
	for (last = first; last < n && (*spans)[last].start < to; last++)
		if ((*spans)[last].end > to)
			to = (*spans)[last].end;
	*spans += first;
	if (first < last && (*spans)[0].start < from)
		from = (*spans)[0].start;
	for (i = 0; i < last - first; i++) {
		(*spans)[i].start -= from;
		(*spans)[i].end -= from;
	}
	*part = (struct str){ text.p + from, to - from };
	return last - first;
}

/* The text redacted, and the kernel of it; each ended by '\0'. */
static int
add_words(struct str text, struct str kernel, struct scan_span *spans, size_t n,
    struct buf *out, size_t *behind)
{
	if (redact_apply(text, spans, n, out) == -1)
		return -1;
	buf_addc(out, '\0');
	*behind = out->len;
	if (kernel.n > 0) {
		n = spans_within(text, &kernel, &spans, n);
		if (redact_apply(kernel, spans, n, out) == -1)
			return -1;
	}
	buf_addc(out, '\0');
	return out->failed ? -1 : 0;
}

static int
redact(struct str text, struct str kernel, struct appraise_scratch *s,
    struct appraisal *out)
{
	struct scan_span *spans = NULL;
	int n = redact_spans(s->appraiser->redactor, text, &spans);
	size_t behind = 0;
	int rc;

	if (n == -1)
		return -1;
	buf_clear(&s->words);
	rc = add_words(text, kernel, spans, (size_t)n, &s->words, &behind);
	free(spans);
	if (rc == -1 || (out->words = malloc(s->words.len)) == NULL)
		return -1;
	memcpy(out->words, s->words.data, s->words.len);
	out->kernel = out->words + behind;
	return 0;
}

int
appraise(struct str text, struct appraise_scratch *s, struct appraisal *out)
{
	struct gauge g;

	*out = (struct appraisal){ .polarity = POLARITY_NEU };
	if (gauge_of(s->appraiser->gauger, text, s->gauge, &g) == -1 ||
	    redact(text, g.kernel, s, out) == -1)
		return -1;
	out->themes = themes_of(text, s->themes);
	out->polarity = (uint8_t)g.polarity;
	out->weight = (uint8_t)g.weight;
	out->tone = (uint8_t)g.tone;
	out->danger = (uint8_t)g.danger;
	out->spam = g.spam;
	return 0;
}

void
appraisal_free(struct appraisal *a)
{
	if (a->words != NULL)
		crypto_wipe(a->words,
		    (size_t)(a->kernel - a->words) + strlen(a->kernel));
	free(a->words);
	a->words = a->kernel = NULL;
}
