/*
 * scan.c - the spans of all kinds in a text, and the text without them.
 *
 * From every beginning of a word or number the scanners are asked in the
 * order of their strength, as far as the gate lets them (scan_gate.c).  What one finds is held back until the text has
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

/* The strongest of the kinds that begins at i. */
static bool
find(const struct scan_in *in, size_t i, unsigned kinds, struct scan_span *s)
{
	for (int kind = 0; kinds != 0; kind++, kinds >>= 1)
		if ((kinds & 1) != 0 && scanners[kind](in, i, s)) {
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

/* What has been read of a text, and found in it. */
struct scan_state {
	struct scan_in in;
	struct scan_needs needs;
	uint32_t words[2];     /* hashes of the last two */
	size_t letters;        /* behind what needs no look any more */
	struct scan_span held; /* empty when nothing is */
	struct scan_span *out;
	size_t n, max;
	unsigned limit;
};

/* Looks for what begins at i. */
static void
look(struct scan_state *st, size_t i, enum part part)
{
	struct scan_begin b;
	struct scan_span s;
	unsigned kinds;

	scan_gate_begin(st->in.t, i, &b);
	scan_gate_announce(st->words[0], st->words[1], &b);
	kinds = scan_gate(st->in.t, &st->needs, &b);
	st->letters = b.letters;
	if (part == LETTER) {
		st->words[0] = st->words[1];
		st->words[1] = b.hash;
	}
	kinds &= st->held.end > 0 ? (1U << st->held.kind) - 1 : st->limit;
	if (kinds == 0 || !find(&st->in, i, kinds, &s))
		return;
	if (st->held.end > 0 && cut(st->in.t, &st->held, i))
		st->out[st->n++] = st->held;
	st->held = s;
}

/* The spans of the kinds below limit. */
static size_t
scan_kinds(struct str text, const struct scan_allow *allow, int limit,
    struct scan_span *out, size_t max)
{
	struct scan_state st = { .in = { text, allow },
		.needs = scan_gate_needs(text),
		.out = out,
		.max = max,
		.limit = (1U << limit) - 1 };
	enum part before = OTHER, now;
	struct glyph g;

	for (size_t i = 0; i <= text.n && st.n < max; i += g.n) {
		g = glyph_at(text, i);
		if (i >= st.held.end && st.held.end > 0) {
			out[st.n++] = st.held;
			st.held.end = 0;
		}
		now = part_of(g.c, before);
		if (st.n < max && g.n > 0 && now != OTHER &&
		    (now != before || now == OPENING)) {
			look(&st, i, now);
			if (now == LETTER && st.letters > i)
				g.n = st.letters - i;
		}
		before = now;
		if (g.n == 0)
			break;
	}
	return st.n;
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
