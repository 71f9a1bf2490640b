/*
 * form_transfer.c - base64, quoted-printable and Latin-1 in multipart parts.
 *
 * RFC 7578 4.7 gave transfer encodings up, and no browser uses them, but
 * phone applications built on mail libraries still do.
 */
#include "form_transfer.h"

#include "http_class.h"
#include "gehoor/http_request.h"

/* Windows-1252 from 0x80 to 0x9f; 0 where it has no character. */
/* clang-format off */
static const uint16_t windows_1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};
/* clang-format on */

/* Adds a byte as it is, or as the character it is in Windows-1252. */
static void
put_byte(struct buf *out, uint8_t c, bool latin)
{
	uint16_t u = c;

	if (!latin || c < 0x80) {
		buf_add(out, &c, 1);
		return;
	}
	if (c < 0xa0)
		u = windows_1252[c - 0x80] == 0 ? 0xfffd
						: windows_1252[c - 0x80];
	if (u >= 0x800)
		buf_addc(out, (char)(0xe0 | u >> 12));
	buf_addc(
	    out, (char)(u >= 0x800 ? 0x80 | (u >> 6 & 0x3f) : 0xc0 | u >> 6));
	buf_addc(out, (char)(0x80 | (u & 0x3f)));
}

static bool
is_line_break(char c)
{
	return c == '\r' || c == '\n';
}

/* The value of a base64 digit, -1 for padding and blanks, -2 for others. */
static int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	if (c == '/' || c == '_')
		return 63;
	return c == '=' || c == ' ' || c == '\t' || is_line_break(c) ? -1 : -2;
}

static bool
is_base64(struct str raw)
{
	for (size_t i = 0; i < raw.n; i++)
		if (base64_digit(raw.p[i]) == -2)
			return false;
	return true;
}

static void
undo_base64(struct str raw, struct buf *out, bool latin)
{
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < raw.n; i++) {
		int digit = base64_digit(raw.p[i]);

		if (raw.p[i] == '=')
			have = 0; /* what follows is a new run */
		if (digit < 0)
			continue;
		bits = (bits << 6 | (uint32_t)digit) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			put_byte(out, (uint8_t)(bits >> have), latin);
		}
	}
}

/* Whether the "=" at i stands before a line break; blanks may be between. */
static bool
soft_break(struct str raw, size_t i, size_t *behind)
{
	for (i++; i < raw.n && (raw.p[i] == ' ' || raw.p[i] == '\t'); i++)
		;
	if (i < raw.n && !is_line_break(raw.p[i]))
		return false;
	if (i + 1 < raw.n && raw.p[i] == '\r' && raw.p[i + 1] == '\n')
		i++;
	*behind = i + (i < raw.n);
	return true;
}

static void
undo_quoted_printable(struct str raw, struct buf *out, bool latin)
{
	const uint8_t *p = (const uint8_t *)raw.p;
	size_t i = 0;

	while (i < raw.n) {
		if (p[i] == '=' && raw.n - i > 2 &&
		    (http_class[p[i + 1]] & HTTP_IS_HEX) != 0 &&
		    (http_class[p[i + 2]] & HTTP_IS_HEX) != 0) {
			put_byte(out,
			    (uint8_t)(http_hex(p[i + 1]) << 4 |
				http_hex(p[i + 2])),
			    latin);
			i += 3;
		} else if (p[i] != '=' || !soft_break(raw, i, &i))
			put_byte(out, p[i++], latin);
	}
}

/* The labels that browsers read as Windows-1252. */
static bool
is_latin(struct str charset)
{
	static const char *const names[] = { "iso-8859-1", "iso8859-1",
		"iso_8859-1", "latin1", "l1", "windows-1252", "cp1252",
		"x-cp1252" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (http_name_is(charset, names[i]))
			return true;
	return false;
}

struct str
form_transfer_undo(
    struct str coding, struct str charset, struct str raw, struct buf *scratch)
{
	bool latin = is_latin(charset);

	scratch->len = 0; /* wiped at the end, not every time */
	if (http_name_is(coding, "base64") && is_base64(raw))
		undo_base64(raw, scratch, latin);
	else if (http_name_is(coding, "quoted-printable"))
		undo_quoted_printable(raw, scratch, latin);
	else if (latin)
		for (size_t i = 0; i < raw.n; i++)
			put_byte(scratch, (uint8_t)raw.p[i], latin);
	else
		return raw;
	return (struct str){ (const char *)scratch->data, scratch->len };
}
