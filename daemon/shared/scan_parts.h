/*
 * scan_parts.h - what the scanners share: letters, words, runs of digits.
 *
 * Whatever looks forward or back from a position does so over a bounded
 * number of bytes; this is what makes the whole linear.
 */
#ifndef SHARED_SCAN_PARTS_H
#define SHARED_SCAN_PARTS_H

#include <stdint.h>

#include "gehoor/scan.h"
#include "gehoor/scan_word.h"

#define SCAN_DIGITS 24 /* of one run */
#define SCAN_GROUPS 12 /* of one run */

/* ---- scan_run.c: groups of digits with little between them ---------------- */
struct scan_group {
	size_t start, end;
	unsigned n;    /* digits of this group */
	unsigned upto; /* digits of the run with this group */
	char before;   /* what stands before it: ' ' '-' '.' '/', or 0 */
};
struct scan_run {
	char d[SCAN_DIGITS + 1]; /* the digits, as a string */
	unsigned ngroups;
	struct scan_group g[SCAN_GROUPS];
};

/* The run that begins with the digit at i; longer ones are cut short. */
bool run_at(struct str t, size_t i, struct scan_run *r);

/* Whether the group k begins a date in figures: 3-11-24, 2024-11-03. */
bool run_is_date(const struct scan_run *r, unsigned k);

/* The number of groups, from the first, that have n digits; 0 if none. */
unsigned run_groups_of(const struct scan_run *r, unsigned n);

/* Whether i is in the middle of a longer number or name of a thing. */
bool run_is_glued(struct str t, size_t i);

/*
 * ---- the scanners ---------------------------------------------------------
 * Whether something of the kind begins at i, the beginning of a word, of a
 * group of digits, or "(" or "+".
 */
struct scan_in {
	struct str t;
	const struct scan_allow *allow;
};
bool scan_mail(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_iban(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_phone(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_bsn(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_postcode(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_address(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_name(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_link(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_account(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_date(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_age(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_plate(const struct scan_in *in, size_t i, struct scan_span *s);
bool scan_number(const struct scan_in *in, size_t i, struct scan_span *s);

/* scan_phone.c: whether the digits are the number of a service or allowed. */
bool phone_is_nobodys(const char *d, const struct scan_allow *allow);

/* scan_postcode.c: where the postcode at i ends; 0 when there is none. */
size_t postcode_end(struct str t, size_t i);

/* Word lists, ending with NULL, of which a word by itself may begin a span. */
extern const char *const scan_age_words[], *const scan_phone_words[],
					       *const scan_address_words[],
						   *const scan_date_words[];
/* What a name may follow: the words of these lists, the ends of phrases. */
extern const char *const scan_name_titles[];
extern const char *const *const scan_name_phrases[];
extern const char *const *const scan_name_small_phrases[];

/* ---- scan_gate.c: which scanners can find anything at a place --------------- */

/* A beginning of a word, a number, or of "(", "+", "@". */
struct scan_begin {
	size_t start;
	size_t
	    letters; /* behind the letters of ASCII that begin there, or start */
	size_t end;  /* behind the word; start if there is none */
	bool plain;  /* its letters are all of ASCII */
	bool opening;  /* no letter and no digit */
	uint32_t hash; /* of the word in small letters */
	/* whether the words before may announce a name, also in small letters */
	bool announced, announced_small;
};

/* Where the last of what some kinds need ends in the text; 0: nowhere. */
struct scan_needs {
	size_t digits, ats;
	bool odd; /* digits or letters of ASCII in other forms may be there */
};
struct scan_needs scan_gate_needs(struct str t);

/* Reads the word or whatever begins at i. */
void scan_gate_begin(struct str t, size_t i, struct scan_begin *b);

/* Bits, 1 << kind: the kinds of which a span may begin there. */
unsigned
scan_gate(struct str t, const struct scan_needs *n, const struct scan_begin *b);

/* Whether a name may follow the last of two words, by their hashes. */
void scan_gate_announce(uint32_t before, uint32_t last, struct scan_begin *b);

/*
 * The bits of all words of the lists, made anew: scan_cues.def holds the same
 * as constants, and a test compares them.
 */
#define SCAN_CUES 64
enum scan_cue { SCAN_ANNOUNCES, SCAN_ANNOUNCES_SMALL, SCAN_BEGINS, SCAN_NCUES };
void scan_gate_cues(uint64_t bits[static SCAN_NCUES][SCAN_CUES]);

#endif
