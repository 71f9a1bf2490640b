/*
 * charset.c - the character sets of text messages, made into clean UTF-8.
 */
#include "gehoor/charset.h"

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
	{ "UTF-16LE", CHARSET_UTF16LE },
	{ "ISO-8859-15", CHARSET_LATIN9 },
	{ "LATIN9", CHARSET_LATIN9 },
	{ "ISO", CHARSET_LATIN9 }, /* smstools3 */
	{ "UCS2", CHARSET_UTF16BE },
	{ "ISO8859-15", CHARSET_LATIN9 },
	{ "LATIN1", CHARSET_LATIN1 },
	{ "WINDOWS-1252", CHARSET_LATIN1 },
	{ "CP1252", CHARSET_LATIN1 },
	{ "GSM", CHARSET_GSM },
	{ "GSM-7", CHARSET_GSM },
	{ "GSM0338", CHARSET_GSM },
};

enum charset
charset_of(struct str name)
{
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++)
		if (http_name_is(name, charsets[i].name))
			return charsets[i].charset;
	return CHARSET_UNKNOWN;
}

/* 3GPP TS 23.038, 6.2.1: the default alphabet and its extension. */
#define GSM_ESCAPE 0x1b
static const uint16_t gsm[128] = { '@', 0xa3, '$', 0xa5, 0xe8, 0xe9, 0xf9, 0xec,
	0xf2, 0xc7, '\n', 0xd8, 0xf8, '\r', 0xc5, 0xe5, 0x394, '_', 0x3a6,
	0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0, 0xc6, 0xe6,
	0xdf, 0xc9, ' ', '!', '"', '#', 0xa4, '%', '&', '\'', '(', ')', '*',
	'+', ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8',
	'9', ':', ';', '<', '=', '>', '?', 0xa1, 'A', 'B', 'C', 'D', 'E', 'F',
	'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T',
	'U', 'V', 'W', 'X', 'Y', 'Z', 0xc4, 0xd6, 0xd1, 0xdc, 0xa7, 0xbf, 'a',
	'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0xe4, 0xf6, 0xf1,
	0xfc, 0xe0 };
static const struct {
	uint8_t septet;
	uint16_t code_point;
} gsm_extension[] = { { 0x0a, '\n' }, { 0x14, '^' }, { 0x28, '{' },
	{ 0x29, '}' }, { 0x2f, '\\' }, { 0x3c, '[' }, { 0x3d, '~' },
	{ 0x3e, ']' }, { 0x40, '|' }, { 0x65, 0x20ac } };

#define GSM_EXTENSION (sizeof(gsm_extension) / sizeof(gsm_extension[0]))

static uint32_t
gsm_escaped(uint8_t septet)
{
	for (size_t i = 0; i < GSM_EXTENSION; i++)
		if (gsm_extension[i].septet == septet)
			return gsm_extension[i].code_point;
	return gsm[septet];
}

