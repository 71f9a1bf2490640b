/*
 * code.h - the receipt code a sender writes down, and what follows from it.
 *
 * 75 random bits and 5 check bits as 16 characters of Crockford's base32
 * (0-9 A-Z without I L O U), shown in four groups: K7QF-9M2X-4T8B-1WZH.
 * The check symbol is sum(a^(i+1) * s_i) over GF(32), a a primitive element:
 * one wrong character, or two neighbours exchanged, is always noticed.
 */
#ifndef GEHOOR_CODE_H
#define GEHOOR_CODE_H

#include <stddef.h>
#include <stdint.h>

#define CODE_LEN 16
#define CODE_SHOWN_LEN 19
#define TAG_LEN 16

struct code {
	char text[CODE_LEN + 1]; /* upper case, no hyphens, NUL */
};

/* The code made of the first 75 bits of the ten bytes. */
void code_make(const uint8_t bits[static 10], struct code *out);

/* Writes the four groups with hyphens and a NUL. */
void code_show(const struct code *c, char out[static CODE_SHOWN_LEN + 1]);

/*
 * The value (0 to 31) of a symbol of Crockford's base32 as people type it:
 * any case, O as 0, I and L as 1.  -1 if it is none.
 */
int code_symbol(char c);

enum code_result {
	CODE_OK,
	CODE_MALFORMED, /* not 16 symbols */
	CODE_CHECK      /* 16 symbols, but mistyped */
};

/*
 * Reads what a person typed: any case, blanks and hyphens anywhere, O as 0,
 * I and L as 1.  out is untouched on failure.
 */
enum code_result code_read(const char *p, size_t n, struct code *out);

/* tag = BLAKE2b-128(pepper, "lookup" || code), the name of a record. */
void code_tag(const uint8_t pepper[static 32], const struct code *c,
    uint8_t tag[static TAG_LEN]);

/* The key an answer is sealed under: BLAKE2b-256(pepper, "reply" || code). */
void code_reply_key(const uint8_t pepper[static 32], const struct code *c,
    uint8_t key[static 32]);

#endif
