/*
 * json_scan.c - reads JSON in one pass (RFC 8259, strict), without a tree.
 */
#include "json_scan.h"

#include <string.h>

#include "gehoor/utf8.h"

#define MAX_DEPTH 32

bool
json_scan_fail(struct json_scan *s, const char *why)
{
	if (s->why == NULL)
		s->why = why;
	s->p = s->end;
	return false;
}

bool
json_scan_start(struct json_scan *s, const char *p, size_t n, struct buf *store)
{
	*s = (struct json_scan){ p, p + n, store, 0, NULL };
	buf_clear(store);
	if (!utf8_is_valid(p, n))
		return json_scan_fail(s, "not UTF-8");
	/* Escapes only shrink, so that what is stored never moves. */
	if (n > 0 && buf_room(store, n) == NULL)
		return json_scan_fail(s, "no memory");
	return true;
}

static void
skip_blanks(struct json_scan *s)
{
	while (s->p < s->end &&
	    (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
		s->p++;
}

/* Takes the character, after blanks, if it is the next one. */
static bool
take(struct json_scan *s, char c)
{
	skip_blanks(s);
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool
expect(struct json_scan *s, char c, const char *why)
{
	return take(s, c) || json_scan_fail(s, why);
}

bool
json_scan_open(struct json_scan *s, char bracket)
{
	if (!expect(s, bracket,
		bracket == '{' ? "an object is expected"
			       : "an array is expected"))
		return false;
	if (++s->depth > MAX_DEPTH)
		return json_scan_fail(s, "nested too deeply");
	return true;
}

/* Whether another entry follows; takes the comma or the closing bracket. */
static bool
entry_follows(struct json_scan *s, bool *first, char close)
{
	if (s->why != NULL)
		return false;
	if (take(s, close)) {
		s->depth--;
		return false;
	}
	if (!*first && !expect(s, ',', "a comma is expected"))
		return false;
	*first = false;
	return true;
}

bool
json_scan_member(struct json_scan *s, bool *first, struct str *name)
{
	return entry_follows(s, first, '}') && json_scan_string(s, name) &&
	    expect(s, ':', "a colon is expected");
}

bool
json_scan_item(struct json_scan *s, bool *first)
{
	return entry_follows(s, first, ']');
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Four digits behind \u. */
static bool
take_unit(struct json_scan *s, unsigned *unit)
{
	unsigned v = 0;
	int i, digit;

	for (i = 0; i < 4; i++) {
		digit = s->p < s->end ? hex_value(*s->p) : -1;
		if (digit == -1)
			return json_scan_fail(s, "a \\u without four digits");
		v = v << 4 | (unsigned)digit;
		s->p++;
	}
	*unit = v;
	return true;
}

static void
store_code_point(struct buf *b, unsigned c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_addc(b, (char)(0xe0 | c >> 12));
		} else {
			buf_addc(b, (char)(0xf0 | c >> 18));
			buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(b, (char)(0x80 | (c & 0x3f)));
}

/* \uXXXX, or a pair of surrogates; half a pair is no character. */
static bool
take_code_point(struct json_scan *s)
{
	unsigned high, low;

	if (!take_unit(s, &high))
		return false;
	if (high >= 0xdc00 && high <= 0xdfff)
		return json_scan_fail(s, "half a surrogate pair");
	if (high >= 0xd800 && high <= 0xdbff) {
		if (s->end - s->p < 2 || s->p[0] != '\\' || s->p[1] != 'u')
			return json_scan_fail(s, "half a surrogate pair");
		s->p += 2;
		if (!take_unit(s, &low))
			return false;
		if (low < 0xdc00 || low > 0xdfff)
			return json_scan_fail(s, "half a surrogate pair");
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	}
	store_code_point(s->store, high);
	return true;
}

static bool
take_escape(struct json_scan *s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;
	char c = s->p < s->end ? *s->p++ : '\0';

	if (c == 'u')
		return take_code_point(s);
	at = c == '\0' ? NULL : strchr(from, c);
	if (at == NULL)
		return json_scan_fail(s, "an escape that does not exist");
	buf_addc(s->store, to[at - from]);
	return true;
}

/* The rest of a string with escapes, collected in store. */
static bool
string_with_escapes(struct json_scan *s, const char *begin, struct str *out)
{
	size_t start = s->store->len;

	buf_add(s->store, begin, (size_t)(s->p - begin));
	while (s->p < s->end && *s->p != '"') {
		if ((unsigned char)*s->p < 0x20)
			return json_scan_fail(s, "a control character");
		if (*s->p != '\\') {
			buf_addc(s->store, *s->p++);
			continue;
		}
		s->p++;
		if (!take_escape(s))
			return false;
	}
	if (s->p == s->end)
		return json_scan_fail(s, "a string without end");
	s->p++;
	*out = (struct str){ (const char *)s->store->data + start,
		s->store->len - start };
	return true;
}

bool
json_scan_string(struct json_scan *s, struct str *out)
{
	const char *begin;

	if (!expect(s, '"', "a string is expected"))
		return false;
	begin = s->p;
	while (s->p < s->end && *s->p != '"' && *s->p != '\\') {
		if ((unsigned char)*s->p < 0x20)
			return json_scan_fail(s, "a control character");
		s->p++;
	}
	if (s->p == s->end)
		return json_scan_fail(s, "a string without end");
	if (*s->p == '\\')
		return string_with_escapes(s, begin, out);
	*out = (struct str){ begin, (size_t)(s->p++ - begin) };
	return true;
}

static size_t
take_digits(struct json_scan *s)
{
	const char *begin = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return (size_t)(s->p - begin);
}

bool
json_scan_count(struct json_scan *s, unsigned *out)
{
	const char *begin;
	unsigned v = 0;
	size_t n;

	skip_blanks(s);
	begin = s->p;
	n = take_digits(s);
	if (n == 0 || n > 9 || (n > 1 && *begin == '0') ||
	    (s->p < s->end && strchr(".eE", *s->p) != NULL))
		return json_scan_fail(s, "a whole number is expected");
	for (; begin < s->p; begin++)
		v = v * 10 + (unsigned)(*begin - '0');
	*out = v;
	return true;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool
skip_number(struct json_scan *s)
{
	const char *begin;
	size_t n;

	take(s, '-');
	begin = s->p;
	n = take_digits(s);
	if (n == 0 || (n > 1 && *begin == '0'))
		return json_scan_fail(s, "not a value");
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (take_digits(s) == 0)
			return json_scan_fail(s, "not a number");
	}
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
		s->p++;
		if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
			s->p++;
		if (take_digits(s) == 0)
			return json_scan_fail(s, "not a number");
	}
	return true;
}

static bool
skip_word(struct json_scan *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
		return json_scan_fail(s, "not a value");
	s->p += n;
	return true;
}

static bool
skip_container(struct json_scan *s, char bracket)
{
	struct str name;
	bool first = true;

	if (!json_scan_open(s, bracket))
		return false;
	while (bracket == '{' ? json_scan_member(s, &first, &name)
			      : json_scan_item(s, &first))
		if (!json_scan_skip(s))
			return false;
	return s->why == NULL;
}

/* Nested at most MAX_DEPTH deep, so the stack is bounded. */
bool
json_scan_skip(struct json_scan *s)
{
	struct str ignored;

	skip_blanks(s);
	if (s->p == s->end)
		return json_scan_fail(s, "a value is missing");
	switch (*s->p) {
	case '{':
	case '[':
		return skip_container(s, *s->p);
	case '"':
		return json_scan_string(s, &ignored);
	case 't':
		return skip_word(s, "true");
	case 'f':
		return skip_word(s, "false");
	case 'n':
		return skip_word(s, "null");
	default:
		return skip_number(s);
	}
}

bool
json_scan_finish(struct json_scan *s)
{
	skip_blanks(s);
	if (s->why == NULL && s->p != s->end)
		json_scan_fail(s, "something follows the object");
	return s->why == NULL;
}
