/*
 * utf8.c - well-formed UTF-8 out of whatever a stranger sent.
 *
 * One decoder step (utf8_step) knows table 3-7 of the Unicode standard;
 * the fast loops around it only skip bytes that need no thought.
 */
#include "gehoor/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT "\xef\xbf\xbd"

/*
 * The length of the well-formed sequence at p (n > 0 bytes there), or minus
 * the length of the maximal subpart of an ill-formed one.
 */
static int
utf8_step(const uint8_t *p, size_t n)
{
	uint8_t low = 0x80, high = 0xbf;
	int need;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return -1;
	need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0; /* overlong */
	else if (p[0] == 0xed)
		high = 0x9f; /* surrogates */
	else if (p[0] == 0xf0)
		low = 0x90; /* overlong */
	else if (p[0] == 0xf4)
		high = 0x8f; /* beyond U+10FFFF */
	for (int i = 1; i < need; i++) {
		if ((size_t)i == n || p[i] < low || p[i] > high)
			return -i;
		low = 0x80;
		high = 0xbf;
	}
	return need;
}

/* How many bytes at p are ASCII, looking at eight at a time. */
static size_t
ascii_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; n - i >= 8; i += 8) {
		memcpy(&w, p + i, 8);
		if (w & 0x8080808080808080u)
			break;
	}
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

bool
utf8_is_valid(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t i = 0;
	int step;

	while (i < n) {
		i += ascii_run(p + i, n - i);
		if (i == n)
			break;
		step = utf8_step(p + i, n - i);
		if (step < 0)
			return false;
		i += (size_t)step;
	}
	return true;
}

/* Whether any of eight bytes is outside 0x20..0x7e. */
static bool
has_odd(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t del = w ^ ones * 0x7f;

	return ((w | (w - ones * 0x20) | (del - ones)) & tops) != 0;
}

/*
 * How many bytes at p can be kept as they stand: well-formed, no control
 * character but TAB and LF.
 */
static size_t
clean_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;
	int step;

	while (i < n) {
		for (; n - i >= 8; i += 8) {
			memcpy(&w, p + i, 8);
			if (has_odd(w))
				break;
		}
		while (i < n && (uint8_t)(p[i] - 0x20) < 0x5f)
			i++;
		if (i == n)
			break;
		if (p[i] == '\t' || p[i] == '\n') {
			i++;
			continue;
		}
		if (p[i] < 0x80)
			break;
		step = utf8_step(p + i, n - i);
		if (step < 0 || (p[i] == 0xc2 && p[i + 1] < 0xa0))
			break;
		i += (size_t)step;
	}
	return i;
}

/* How many bytes of byte order marks there are at p. */
static size_t
bom_run(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (n - i >= 3 && memcmp(p + i, "\xef\xbb\xbf", 3) == 0)
		i += 3;
	return i;
}

void
utf8_clean(struct buf *out, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t i = 0, run;
	const size_t before = out->len;
	int step;

	while (i < n) {
		if (out->len == before)
			i += bom_run(p + i, n - i);
		run = clean_run(p + i, n - i);
		buf_add(out, p + i, run);
		i += run;
		if (i == n)
			break;
		if (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'))
			buf_addc(out, '\n');
		step = utf8_step(p + i, n - i);
		if (step < 0)
			buf_add(out, REPLACEMENT, 3);
		i += (size_t)abs(step);
	}
}

size_t
utf8_count(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (p[i] & 0xc0) != 0x80;
	return count;
}

size_t
utf8_prefix(const void *bytes, size_t n, size_t max)
{
	const uint8_t *p = bytes;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((p[i] & 0xc0) == 0x80)
			continue;
		if (max-- == 0)
			break;
	}
	return i;
}

int
utf8_fold(struct buf *out, const void *bytes, size_t n)
{
	const utf8proc_option_t how = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
	    UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t len;

	if (n == 0)
		return 0;
	len = utf8proc_map(bytes, (utf8proc_ssize_t)n, &folded, how);
	if (len < 0)
		return -1;
	buf_add(out, folded, (size_t)len);
	explicit_bzero(folded, (size_t)len);
	free(folded);
	return out->failed ? -1 : 0;
}
