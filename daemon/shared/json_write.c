/*
 * json_write.c - the small JSON writer.
 *
 * It needs no state: a comma is due exactly when the last byte written ends
 * a value.
 */
#include "gehoor/json_write.h"

#include <string.h>

/* The letter behind the backslash, for every byte below 0x20. */
static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

/* The same for any byte; 0 to copy it. */
static char
letter_of(uint8_t c)
{
	if (c < 0x20)
		return letters[c];
	return c == '"' || c == '\\' ? (char)c : 0;
}

/* Whether any of eight bytes must be escaped. */
static bool
has_escape(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';

	return (((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) |
		   ((slash - ones) & ~slash)) &
	    tops;
}

/* How many bytes at p can be copied as they stand. */
static size_t
plain_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; n - i >= 8; i += 8) {
		memcpy(&w, p + i, 8);
		if (has_escape(w))
			break;
	}
	while (i < n && letter_of(p[i]) == 0)
		i++;
	return i;
}

void
json_text(struct buf *b, struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = 0, run;

	buf_addc(b, '"');
	while (i < s.n) {
		run = plain_run(p + i, s.n - i);
		buf_add(b, p + i, run);
		if ((i += run) == s.n)
			break;
		if (letter_of(p[i]) == 'u')
			buf_addf(b, "\\u%04x", (unsigned)p[i]);
		else
			buf_add(b, (const char[]){ '\\', letter_of(p[i]) }, 2);
		i++;
	}
	buf_addc(b, '"');
}

static void
put_comma(struct buf *b)
{
	if (b->len > 0 && strchr("{[:,\n", b->data[b->len - 1]) == NULL)
		buf_addc(b, ',');
}

void
json_open(struct buf *b, char bracket)
{
	put_comma(b);
	buf_addc(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	buf_addc(b, bracket);
}

void
json_key(struct buf *b, const char *key)
{
	put_comma(b);
	buf_addc(b, '"');
	buf_adds(b, key);
	buf_add(b, "\":", 2);
}

void
json_member(struct buf *b, const char *key, struct str value)
{
	json_key(b, key);
	json_text(b, value);
}

void
json_member_int(struct buf *b, const char *key, int64_t value)
{
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char digits[24];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (value < 0)
		digits[--i] = '-';
	json_key(b, key);
	buf_add(b, digits + i, sizeof(digits) - i);
}

void
json_member_bool(struct buf *b, const char *key, bool value)
{
	json_key(b, key);
	buf_adds(b, value ? "true" : "false");
}

void
json_item(struct buf *b, struct str value)
{
	put_comma(b);
	json_text(b, value);
}
