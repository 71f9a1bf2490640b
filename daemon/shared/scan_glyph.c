/*
 * scan_glyph.c - one character of a text from anybody: what it is.
 *
 * No locale and no tables of Unicode: blocks are enough to tell letters from
 * the rest, and the capitals of the alphabets of the pages (Latin, Cyrillic).
 * What is a letter of no such alphabet has no capitals here.
 */
#include "scan_parts.h"

#define BAD 0xfffd

struct range {
	uint32_t first, last;
};

static bool
in_ranges(uint32_t c, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

/* Full-width forms and the digits of Arabic and Persian as ASCII. */
static uint32_t
plain(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c >= 0x660 && c <= 0x669)
		return c - 0x660 + '0';
	if (c >= 0x6f0 && c <= 0x6f9)
		return c - 0x6f0 + '0';
	return c;
}

/* How many bytes a sequence has that b (not ASCII) begins; 0 if none. */
static size_t
length_of(uint8_t b)
{
	if (b < 0xc2 || b > 0xf4)
		return 0;
	return b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
}

struct glyph
glyph_wide_at(struct str t, size_t i)
{
	static const uint8_t head[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	struct glyph g = { BAD, 1 };
	size_t n;
	uint32_t c;
	uint8_t b;

	if (i >= t.n)
		return (struct glyph){ 0, 0 };
	if ((uint8_t)t.p[i] < 0x80)
		return (struct glyph){ (uint8_t)t.p[i], 1 };
	n = length_of((uint8_t)t.p[i]);
	if (n == 0 || n > t.n - i)
		return g;
	c = (uint8_t)t.p[i] & head[n];
	for (size_t k = 1; k < n; k++) {
		b = (uint8_t)t.p[i + k];
		if ((b & 0xc0) != 0x80)
			return g;
		c = c << 6 | (b & 0x3f);
	}
	g.c = plain(c);
	g.n = n;
	return g;
}

struct glyph
glyph_before(struct str t, size_t i)
{
	struct glyph g;

	if (i == 0)
		return (struct glyph){ 0, 0 };
	for (size_t n = 1; n <= 4 && n <= i; n++) {
		g = glyph_at(t, i - n);
		if (g.n == n && (n > 1 || g.c != BAD))
			return g;
	}
	return (struct glyph){ BAD, 1 };
}

bool
glyph_is_wide_letter(uint32_t c)
{
	static const struct range letters[] = {
		{ 0xaa, 0xaa },
		{ 0xb5, 0xb5 },
		{ 0xba, 0xba },
		{ 0xc0, 0xd6 },
		{ 0xd8, 0xf6 },
		{ 0xf8, 0x2c1 },
		{ 0x300, 0x37d }, /* with marks that join a letter */
		{ 0x37f, 0x5ff },
		{ 0x610, 0x61a },
		{ 0x620, 0x669 },
		{ 0x66e, 0x6d3 },
		{ 0x6d5, 0x1fff }, /* to Greek with accents */
		{ 0x2c00, 0x2dff },
		{ 0x3041, 0xd7ff },
		{ 0xf900, 0xfdff },
		{ 0xfe70, 0xfefc },
		{ 0x10000, 0x1cfff },
		{ 0x20000, 0x3ffff },
	};

	return in_ranges(c, letters, sizeof(letters) / sizeof(letters[0]));
}

/*
 * Capitals.  From U+0100 a capital stands before its small letter, on even
 * code points in most places and on odd ones in some.
 */
static bool
is_pair_upper(uint32_t c)
{
	static const struct range even[] = { { 0x100, 0x137 }, { 0x14a, 0x177 },
		{ 0x1e00, 0x1eff }, { 0x218, 0x21b }, { 0x460, 0x481 },
		{ 0x48a, 0x4bf }, { 0x4d0, 0x52f } };
	static const struct range odd[] = { { 0x139, 0x148 }, { 0x179, 0x17e },
		{ 0x4c1, 0x4ce } };

	return c % 2 == 0 ? in_ranges(c, even, sizeof(even) / sizeof(even[0]))
			  : in_ranges(c, odd, sizeof(odd) / sizeof(odd[0]));
}

uint32_t
glyph_wide_lower(uint32_t c)
{
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 32;
	if (c == 0x130)
		return 'i'; /* of Turkish */
	if (c == 0x178)
		return 0xff;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if (c >= 0x410 && c <= 0x42f)
		return c + 0x20;
	return is_pair_upper(c) ? c + 1 : c;
}

bool
glyph_is_cased(uint32_t c)
{
	return c < 0x530 || (c >= 0x1e00 && c < 0x2000);
}

bool
glyph_is_blank(uint32_t c)
{
	static const struct range blanks[] = { { 0xa0, 0xa0 }, { 0xad, 0xad },
		{ 0x61c, 0x61c }, { 0x2000, 0x200f }, { 0x202a, 0x202f },
		{ 0x205f, 0x2069 }, { 0x3000, 0x3000 }, { 0xfeff, 0xfeff } };

	if (c < 0x80)
		return c == ' ' || c == '\t';
	return in_ranges(c, blanks, sizeof(blanks) / sizeof(blanks[0]));
}

bool
glyph_is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}
