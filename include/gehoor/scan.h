/*
 * scan.h - where in a text are things that say who somebody is?
 *
 * The check page asks whether to take them out, the tool redacts them; both
 * use these functions.  They know shapes (a number that passes its check, a
 * street before a house number) and cues ("ik heet"); a name without a cue
 * is not found.  Pure functions: no memory is taken, no locale is asked, time
 * is linear in the text.  Text is UTF-8; bytes that are not are safe and
 * belong to nothing.
 *
 * The rules and where they are from:
 *   e-mail    RFC 5321/5322, the part that people use; also spelled with
 *             "apenstaart" or "at", and "punt"
 *   rekening  IBAN: ISO 13616 (lengths by country) and ISO 7064 MOD 97-10;
 *             one of the Netherlands also with a slip in it; Dutch numbers
 *             from before 2014 (eleven test) behind a cue
 *   telefoon  Nummerplan telefoon- en ISDN-diensten: 10 digits from "0";
 *             ITU-T E.164: "+" or "00" and 8 to 15 digits; other numbers
 *             behind a cue ("tel.")
 *   bsn       Wet algemene bepalingen burgerservicenummer: 8 or 9 digits
 *             and the eleven test (9 8 7 6 5 4 3 2 -1); behind the cue
 *             "bsn" also without the test
 *   postcode  NEN 5825: 4 digits from 1000 and two letters, never SA SD SS
 *   adres     a street by the end of its name, and a house number
 *   naam      what follows "ik heet", "mevrouw", "groetjes"...
 * And for redaction, in scan_text_all only, towards hiding:
 *   link      an address of the web, also without http
 *   account   @name, or what stands behind "insta" and looks like one
 *   datum     a day with its month; a year or a duration stays
 *   leeftijd  a number of years that somebody is
 *   kenteken  the series of the RDW
 *   nummer    of a file or a case
 * Places and houses are known by name only, and no scanner looks for them.
 * Numbers of services (112, 113, 14 0xx, 144, 0800, 0900, 0906, 0909) and
 * of Jeugdstem are nobody's, and never found.
 */
#ifndef GEHOOR_SCAN_H
#define GEHOOR_SCAN_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/*
 * The kinds, the strongest first: where two would overlap the stronger one
 * is reported.  X(name, label): the label is the one of the example messages
 * and of the reports.
 */
#define SCAN_KINDS(X) \
	X(MAIL, "e-mail") \
	X(IBAN, "rekening") \
	X(PHONE, "telefoon") \
	X(BSN, "bsn") \
	X(POSTCODE, "postcode") \
	X(ADDRESS, "adres") \
	X(NAME, "naam") \
	X(LINK, "link") \
	X(ACCOUNT, "account") \
	X(DATE, "datum") \
	X(AGE, "leeftijd") \
	X(PLATE, "kenteken") \
	X(NUMBER, "nummer") \
	X(PLACE, "plaats") \
	X(HOUSE, "instelling")

enum scan_kind {
#define SCAN_ENUM(name, label) SCAN_##name,
	SCAN_KINDS(SCAN_ENUM)
#undef SCAN_ENUM
	    SCAN_NKINDS,
	SCAN_ASKED = SCAN_LINK /* from here on only scan_text_all looks */
};

/* Bytes start to end (not included) of the text; never empty. */
struct scan_span {
	size_t start, end;
	enum scan_kind kind;
};

/*
 * Phone numbers that are nobody's, such as the helplines of the
 * configuration.  Only digits count, and "+31 88" is "0031 88" is "088".
 * Borrowed.
 */
struct scan_allow {
	const char *const *numbers;
	size_t n;
};

/*
 * Writes the first max spans at most, sorted and apart from each other, and
 * returns how many.  When that is max there may be more.  A name is reported
 * without its title ("mevrouw"), a number without what announces it.  Allow
 * may be NULL.
 */
size_t scan_text(struct str text, const struct scan_allow *allow,
    struct scan_span *out, size_t max);

/* Likewise, of all kinds. */
size_t scan_text_all(struct str text, const struct scan_allow *allow,
    struct scan_span *out, size_t max);

/* The label of a kind, "telefoon"; static. */
const char *scan_label(enum scan_kind kind);

/*
 * Adds the text to out with "[word]" in the place of every span; words has
 * SCAN_NKINDS entries by kind ("telefoonnummer"), of which NULL stands for
 * the label.  The spans are sorted and apart, as scan_text gives them.
 * 0, or -1 when they are not (nothing is added then) or out has failed.
 */
int scan_replace(struct str text, const struct scan_span *spans, size_t n,
    const char *const *words, struct buf *out);

#endif
