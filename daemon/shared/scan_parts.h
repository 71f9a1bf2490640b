/*
 * scan_parts.h - what the scanners share: letters, words, runs of digits.
 *
 * Whatever looks forward or back from a position does so over a bounded
 * number of bytes; this is what makes the whole linear.
 */
#ifndef SHARED_SCAN_PARTS_H
#define SHARED_SCAN_PARTS_H

#include "gehoor/scan.h"

#define SCAN_WORD_MAX 64 /* bytes; a longer word is no word */
#define SCAN_DIGITS 24   /* of one run */
#define SCAN_GROUPS 12   /* of one run */

/* ---- scan_glyph.c: one character -------------------------------------------
 * Its code point, full-width forms and the digits of Arabic as ASCII, and its
 * length in bytes (1 for a byte that is not UTF-8: U+FFFD).
 */
struct glyph {
	uint32_t c;
	size_t n;
};
struct glyph glyph_at(struct str t, size_t i);     /* {0, 0} at the end */
struct glyph glyph_before(struct str t, size_t i); /* {0, 0} at 0 */
bool glyph_is_digit(uint32_t c);
bool glyph_is_letter(uint32_t c);
bool glyph_is_upper(uint32_t c);
uint32_t glyph_lower(uint32_t c);
bool glyph_is_cased(uint32_t c); /* of a script with capitals */
bool glyph_is_blank(uint32_t c); /* also what has no width; no LF */
bool glyph_is_hyphen(uint32_t c);

/* ---- scan_word.c: letters, and apostrophes between them -------------------- */
struct scan_word {
	size_t start, end;
	bool capital; /* begins with a capital, or has no case */
	bool shouted; /* two letters or more, all capitals */
	bool cased;   /* of a script with capitals */
	char low[SCAN_WORD_MAX + 16]; /* lower case, UTF-8 */
};

/* The word that begins at i. */
bool word_at(struct str t, size_t i, struct scan_word *w);

/*
 * The next word behind i, and the one before i, when nothing but blanks, LF
 * and at most four characters of marks stand between.
 */
bool word_next(struct str t, size_t i, const char *marks, struct scan_word *w);
bool
word_before(struct str t, size_t i, const char *marks, struct scan_word *w);

/* Whether w is in a list such as " een twee ": blanks around every word. */
bool word_in(const struct scan_word *w, const char *list);

/* Whether one of the last n words before i is in the list. */
bool word_cued(struct str t, size_t i, const char *list, unsigned n);

/* Skips at most n blanks (no LF). */
size_t skip_blanks(struct str t, size_t i, unsigned n);

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

/* scan_postcode.c: where the postcode at i ends; 0 when there is none. */
size_t postcode_end(struct str t, size_t i);

#endif
