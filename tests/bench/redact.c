/*
 * redact.c MESSAGES [-v] - what redaction finds of the personal data marked
 * in messages ("bel [[telefoon:0612345678]]"), by kind; how many of the other
 * words it hides; and how many messages a second.  Found is what a span of
 * any kind overlaps.  With -v what was missed and what was hidden is listed.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/bench/messages.h"
#include "tools/redact.h"

#define MARKS_MAX 64
#define PASSES 20
#define KINDS (SCAN_NKINDS + 1) /* names in small letters apart */

struct mark {
	int kind;
	size_t start, end;
};

struct message {
	struct buf text;
	struct mark marks[MARKS_MAX];
	size_t n;
};

static struct {
	unsigned marks[KINDS], found[KINDS], words, hidden;
	bool verbose;
} score;

static bool
has_capital(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (isupper((unsigned char)s.p[i]))
			return true;
	return false;
}

static int
kind_of(struct str label, struct str what)
{
	for (int k = 0; k < SCAN_NKINDS; k++)
		if (str_is(label, scan_label((enum scan_kind)k)))
			return k == SCAN_NAME && !has_capital(what)
			    ? SCAN_NKINDS
			    : k;
	fprintf(stderr, "redact: no kind %.*s\n", (int)label.n, label.p);
	exit(1);
}

static void
read_marks(const char *p, struct message *m)
{
	const char *open, *colon, *end;

	m->text = (struct buf)BUF_INIT;
	m->n = 0;
	while ((open = strstr(p, "[[")) != NULL && m->n < MARKS_MAX &&
	    (colon = strchr(open, ':')) != NULL &&
	    (end = strstr(colon, "]]")) != NULL) {
		const struct str what = { colon + 1,
			(size_t)(end - colon - 1) };

		buf_add(&m->text, p, (size_t)(open - p));
		m->marks[m->n].kind = kind_of(
		    (struct str){ open + 2, (size_t)(colon - open - 2) }, what);
		m->marks[m->n].start = m->text.len;
		buf_addstr(&m->text, what);
		m->marks[m->n++].end = m->text.len;
		p = end + 2;
	}
	buf_adds(&m->text, p);
}

static bool
overlaps(const struct scan_span *s, size_t n, size_t start, size_t end)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].start < end && s[i].end > start)
			return true;
	return false;
}

static bool
is_marked(const struct message *m, size_t start, size_t end)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->marks[i].start < end && m->marks[i].end > start)
			return true;
	return false;
}

static void
list(const char *what, struct str t, size_t start, size_t end)
{
	size_t from = start > 25 ? start - 25 : 0;
	size_t to = end + 20 < t.n ? end + 20 : t.n;

	if (score.verbose)
		printf("%s: \"%.*s\" in ...%.*s...\n", what, (int)(end - start),
		    t.p + start, (int)(to - from), t.p + from);
}

/* Counts the words between blanks that nobody marked. */
static void
count_words(const struct message *m, const struct scan_span *s, size_t n)
{
	const struct str t = { (const char *)m->text.data, m->text.len };
	size_t from;

	for (size_t i = 0; i < t.n; i++) {
		for (from = i; i < t.n && !isspace((unsigned char)t.p[i]); i++)
			;
		if (i == from || is_marked(m, from, i))
			continue;
		score.words++;
		if (overlaps(s, n, from, i)) {
			score.hidden++;
			list("hidden", t, from, i);
		}
	}
}

static void
count(const struct redactor *r, const struct message *m)
{
	const struct str t = { (const char *)m->text.data, m->text.len };
	struct scan_span *s;
	int n = redact_spans(r, t, &s);

	for (size_t i = 0; i < m->n && n >= 0; i++) {
		const struct mark *k = &m->marks[i];
		bool found = overlaps(s, (size_t)n, k->start, k->end);

		score.marks[k->kind]++;
		score.found[k->kind] += found;
		if (!found)
			list("MISSED", t, k->start, k->end);
	}
	if (n >= 0) {
		count_words(m, s, (size_t)n);
		free(s);
	}
}

/* Messages a second of CPU, as people wrote them. */
static double
speed(const struct redactor *r, const struct message *m, size_t n)
{
	struct buf out = BUF_INIT;
	clock_t begin = clock();

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t k = 0; k < n; k++) {
			buf_clear(&out);
			redact_text(r,
			    (struct str){
				(const char *)m[k].text.data, m[k].text.len },
			    &out);
		}
	buf_free(&out);
	return PASSES * (double)n * CLOCKS_PER_SEC / (double)(clock() - begin);
}

static void
print_scores(void)
{
	for (int k = 0; k < KINDS; k++)
		if (score.marks[k] > 0)
			printf("%-14s %4u of %4u  %.3f\n",
			    k == SCAN_NKINDS ? "naam (klein)"
					     : scan_label((enum scan_kind)k),
			    score.found[k], score.marks[k],
			    (double)score.found[k] / score.marks[k]);
	printf("%-14s %4u of %5u %.4f\n", "over-hidden", score.hidden,
	    score.words, (double)score.hidden / score.words);
}

int
main(int argc, char **argv)
{
	struct redactor *r;
	struct message *m;
	struct err e;
	json_t *all;
	size_t n;

	if (argc < 2)
		return 2;
	score.verbose = argc > 2;
	if (redactor_new(NULL, &r, &e) == -1) {
		fprintf(stderr, "redact: %s\n", e.msg);
		return 1;
	}
	all = messages_load(argv[1]);
	n = json_array_size(all);
	m = calloc(n + 1, sizeof(*m));
	if (m == NULL)
		return 1;
	for (size_t k = 0; k < n; k++) {
		read_marks(message_get(json_array_get(all, k), "text"), &m[k]);
		count(r, &m[k]);
	}
	print_scores();
	printf("%-14s %.0f\n", "messages/s", speed(r, m, n));
	for (size_t k = 0; k < n; k++)
		buf_free(&m[k].text);
	free(m);
	json_decref(all);
	redactor_free(&r);
	return 0;
}
