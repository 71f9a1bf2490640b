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
	size_t digits; /* where the last digit of the text ends */
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

/* ---- scan_name.c ------------------------------------------------------------ */

/*
 * The bits of all words that cues end with, made anew: scan_cues.def holds
 * the same as constants, and a test compares them.
 */
#define SCAN_CUES 64
void scan_name_cues(uint64_t bits[static SCAN_CUES]);

#endif
