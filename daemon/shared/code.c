/*
 * code.c - the receipt code: making, showing, reading, and what follows.
 */
#include "gehoor/code.h"

#include <string.h>

#include "gehoor/crypto.h"

#define DATA_LEN (CODE_LEN - 1) /* the last symbol is the check */
#define GROUP_LEN 4

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Multiplies by a in GF(32), a root of x^5 + x^2 + 1. */
static unsigned
times_a(unsigned v)
{
	v <<= 1;
	return (v & 32) != 0 ? v ^ 0x25 : v;
}

/* sum(a^(i+1) * s_i), by Horner's rule from the last symbol. */
static unsigned
check_symbol(const uint8_t s[static DATA_LEN])
{
	unsigned sum = 0;

	for (int i = DATA_LEN - 1; i >= 0; i--)
		sum = times_a(sum ^ s[i]);
	return sum;
}

void
code_make(const uint8_t bits[static 10], struct code *out)
{
	uint8_t s[DATA_LEN];
	unsigned acc = 0, have = 0;
	size_t next = 0;

	for (size_t i = 0; i < DATA_LEN; i++) {
		if (have < 5) {
			acc = acc << 8 | bits[next++];
			have += 8;
		}
		have -= 5;
		s[i] = acc >> have & 31;
		out->text[i] = alphabet[s[i]];
	}
	out->text[DATA_LEN] = alphabet[check_symbol(s)];
	out->text[CODE_LEN] = '\0';
}

void
code_show(const struct code *c, char out[static CODE_SHOWN_LEN + 1])
{
	size_t to = 0;

	for (size_t i = 0; i < CODE_LEN; i++) {
		if (i > 0 && i % GROUP_LEN == 0)
			out[to++] = '-';
		out[to++] = c->text[i];
	}
	out[to] = '\0';
}

/*
 * The length of the blank or hyphen at p, or 0.  Telephones replace blanks by
 * U+00A0 and U+202F and hyphens by U+2010 to U+2015, so these count too.
 */
static size_t
separator(const char *p, size_t n)
{
	if (strchr(" \t\r\n-", p[0]) != NULL && p[0] != '\0')
		return 1;
	if (n >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
		return 2;
	if (n >= 3 && memcmp(p, "\xe2\x80", 2) == 0 &&
	    (((uint8_t)p[2] >= 0x90 && (uint8_t)p[2] <= 0x95) ||
		(uint8_t)p[2] == 0xaf))
		return 3;
	return 0;
}

int
code_symbol(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	at = c == '\0' ? NULL : strchr(alphabet, c);
	return at == NULL ? -1 : (int)(at - alphabet);
}

enum code_result
code_read(const char *p, size_t n, struct code *out)
{
	uint8_t s[CODE_LEN];
	size_t have = 0, skip;

	for (size_t i = 0; i < n; i += skip) {
		int v;

		skip = separator(p + i, n - i);
		if (skip > 0)
			continue;
		v = code_symbol(p[i]);
		if (v < 0 || have == CODE_LEN)
			return CODE_MALFORMED;
		s[have++] = (uint8_t)v;
		skip = 1;
	}
	if (have != CODE_LEN)
		return CODE_MALFORMED;
	if (check_symbol(s) != s[DATA_LEN])
		return CODE_CHECK;
	for (size_t i = 0; i < CODE_LEN; i++)
		out->text[i] = alphabet[s[i]];
	out->text[CODE_LEN] = '\0';
	return CODE_OK;
}

void
code_tag(const uint8_t pepper[static 32], const struct code *c,
    uint8_t tag[static TAG_LEN])
{
	crypto_blake2b(tag, TAG_LEN, pepper,
	    (struct crypto_part[]){ { "lookup", 6 }, { c->text, CODE_LEN } },
	    2);
}

void
code_reply_key(const uint8_t pepper[static 32], const struct code *c,
    uint8_t key[static 32])
{
	crypto_blake2b(key, 32, pepper,
	    (struct crypto_part[]){ { "reply", 5 }, { c->text, CODE_LEN } }, 2);
}
