/*
 * wordlists.h - what a word can be: ordinary, a name, a place, a cue.
 */
#ifndef WORDLISTS_H
#define WORDLISTS_H

#include "gehoor/bytes.h"
#include "gehoor/err.h"

enum wordlists_flag {
	WORDLISTS_DICT = 1,       /* in the dictionary */
	WORDLISTS_KEEP = 2,       /* never a name: conf/names/keep.txt */
	WORDLISTS_FIRST = 4,      /* a first name */
	WORDLISTS_LAST = 8,       /* a surname */
	WORDLISTS_PLACE = 16,     /* a place */
	WORDLISTS_STAR = 32,      /* of these, an ordinary word as well */
	WORDLISTS_CUE = 64,       /* a name may follow: zusje */
	WORDLISTS_TITLE = 128,    /* a name follows: mevrouw */
	WORDLISTS_PREP = 256,     /* a place may follow: in */
	WORDLISTS_PARTICLE = 512, /* within names: van der */
	WORDLISTS_HOUSE = 1024,   /* the name of a house may follow: groep */
	WORDLISTS_ARTICLE = 2048,
	WORDLISTS_VERB = 4096,      /* what somebody does: is, zegt */
	WORDLISTS_JOIN = 8192,      /* somebody may follow: en, over */
	WORDLISTS_TELLING = 16384,  /* not in print: conf/names/quote.txt */
	WORDLISTS_CHAT = 32768,     /* a short spelling: chat.h */
	WORDLISTS_PROPER = 1 << 16, /* only with a capital in the dictionary */
	WORDLISTS_SURE = 1 << 17,   /* a name though it is an ordinary word */
	WORDLISTS_SELF = 1 << 18,   /* whoever writes may follow: ben */
	WORDLISTS_DEN = 1 << 19,    /* a place behind "den": haag */
	WORDLISTS_GROUP = 1
	    << 20, /* what groups in houses are called: oranje */
	WORDLISTS_COMMON = 1 << 21 /* in more than one message of the corpus */
};

struct wordlists; /* opaque */

/* Takes memory for some 10 MB. -1 with the reason. */
int wordlists_new(struct wordlists **ret, struct err *e);
void wordlists_free(struct wordlists **lx);

/* Adds flags to a word, in small letters; nobody reads the lists yet. */
void wordlists_add(struct wordlists *lx, struct str word, unsigned flags);

/* The flags of exactly this word, in small letters; 0 is an unknown one. */
unsigned wordlists_flags(const struct wordlists *lx, struct str word);

/*
 * The same by the hash of the word (FNV-1a of 64 bits), for who reads it
 * anyway; wordlists_expect is called some time before, so that memory is
 * there when it is needed.
 */
#define WORDLISTS_HASH UINT64_C(0xcbf29ce484222325)
static inline uint64_t
wordlists_hash(uint64_t h, uint32_t byte)
{
	return (h ^ byte) * UINT64_C(0x100000001b3);
}
void wordlists_expect(const struct wordlists *lx, uint64_t hash);
unsigned wordlists_of(const struct wordlists *lx, uint64_t hash);

/*
 * wordlists_guess.c: whether a word that has no flags is an ordinary one all
 * the same: a compound, a form, a stretched one, a slip of the pen.
 */
bool wordlists_guesses(const struct wordlists *lx, struct str word);

/* Adds the word without the accents of Latin letters; 0 if there are none. */
size_t wordlists_plain(struct str word, char *out, size_t max);

#endif
