/*
 * anger.h - the ways in which a test makes a message angry: what it is about
 * and what it weighs stays the same.
 */
#ifndef ANGER_H
#define ANGER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>

#include <cmocka.h>
#include <glob.h>
#include <jansson.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

typedef void angry_fn(struct str text, struct buf *out);

static inline void
swear_around(struct str text, struct buf *out)
{
	buf_adds(out, "godverdomme ");
	buf_addstr(out, text);
	buf_adds(out, " klootzakken, kut");
}

/* Behind every fourth word. */
static inline void
swear_within(struct str text, struct buf *out)
{
	static const char *const swears[] = { " verdomme", " kut", " fucking",
		" godver" };
	unsigned words = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' && ++words % 4 == 0)
			buf_adds(out, swears[words / 4 % 4]);
		buf_addc(out, text.p[i]);
	}
}

static inline void
shout(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		buf_addc(out, (char)(c >= 'a' && c <= 'z' ? c - 32 : c));
	}
}

static inline void
bang(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '.' || text.p[i] == '!')
			buf_adds(out, "!!!");
		else
			buf_addc(out, text.p[i]);
	buf_adds(out, "!!!!");
}

static inline bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first vowel of every third word of four and more letters. */
static inline void
stretch(struct str text, struct buf *out)
{
	size_t length = 0, words = 0;
	bool done = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!is_letter(c)) {
			length = 0;
			done = false;
		} else if (length++ == 0)
			words++;
		buf_addc(out, c);
		if (words % 3 == 0 && length > 0 && !done && is_vowel(c) &&
		    i + 2 < text.n && is_letter(text.p[i + 1]) &&
		    is_letter(text.p[i + 2])) {
			for (int k = 0; k < 4; k++)
				buf_addc(out, c);
			done = true;
		}
	}
}

static inline void
everything(struct str text, struct buf *out)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	swear_within(text, &a);
	stretch((struct str){ (const char *)a.data, a.len }, &b);
	buf_clear(&a);
	shout((struct str){ (const char *)b.data, b.len }, &a);
	bang((struct str){ (const char *)a.data, a.len }, out);
	buf_free(&a);
	buf_free(&b);
}

/* X(what it is called, what adds it to a text) */
#define ANGERS(X) \
	X("swearing around", swear_around) \
	X("swearing within", swear_within) \
	X("capitals", shout) \
	X("exclamation marks", bang) \
	X("stretched letters", stretch) \
	X("all of these", everything)

/* Hands the text of every message of a file to fn. */
static inline void
anger_file(const char *path, void (*fn)(struct str text))
{
	char line[16384];
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		json_t *m = json_loads(line, 0, NULL);

		assert_non_null(m);
		fn(str_of(json_string_value(json_object_get(m, "text"))));
		json_decref(m);
	}
	fclose(f);
}

/* Of every message of the corpus, and of those of the first look. */
static inline void
anger_corpus(void (*fn)(struct str text))
{
	glob_t g;

	anger_file("tests/run/messages.jsonl", fn);
	if (glob("conf/themes/corpus/*.jsonl", 0, NULL, &g) != 0)
		return;
	for (size_t i = 0; i < g.gl_pathc; i++)
		anger_file(g.gl_pathv[i], fn);
	globfree(&g);
}

#endif
