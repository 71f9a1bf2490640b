/*
 * scan.c - the spans of all kinds in a text, and the text without them.
 *
 * From every beginning of a word or number the scanners are asked in the
 * order of their strength.  What one finds is held back until the text has
 * been read to its end, since a stronger kind may begin within it: what is
 * left of the weaker one before that is a span of its own.
 */
#include "scan_parts.h"

static bool (*const scanners[SCAN_NKINDS])(
    const struct scan_in *, size_t, struct scan_span *) = {
	[SCAN_MAIL] = scan_mail,
	[SCAN_IBAN] = scan_iban,
	[SCAN_PHONE] = scan_phone,
	[SCAN_BSN] = scan_bsn,
	[SCAN_POSTCODE] = scan_postcode,
	[SCAN_ADDRESS] = scan_address,
	[SCAN_NAME] = scan_name,
	[SCAN_LINK] = scan_link,
	[SCAN_ACCOUNT] = scan_account,
	[SCAN_DATE] = scan_date,
	[SCAN_AGE] = scan_age,
	[SCAN_PLATE] = scan_plate,
	[SCAN_NUMBER] = scan_number,
};

static const char *const labels[SCAN_NKINDS] = {
#define SCAN_LABEL(name, label) [SCAN_##name] = (label),
	SCAN_KINDS(SCAN_LABEL)
#undef SCAN_LABEL
};

const char *
scan_label(enum scan_kind kind)
{
	return labels[kind];
}

/* What nothing is without a digit: most texts have none, or none any more. */
static const bool needs_digit[SCAN_NKINDS] = { [SCAN_IBAN] = true,
	[SCAN_BSN] = true,
	[SCAN_POSTCODE] = true,
	[SCAN_ADDRESS] = true,
	[SCAN_DATE] = true,
	[SCAN_PLATE] = true,
	[SCAN_NUMBER] = true };

/* Behind the last digit of the text; 0: it has none. */
static size_t
digits_end(struct str t)
{
	struct glyph g;

	for (size_t i = t.n; i > 0; i -= g.n) {
		g = glyph_before(t, i);
		if (glyph_is_digit(g.c))
			return i;
	}
	return 0;
}

/* The strongest kind below limit that begins at i. */
static bool
find(const struct scan_in *in, size_t i, int limit, struct scan_span *s)
{
	for (int kind = 0; kind < limit; kind++)
		if (scanners[kind] != NULL &&
		    (i < in->digits || !needs_digit[kind]) &&
		    scanners[kind](in, i, s)) {
			s->kind = (enum scan_kind)kind;
			return true;
		}
	return false;
}

/* What kinds of characters are, so that beginnings are seen. */
enum part { OTHER, DIGIT, LETTER, OPENING };

static enum part
part_of(uint32_t c, enum part before)
{
	if (glyph_is_digit(c))
		return DIGIT;
	if (glyph_is_letter(c))
		return LETTER;
	if ((c == '\'' || c == 0x2019) && before == LETTER)
		return LETTER; /* the word goes on: zo'n */
	return c == '+' || c == '(' || c == '@' ? OPENING : OTHER;
}

/* The part of s before end, without what separates at its end. */
static bool
cut(struct str t, struct scan_span *s, size_t end)
{
	struct glyph g;

	for (s->end = end; s->end > s->start; s->end -= g.n) {
		g = glyph_before(t, s->end);
		if (glyph_is_digit(g.c) || glyph_is_letter(g.c))
			return true;
	}
	return false;
}

/* The spans of the kinds below limit. */
static size_t
scan_kinds(struct str text, const struct scan_allow *allow, int limit,
    struct scan_span *out, size_t max)
{
	const struct scan_in in = { text, allow, digits_end(text) };
	struct scan_span held = { 0, 0, SCAN_MAIL }, s;
	enum part before = OTHER, now;
	struct glyph g;
	size_t n = 0;

	/* Held is empty when nothing is. */
	for (size_t i = 0; i <= text.n && n < max; i += g.n) {
		g = glyph_at(text, i);
		if (i >= held.end && held.end > 0) {
			out[n++] = held;
			held.end = 0;
		}
		now = part_of(g.c, before);
		if (n < max && g.n > 0 && now != OTHER &&
		    (now != before || now == OPENING) &&
		    find(&in, i, held.end > 0 ? (int)held.kind : limit, &s)) {
			if (held.end > 0 && cut(text, &held, i))
				out[n++] = held;
			held = s;
		}
		before = now;
		if (g.n == 0)
			break;
	}
	return n;
}

size_t
scan_text(struct str text, const struct scan_allow *allow,
    struct scan_span *out, size_t max)
{
	return scan_kinds(text, allow, SCAN_ASKED, out, max);
}

size_t
scan_text_all(struct str text, const struct scan_allow *allow,
    struct scan_span *out, size_t max)
{
	return scan_kinds(text, allow, SCAN_NKINDS, out, max);
}

static bool
is_sorted(struct str text, const struct scan_span *spans, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (spans[i].start < at || spans[i].end <= spans[i].start ||
		    spans[i].end > text.n ||
		    (unsigned)spans[i].kind >= SCAN_NKINDS)
			return false;
		at = spans[i].end;
	}
	return true;
}

int
scan_replace(struct str text, const struct scan_span *spans, size_t n,
    const char *const *words, struct buf *out)
{
	size_t at = 0;

	if (!is_sorted(text, spans, n))
		return -1;
	if (text.n == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const char *word = words[spans[i].kind];

		buf_add(out, text.p + at, spans[i].start - at);
		buf_addc(out, '[');
		buf_adds(out, word != NULL ? word : labels[spans[i].kind]);
		buf_addc(out, ']');
		at = spans[i].end;
	}
	buf_add(out, text.p + at, text.n - at);
	return out->failed ? -1 : 0;
}
