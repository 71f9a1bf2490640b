/*
 * scan_marked.h - texts in which is marked what scanners are to find.
 *
 * Either in braces, all of one kind ("bel {0612345678}"), or as in the
 * labelled messages ("bel [[telefoon:0612345678]]").  Everything marked in
 * our own examples is invented.  Include after cmocka.h.
 */
#ifndef SCAN_MARKED_H
#define SCAN_MARKED_H

#include <stdio.h>

#include "gehoor/scan.h"

#define SPANS_MAX 256
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A text without its marks, and what they mark. */
struct marked {
	struct buf text;
	struct scan_span spans[SPANS_MAX];
	size_t n;
};

static inline struct str
text_of(const struct buf *b)
{
	return (struct str){ (const char *)b->data, b->len };
}

/* Reads "bel {0612345678}"; the kind of all is the same. */
static inline void
read_braces(const char *example, enum scan_kind kind, struct marked *m)
{
	m->text = (struct buf)BUF_INIT;
	m->n = 0;
	for (; *example != '\0'; example++) {
		if (*example == '{') {
			assert_true(m->n < SPANS_MAX);
			m->spans[m->n].kind = kind;
			m->spans[m->n].start = m->text.len;
		} else if (*example == '}')
			m->spans[m->n++].end = m->text.len;
		else
			buf_addc(&m->text, *example);
	}
}

static inline void
show(const char *what, struct str t, const struct scan_span *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		print_error("%s: %s \"%.*s\"\n", what, scan_label(s[i].kind),
		    (int)(s[i].end - s[i].start), t.p + s[i].start);
}

static inline enum scan_kind
kind_of(const char *label, size_t n)
{
	enum scan_kind k;

	for (k = 0; k < SCAN_NKINDS; k++)
		if (str_is((struct str){ label, n }, scan_label(k)))
			break;
	return k;
}

/* Reads "bel [[telefoon:0612345678]]". */
static inline void
read_labels(const char *p, struct marked *m)
{
	const char *end, *colon;

	m->text = (struct buf)BUF_INIT;
	m->n = 0;
	while ((end = strstr(p, "[[")) != NULL) {
		buf_add(&m->text, p, (size_t)(end - p));
		p = end + 2;
		colon = strchr(p, ':');
		end = strstr(p, "]]");
		assert_true(colon != NULL && end != NULL && m->n < SPANS_MAX);
		m->spans[m->n].kind = kind_of(p, (size_t)(colon - p));
		m->spans[m->n].start = m->text.len;
		buf_add(&m->text, colon + 1, (size_t)(end - colon - 1));
		m->spans[m->n++].end = m->text.len;
		p = end + 2;
	}
	buf_adds(&m->text, p);
}

/* Exactly the marked spans are found in m, which is freed. */
static inline bool
is_found(const char *example, struct marked *m)
{
	struct scan_span got[SPANS_MAX];
	size_t n = scan_text(text_of(&m->text), NULL, got, SPANS_MAX);
	bool ok = n == m->n;

	for (size_t i = 0; ok && i < n; i++)
		ok = got[i].kind == m->spans[i].kind &&
		    got[i].start == m->spans[i].start &&
		    got[i].end == m->spans[i].end;
	if (!ok) {
		print_error("in: %s\n", example);
		show("found", text_of(&m->text), got, n);
	}
	buf_free(&m->text);
	return ok;
}

static inline void
all_found(const char *const *examples, size_t n, enum scan_kind kind)
{
	struct marked m;
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		read_braces(examples[i], kind, &m);
		wrong += !is_found(examples[i], &m);
	}
	assert_int_equal(wrong, 0);
}

#endif
