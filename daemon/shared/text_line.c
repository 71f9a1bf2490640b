/*
 * text_line.c - the values in lines of signed text: each has one form only.
 */
#include "text_line.h"

#include "gehoor/crypto.h"
#include "note_parts.h"

int
line_decimal(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0 || s.n > 20 || (s.n > 1 && s.p[0] == '0'))
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t digit = (uint64_t)(s.p[i] - '0');

		if (s.p[i] < '0' || s.p[i] > '9' ||
		    v > (UINT64_MAX - digit) / 10)
			return -1;
		v = v * 10 + digit;
	}
	*out = v;
	return 0;
}

/* Canonical: what is read is written the same. */
int
line_hash(struct str s, uint8_t out[static HASH_LEN])
{
	uint8_t bytes[HASH_LEN];
	struct buf again = BUF_INIT;
	size_t n;
	bool same;

	if (crypto_unbase64(s.p, s.n, bytes, sizeof(bytes), &n) != 0 ||
	    n != HASH_LEN)
		return -1;
	crypto_base64(&again, bytes, HASH_LEN);
	same = again.len == s.n && memcmp(again.data, s.p, s.n) == 0;
	buf_free(&again);
	if (!same)
		return -1;
	memcpy(out, bytes, HASH_LEN);
	return 0;
}

#define NO_DIGIT 16u

static unsigned
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : NO_DIGIT;
}

int
line_hex(struct str s, uint8_t *out, size_t n)
{
	if (s.n != 2 * n)
		return -1;
	for (size_t i = 0; i < s.n; i++)
		if (hex_digit(s.p[i]) == NO_DIGIT)
			return -1;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(hex_digit(s.p[2 * i]) << 4 |
		    hex_digit(s.p[2 * i + 1]));
	return 0;
}

void
line_add_hex(struct buf *b, const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		buf_addc(b, digits[p[i] >> 4]);
		buf_addc(b, digits[p[i] & 15]);
	}
}

int
line_take(struct str *text, const char *word, struct str *value)
{
	struct str rest = *text, line;
	size_t n = strlen(word);

	if (note_cut(&rest, '\n', &line) != 0 || line.n < n + 1 ||
	    memcmp(line.p, word, n) != 0 || line.p[n] != ' ')
		return -1;
	*value = (struct str){ line.p + n + 1, line.n - n - 1 };
	*text = rest;
	return 0;
}
