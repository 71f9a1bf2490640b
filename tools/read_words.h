/*
 * read_words.h - the words of a text, and what the lists say of each.
 */
#ifndef READ_WORDS_H
#define READ_WORDS_H

#include "gehoor/scan.h"
#include "wordlists.h"

#define READ_NAMES (WORDLISTS_FIRST | WORDLISTS_LAST)
#define READ_ORDINARY (WORDLISTS_DICT | WORDLISTS_KEEP)
#define READ_NO_KIND SCAN_NKINDS

struct read_word {
	size_t start, end;   /* bytes of the text */
	uint64_t hash;       /* of its small letters (wordlists.h) */
	unsigned flags;      /* of wordlists.h */
	unsigned letters;    /* bytes of its small letters */
	enum scan_kind kind; /* what it is hidden as; READ_NO_KIND at first */
	bool capital, shouted, cased;
	bool first;   /* of a sentence */
	bool joined;  /* only blanks or a hyphen before it */
	bool dotted;  /* only blanks and a dot before it */
	bool known;   /* ordinary, also by a guess */
	bool hidden;  /* a placeholder of an earlier run */
	bool initial; /* a single capital */
	bool college; /* the name of a house goes before it */
	bool covered; /* by a span that is already there; false at first */
	bool acts;    /* a verb of somebody follows; false at first */
};

struct read_words {
	struct read_word *w; /* owned */
	size_t n;
	bool foreign, titled, shouted; /* for who judges; false at first */
};

/* Reads the words of a text. 0, or -1: no memory. */
int read_words(const struct wordlists *lx, struct str t, struct read_words *ws);
void read_words_free(struct read_words *ws);

#endif
