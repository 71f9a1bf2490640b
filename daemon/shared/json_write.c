/*
 * json_write.c - the small JSON writer.
 *
 * It needs no state: a comma is due exactly when the last byte written ends
 * a value.
 */
#include "gehoor/json_write.h"

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

void
json_text(struct buf *b, struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t from = 0;

	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		char letter = letter_of(p[i]);

		if (letter == 0)
			continue;
		buf_add(b, p + from, i - from);
		from = i + 1;
		if (letter == 'u')
			buf_addf(b, "\\u%04x", (unsigned)p[i]);
		else
			buf_add(b, (const char[]){ '\\', letter }, 2);
	}
	if (from < s.n)
		buf_add(b, p + from, s.n - from);
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
	json_text(b, str_of(key));
	buf_addc(b, ':');
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
	json_key(b, key);
	buf_addf(b, "%lld", (long long)value);
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