/* How many septets it takes; 0: it is not of the alphabet. */
static size_t
gsm_septets(uint32_t code_point)
{
	for (size_t i = 0; i < sizeof(gsm) / sizeof(gsm[0]); i++)
		if (gsm[i] == code_point && i != GSM_ESCAPE)
			return 1;
	for (size_t i = 0; i < GSM_EXTENSION; i++)
		if (gsm_extension[i].code_point == code_point)
			return 2;
	return 0;
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
unit_at(struct str s, size_t i, bool little)
{
	uint32_t a = (uint8_t)s.p[i], b = (uint8_t)s.p[i + 1];

	return little ? b << 8 | a : a << 8 | b;
}

/* A pair of surrogates is one code point; half a pair or unit is broken. */
static void
from_utf16(struct buf *b, struct str s, bool little)
{
	size_t i = 0;

	while (i + 2 <= s.n) {
		uint32_t c = unit_at(s, i, little);

		i += 2;
		if (c >= 0xd800 && c < 0xdc00 && i + 2 <= s.n &&
		    (unit_at(s, i, little) & 0xfc00) == 0xdc00) {
			c = 0x10000 + ((c & 0x3ff) << 10) +
			    (unit_at(s, i, little) & 0x3ff);
			i += 2;
		} else if ((c & 0xf800) == 0xd800) {
			c = REPLACEMENT;
		}
		add_code_point(b, c);
	}
	if (i < s.n)
		add_code_point(b, REPLACEMENT);
}

/* Windows-1252 from 0x80 to 0x9f (WHATWG Encoding, index windows-1252). */
static const uint16_t windows[] = { 0x20ac, 0x81, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
	0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178 };

static uint32_t
latin1(uint8_t c)
{
	return c >= 0x80 && c < 0xa0 ? windows[c - 0x80] : c;
}

/* Eight places differ from Latin-1 (ISO 8859-15). */
static uint32_t
latin9(uint8_t c)
{
	switch (c) {
	case 0xa4:
		return 0x20ac;
	case 0xa6:
		return 0x160;
	case 0xa8:
		return 0x161;
	case 0xb4:
		return 0x17d;
	case 0xb8:
		return 0x17e;
	case 0xbc:
		return 0x152;
	case 0xbd:
		return 0x153;
	case 0xbe:
		return 0x178;
	default:
		return latin1(c);
	}
}

static void
from_octets(struct buf *b, struct str s, uint32_t (*code_point)(uint8_t))
{
	for (size_t i = 0; i < s.n; i++)
		add_code_point(b, code_point((uint8_t)s.p[i]));
}

/* What stands behind the escape; an unknown one shows as in the plain table. */
static void
from_gsm(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i] & 0x7f;

		if (c == GSM_ESCAPE && i + 1 < s.n)
			add_code_point(
			    b, gsm_escaped((uint8_t)s.p[++i] & 0x7f));
		else
			add_code_point(b, c == GSM_ESCAPE ? ' ' : gsm[c]);
	}
}

static void
widen(struct buf *wide, enum charset c, struct str octets)
{
	switch (c) {
	case CHARSET_UTF16BE:
		from_utf16(wide, octets, false);
		break;
	case CHARSET_UTF16LE:
		from_utf16(wide, octets, true);
		break;
	case CHARSET_LATIN9:
		from_octets(wide, octets, latin9);
		break;
	case CHARSET_GSM:
		from_gsm(wide, octets);
		break;
	case CHARSET_UNKNOWN:
	case CHARSET_UTF8:
	case CHARSET_LATIN1:
		from_octets(wide, octets, latin1);
		break;
	}
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
	widen(&wide, c, octets);
	utf8_clean(out, wide.data, wide.len);
	out->failed |= wide.failed;
	buf_free(&wide);
}

bool
charset_is_gsm(struct str octets)
{
	for (size_t i = 0; i < octets.n; i++)
		if ((uint8_t)octets.p[i] >= 0x80)
			return false;
	return true;
}

long
charset_unhex(struct str hex, uint8_t *out, size_t max)
{
	if (hex.n % 2 != 0 || hex.n / 2 > max)
		return -1;
	for (size_t i = 0; i < hex.n / 2; i++) {
		int high = hex_value(hex.p[2 * i]);
		int low = hex_value(hex.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return (long)(hex.n / 2);
}

uint32_t
charset_next(struct str s, size_t *i)
{
	uint8_t c = (uint8_t)s.p[(*i)++];
	uint32_t out = c < 0x80 ? c
	    : c < 0xe0          ? c & 31u
	    : c < 0xf0          ? c & 15u
				: c & 7u;

	while (*i < s.n && ((uint8_t)s.p[*i] & 0xc0) == 0x80)
		out = out << 6 | ((uint8_t)s.p[(*i)++] & 63u);
	return out;
}

bool
charset_fits_sms(struct str text)
{
	size_t septets = 0, units = 0;
	bool plain = true;

	for (size_t i = 0; i < text.n;) {
		uint32_t c = charset_next(text, &i);
		size_t n = gsm_septets(c);

		plain &= n > 0;
		septets += n;
		units += c < 0x10000 ? 1 : 2;
	}
	return plain ? septets <= CHARSET_SMS_SEPTETS
		     : units <= CHARSET_SMS_UNITS;
}
