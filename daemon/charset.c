/*
 * charset.c - the character sets of text messages, made into clean UTF-8.
 */
#include "charset.h"

#include "gehoor/http_request.h"
#include "gehoor/utf8.h"

#define REPLACEMENT 0xfffd

static const struct {
	const char *name;
	enum charset charset;
} charsets[] = {
	{ "UTF-8", CHARSET_UTF8 },
	{ "UTF8", CHARSET_UTF8 },
	{ "UTF-16BE", CHARSET_UTF16BE },
	{ "UTF-16", CHARSET_UTF16BE },
	{ "UCS-2", CHARSET_UTF16BE },
	{ "UCS-2BE", CHARSET_UTF16BE },
	{ "ISO-10646-UCS-2", CHARSET_UTF16BE },
	{ "8-BIT", CHARSET_LATIN1 },
	{ "BINARY", CHARSET_LATIN1 },
	{ "ISO-8859-1", CHARSET_LATIN1 },
	{ "ISO-8859-15", CHARSET_LATIN1 },
	{ "LATIN1", CHARSET_LATIN1 },
	{ "WINDOWS-1252", CHARSET_LATIN1 },
};

enum charset
charset_of(struct str name)
{
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++)
		if (http_name_is(name, charsets[i].name))
			return charsets[i].charset;
	return CHARSET_UNKNOWN;
}

static void
add_code_point(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
	} else if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
		buf_addc(b, (char)(0x80 | (c & 63)));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (c & 63)));
	} else {
		buf_addc(b, (char)(0xf0 | c >> 18));
		buf_addc(b, (char)(0x80 | (c >> 12 & 63)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (c & 63)));
	}
}

static uint32_t
unit_at(struct str s, size_t i)
{
	return (uint32_t)(uint8_t)s.p[i] << 8 | (uint8_t)s.p[i + 1];
}

/* A pair of surrogates is one code point; half a pair or unit is broken. */
static void
from_utf16(struct buf *b, struct str s)
{
	size_t i = 0;

	while (i + 2 <= s.n) {
		uint32_t c = unit_at(s, i);

		i += 2;
		if (c >= 0xd800 && c < 0xdc00 && i + 2 <= s.n &&
		    (unit_at(s, i) & 0xfc00) == 0xdc00) {
			c = 0x10000 + ((c & 0x3ff) << 10) +
			    (unit_at(s, i) & 0x3ff);
			i += 2;
		} else if ((c & 0xf800) == 0xd800) {
			c = REPLACEMENT;
		}
		add_code_point(b, c);
	}
	if (i < s.n)
		add_code_point(b, REPLACEMENT);
}

static void
from_latin1(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		add_code_point(b, (uint8_t)s.p[i]);
}

void
charset_convert(struct buf *out, enum charset c, struct str octets)
{
	struct buf wide = BUF_INIT;

	if (c == CHARSET_UNKNOWN)
		c = utf8_is_valid(octets.p, octets.n) ? CHARSET_UTF8
						      : CHARSET_LATIN1;
	if (c == CHARSET_UTF8) {
		utf8_clean(out, octets.p, octets.n);
		return;
	}
	if (c == CHARSET_UTF16BE)
		from_utf16(&wide, octets);
	else
		from_latin1(&wide, octets);
	utf8_clean(out, wide.data, wide.len);
	out->failed |= wide.failed;
	buf_free(&wide);
}
