/*
 * lexicon.h - which terms of conf/themes stand in a text, and which concepts:
 * one Aho-Corasick pass over normalised text.
 *
 * How terms are written is told in term.c.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

struct lexicon;
struct lexicon_scratch; /* memory of one thread, reused */

/* What was found: bytes [start, end) of the words. */
struct lexicon_hit {
	uint32_t what; /* number of a term, or of a concept */
	uint32_t start, end;
};

struct lexicon_hits {
	struct lexicon_hit *items;
	size_t n, cap;
};

/* c is borrowed until lexicon_free. */
int lexicon_new(const struct conf *c, struct lexicon **out, struct err *e);
void lexicon_free(struct lexicon **l);
struct lexicon_scratch *lexicon_scratch_new(void);
void lexicon_scratch_free(struct lexicon_scratch **s);

/*
 * Looks through words (normalise_words).  What it finds stays in the scratch
 * until the next run: terms that no exception of their theme covers, and
 * concepts, both in the order of their ends.
 */
void lexicon_run(
    const struct lexicon *l, struct str words, struct lexicon_scratch *s);
const struct lexicon_hits *lexicon_terms(const struct lexicon_scratch *s);
const struct lexicon_hits *lexicon_concepts(const struct lexicon_scratch *s);

void lexicon_hit_add(struct lexicon_hits *h, struct lexicon_hit hit);

/* Of a term: its theme in the configuration, and how it is written there. */
size_t lexicon_theme(const struct lexicon *l, size_t term);
const char *lexicon_text(const struct lexicon *l, size_t term);
size_t lexicon_size(const struct lexicon *l); /* terms */
const char *lexicon_concept(const struct lexicon *l, size_t concept);

#endif
