/*
 * features.h - what the model sees of a text: words, pairs of words, pieces
 * of words, concepts, pairs of concepts and what stands beside them, terms of
 * the lexicon and how many of a theme; each as a number of 32 bits.
 *
 * A letter that is repeated is seen once; swear words were taken out before
 * (analysis.h): being angry does not change what a message is about.
 */
#ifndef FEATURES_H
#define FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"
#include "lexicon.h"

/* X(constant, name, how much it weighs in sixteenths): new ones last. */
#define FEATURE_KINDS(X) \
	X(FEATURE_WORD, "word", 16) \
	X(FEATURE_PAIR, "pair", 16) \
	X(FEATURE_SKIP, "skip", 12) \
	X(FEATURE_PIECE, "piece", 10) \
	X(FEATURE_CONCEPT, "concept", 24) \
	X(FEATURE_CONCEPTS, "concepts", 20) \
	X(FEATURE_THEME, "theme", 24) \
	X(FEATURE_BESIDE, "beside", 18) \
	X(FEATURE_TERM, "term", 20) \
	X(FEATURE_TERMS, "terms", 24)

enum feature_kind {
#define X(constant, name, weight) constant,
	FEATURE_KINDS(X)
#undef X
	    FEATURE_KIND_COUNT
};

/* Bytes [start, end) of the words show where it comes from. */
struct feature {
	uint32_t hash;
	uint32_t start, end;
	uint32_t kind;
};

struct feature_word {
	uint32_t hash;
	uint32_t start, end;
};

/* Memory of one thread, reused; begins as FEATURES_INIT. */
struct features {
	struct feature *items;
	size_t n, cap;
	struct feature_word *words;
	size_t nwords, words_cap;
	size_t spoken; /* words that are not the end of a sentence */
};

#define FEATURES_INIT \
	{ \
		NULL, 0, 0, NULL, 0, 0, 0 \
	}

const char *feature_kind_name(enum feature_kind kind);
unsigned feature_kind_weight(enum feature_kind kind);
/* Whether it stands for a term, not for words of the text. */
bool feature_kind_is_term(enum feature_kind kind);

/*
 * Replaces what is in f by the features of normalised words, in which the
 * lexicon just found what the scratch holds.  A feature may come twice.
 */
void features_of(struct features *f, struct str words, const struct lexicon *l,
    const struct lexicon_scratch *s);

/* Adds that the term was found. */
void features_add_term(struct features *f, const char *text);
/* Adds that n different terms of the theme with that id were found. */
void features_add_theme(struct features *f, const char *id, unsigned n);
void features_free(struct features *f);

#endif
