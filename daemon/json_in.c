/*
 * json_in.c - JSON from strangers, through jansson.
 */
#include "json_in.h"

#include <stdlib.h>

#include "gehoor/utf8.h"

/* The UTF-16 unit of "\uXXXX" at p, or -1. */
static long
escaped_unit(const uint8_t *p, const uint8_t *end)
{
	char hex[5] = "";

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	memcpy(hex, p + 2, 4);
	if (strspn(hex, "0123456789abcdefABCDEF") != 4)
		return -1;
	return strtol(hex, NULL, 16);
}

/*
 * Writes U+FFFD, just as long, over escaped surrogates without a partner, and
 * U+0001 over NUL, which jansson takes in values but not in names; utf8_clean
 * drops either control character.
 */
static void
mend_escapes(uint8_t *p, size_t n)
{
	static const uint8_t replacement[] = { 'f', 'f', 'f', 'd' };
	const uint8_t *end = p + n;

	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		long unit = escaped_unit(p, end);

		if (unit < 0) {
			p += 2;
			continue;
		}
		if (unit >= 0xd800 && unit < 0xdc00 &&
		    (escaped_unit(p + 6, end) & 0xfc00) == 0xdc00) {
			p += 12;
			continue;
		}
		if ((unit & 0xf800) == 0xd800)
			memcpy(p + 2, replacement, sizeof(replacement));
		else if (unit == 0)
			p[5] = '1';
		p += 6;
	}
}

json_t *
json_in(const uint8_t *p, size_t n)
{
	struct buf clean = BUF_INIT;
	json_t *j = NULL;

	utf8_clean(&clean, p, n);
	if (!clean.failed && clean.len > 0) {
		mend_escapes(clean.data, clean.len);
		j = json_loadb((const char *)clean.data, clean.len, 0, NULL);
	}
	buf_free(&clean);
	return j;
}

struct str
json_in_string(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	if (!json_is_string(v))
		return (struct str){ NULL, 0 };
	return (struct str){ json_string_value(v), json_string_length(v) };
}
