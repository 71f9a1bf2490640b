/*
 * scan_gate.c - which scanners can find anything at a place.
 *
 * Most words of most texts begin nothing.  What every kind needs is looked
 * for cheaply: a digit later in the text, a dot within the word, a cue
 * before it.  A kind that is let through may still not be there; one that is
 * held back is certainly not.  Words with other letters than those of ASCII
 * are let through.
 */
#include "scan_parts.h"

#define PARTICLE_MAX 3 /* letters: "mevrouw van Dam" */
#define BIT(kind) (1U << SCAN_##kind)
#define EVERY ((1U << SCAN_PLACE) - 1)
#define WITH_DIGIT \
	(BIT(IBAN) | BIT(BSN) | BIT(POSTCODE) | BIT(ADDRESS) | BIT(DATE) | \
	    BIT(PLATE) | BIT(NUMBER))

/*
 * A bit for every word, and every two that a longer cue ends with, that
 * announce a name, likewise one in small letters, and for every word that may
 * begin something by itself.
 */
static const uint64_t cue_bits[SCAN_NCUES][SCAN_CUES] = {
#include "scan_cues.def"
};

static uint32_t
hash_on(uint32_t h, uint32_t c)
{
	return h * 33 + c;
}

static uint32_t
hash_of(const char *p, size_t n)
{
	uint32_t h = 5381;

	for (size_t i = 0; i < n; i++)
		h = hash_on(h, (uint8_t)p[i]);
	return h;
}

/* Of two words in a row. */
static uint32_t
pair_of(uint32_t first, uint32_t second)
{
	return first * 31 + second;
}

static unsigned
bit_of(uint32_t h)
{
	return (h ^ h >> 12) & (SCAN_CUES * 64 - 1);
}

static bool
has_bit(enum scan_cue cue, uint32_t h)
{
	const unsigned bit = bit_of(h);

	return (cue_bits[cue][bit / 64] >> bit % 64 & 1) != 0;
}

/* The last word of what ends at n: where it begins. */
static size_t
word_start(const char *p, size_t n)
{
	while (n > 0 && p[n - 1] != ' ')
		n--;
	return n;
}

static void
mark(uint32_t h, uint64_t bits[static SCAN_CUES])
{
	const unsigned bit = bit_of(h);

	bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* Marks the last two words of phrases, or the one that a phrase is. */
static void
mark_phrases(const char *const *phrases, uint64_t bits[static SCAN_CUES])
{
	for (const char *p; (p = *phrases) != NULL; phrases++) {
		const size_t n = strlen(p), at = word_start(p, n);
		const size_t before = at > 0 ? word_start(p, at - 1) : 0;
		const uint32_t h = hash_of(p + at, n - at);

		mark(at == 0 ? h
			     : pair_of(hash_of(p + before, at - 1 - before), h),
		    bits);
	}
}

/* Marks all words of the list. */
static void
mark_words(const char *p, uint64_t bits[static SCAN_CUES])
{
	size_t n;

	for (; *p != '\0'; p += n) {
		n = strcspn(p, " ");
		if (n > 0)
			mark(hash_of(p, n), bits);
		n += p[n] == ' ';
	}
}

void
scan_gate_cues(uint64_t bits[static SCAN_NCUES][SCAN_CUES])
{
	static const char *const *const begins[] = { scan_age_words,
		scan_phone_words, scan_address_words, scan_date_words };

	memset(bits, 0, SCAN_NCUES * sizeof(*bits));
	for (size_t i = 0; scan_name_phrases[i] != NULL; i++)
		mark_phrases(scan_name_phrases[i], bits[SCAN_ANNOUNCES]);
	for (size_t i = 0; scan_name_small_phrases[i] != NULL; i++) {
		mark_phrases(scan_name_small_phrases[i], bits[SCAN_ANNOUNCES]);
		mark_phrases(
		    scan_name_small_phrases[i], bits[SCAN_ANNOUNCES_SMALL]);
	}
	for (size_t i = 0; scan_name_titles[i] != NULL; i++)
		mark_words(scan_name_titles[i], bits[SCAN_ANNOUNCES]);
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		for (const char *const *p = begins[i]; *p != NULL; p++)
			mark_words(*p, bits[SCAN_BEGINS]);
}

/* What the bytes of a text say about it. */
enum sign { NO_SIGN, DIGIT, AT, LETTER_A, OTHER_AT, ODD };
static const uint8_t signs[256] = {
	['0'] = DIGIT,
	['1'] = DIGIT,
	['2'] = DIGIT,
	['3'] = DIGIT,
	['4'] = DIGIT,
	['5'] = DIGIT,
	['6'] = DIGIT,
	['7'] = DIGIT,
	['8'] = DIGIT,
	['9'] = DIGIT,
	['@'] = AT,
	['a'] = LETTER_A,
	['A'] = LETTER_A,
	[0xc5] = OTHER_AT, /* malpa and sobaka, as they are written */
	[0xd0] = OTHER_AT,
	[0xd1] = OTHER_AT,
	[0xd9] = ODD,
	[0xdb] = ODD, /* digits of Arabic */
	[0xef] = ODD, /* full-width forms */
};

static bool
is_letter_at(struct str t, size_t i)
{
	return i < t.n &&
	    ((uint8_t)t.p[i] >= 0x80 || glyph_is_letter((uint8_t)t.p[i]));
}

/* Whether the "a" at i begins "at" or "apenstaart". */
static bool
says_at(struct str t, size_t i)
{
	const uint32_t c = i + 1 < t.n ? (uint8_t)t.p[i + 1] | 32U : 0;

	if (c == 't')
		return !is_letter_at(t, i + 2);
	return c == 'p' && i + 3 < t.n && ((uint8_t)t.p[i + 2] | 32) == 'e';
}

struct scan_needs
scan_gate_needs(struct str t)
{
	struct scan_needs n = { 0, 0, false };

	for (size_t i = 0; i < t.n; i++) {
		const uint8_t sign = signs[(uint8_t)t.p[i]];

		if (sign == NO_SIGN)
			continue;
		if (sign == DIGIT)
			n.digits = i + 1;
		else if (sign == ODD)
			n.odd = true;
		else if (sign != LETTER_A || says_at(t, i))
			n.ats = i + 1;
	}
	if (n.odd)
		n.digits = n.ats = t.n;
	return n;
}

void
scan_gate_begin(struct str t, size_t i, struct scan_begin *b)
{
	uint32_t c = (uint8_t)t.p[i];
	struct scan_word w;

	*b = (struct scan_begin){ .start = i, .hash = 5381 };
	b->opening = c == '(' || c == '+' || c == '@';
	for (; i < t.n && glyph_is_letter(c = (uint8_t)t.p[i]) && c < 0x80; i++)
		b->hash = hash_on(b->hash, c | 32);
	b->letters = b->end = i;
	b->plain = i > b->start &&
	    (i == t.n || (c < 0x80 && (c != '\'' || !is_letter_at(t, i + 1))));
	if (!b->plain && !b->opening && word_at(t, b->start, &w)) {
		b->hash = hash_of(w.low, strlen(w.low));
		b->end = w.end;
	}
}

/* The byte at i if it is of ASCII; NUL at the end; else 0x80. */
static uint8_t
byte_at(struct str t, size_t i)
{
	if (i >= t.n)
		return '\0';
	return (uint8_t)t.p[i] < 0x80 ? (uint8_t)t.p[i] : 0x80;
}

/* Behind a dot and blanks, as stand before a house number. */
static size_t
skip_to_number(struct str t, size_t i)
{
	i += byte_at(t, i) == '.';
	for (int k = 0;
	     k < 2 && (byte_at(t, i) == ' ' || byte_at(t, i) == '\t'); k++)
		i++;
	return i;
}

/* Whether a digit follows, or "nr", "nummer", "huisnummer". */
static bool
has_number(struct str t, size_t i)
{
	const uint8_t c = byte_at(t, skip_to_number(t, i));

	return glyph_is_digit(c) || c >= 0x80 || (c | 32) == 'n' ||
	    (c | 32) == 'h';
}

/* Whether more than letters belongs to what ends at i: jan.smit, jan_12. */
static bool
goes_on(struct str t, size_t i)
{
	const uint8_t c = byte_at(t, i);

	if (c == '.' || c == '/')
		return byte_at(t, i + 1) > ' ';
	return glyph_is_digit(c) || c == '-' || c == '_' || c == ':' ||
	    c >= 0x80;
}

/* Whether a blank that is not of ASCII may begin at i. */
static bool
is_wide_blank(struct str t, size_t i)
{
	return byte_at(t, i) >= 0x80 && glyph_is_blank(glyph_at(t, i).c);
}

/* Whether a title may follow the word that ends at i: hanim, bey, abla. */
static bool
is_titled(struct str t, size_t i)
{
	uint8_t c = byte_at(t, i);

	if (c != ' ' && c != '\t')
		return is_wide_blank(t, i);
	c = byte_at(t, i + 1);
	return c == ' ' || c == '\t' || ((c | 32) >= 'a' && (c | 32) <= 'b') ||
	    (c | 32) == 'h' || (c | 32) == 't' || is_wide_blank(t, i + 1);
}

/* Whether the word may be a name, as far as what stands around it says. */
static bool
may_be_name(struct str t, const struct scan_begin *b)
{
	const struct glyph g = glyph_at(t, b->start);
	const bool capital = !glyph_is_cased(g.c) || glyph_is_upper(g.c);

	if (b->announced)
		return capital || b->announced_small ||
		    b->end - b->start <= PARTICLE_MAX;
	return capital &&
	    (byte_at(t, b->start + g.n) == '.' || is_titled(t, b->end));
}

/* Of a plain word that a digit follows somewhere. */
static unsigned
with_digit(struct str t, const struct scan_begin *b, bool capital)
{
	const size_t n = b->letters - b->start;
	unsigned kinds = 0;

	if (n == 2)
		kinds |= BIT(IBAN);
	if (goes_on(t, b->letters))
		kinds |= BIT(NUMBER) | BIT(PLATE);
	if (capital || has_number(t, b->letters))
		kinds |= BIT(ADDRESS) | BIT(PLATE);
	if (n > 3)
		kinds &= ~BIT(PLATE);
	return kinds;
}

/* Whether what follows may be "@", or begins as a word for it or a dot. */
static bool
may_be_at(struct str t, size_t i)
{
	static const char two[] = "at ap do kr no pu ma ";
	const uint8_t c = byte_at(t, i), d = byte_at(t, i + 1);

	if (c >= 0x80 || (c > 0 && strchr("@[({.", c) != NULL))
		return true;
	if (d >= 0x80)
		return glyph_is_letter(c);
	for (const char *p = two; *p != '\0'; p += 3)
		if ((c | 32) == p[0] && (d | 32) == p[1])
			return true;
	return false;
}

/* Whether the word that ends at i may begin an address of mail. */
static bool
may_be_mail(struct str t, size_t i)
{
	uint8_t c = byte_at(t, i);

	while (c > 0 && c < 0x80 &&
	    (glyph_is_letter(c) || glyph_is_digit(c) ||
		strchr("._%+-", c) != NULL))
		c = byte_at(t, ++i);
	for (int k = 0; k < 2 && (c == ' ' || c == '\t'); k++)
		c = byte_at(t, ++i);
	return may_be_at(t, i);
}

static unsigned
plain_kinds(
    struct str t, const struct scan_needs *n, const struct scan_begin *b)
{
	const bool capital = (uint8_t)t.p[b->start] < 'a';
	unsigned kinds = 0;

	if (b->start < n->ats && may_be_mail(t, b->letters))
		kinds |= BIT(MAIL);
	if (b->start < n->digits)
		kinds |= with_digit(t, b, capital);
	if (has_bit(SCAN_BEGINS, b->hash)) {
		kinds |= BIT(PHONE) | BIT(AGE);
		if (b->start < n->digits)
			kinds |= BIT(ADDRESS) | BIT(DATE);
	}
	if ((capital || b->announced) && may_be_name(t, b))
		kinds |= BIT(NAME);
	if (byte_at(t, b->letters) == '.' &&
	    ((uint8_t)t.p[b->start] | 32) == 'w')
		kinds |= BIT(LINK); /* also "www." alone */
	if (goes_on(t, b->letters))
		kinds |= BIT(LINK) | BIT(ACCOUNT);
	return kinds;
}

/* Of any other beginning: what cannot be there is taken away. */
static unsigned
other_kinds(
    struct str t, const struct scan_needs *n, const struct scan_begin *b)
{
	unsigned kinds = EVERY;

	if (b->opening)
		return BIT(PHONE) | BIT(ACCOUNT);
	if (b->start >= n->ats)
		kinds &= ~BIT(MAIL);
	if (b->start >= n->digits)
		kinds &= ~WITH_DIGIT;
	if (glyph_is_digit((uint8_t)t.p[b->start]))
		return kinds & ~(BIT(NAME) | BIT(ADDRESS));
	if (b->end > b->start && !may_be_name(t, b))
		kinds &= ~BIT(NAME);
	if (b->end > b->start && !has_bit(SCAN_BEGINS, b->hash))
		kinds &= ~(BIT(PHONE) | BIT(AGE));
	return kinds;
}

unsigned
scan_gate(struct str t, const struct scan_needs *n, const struct scan_begin *b)
{
	if (n->odd)
		return EVERY;
	return b->plain ? plain_kinds(t, n, b) : other_kinds(t, n, b);
}

void
scan_gate_announce(uint32_t before, uint32_t last, struct scan_begin *b)
{
	const uint32_t both = pair_of(before, last);

	b->announced =
	    has_bit(SCAN_ANNOUNCES, last) || has_bit(SCAN_ANNOUNCES, both);
	b->announced_small = b->announced &&
	    (has_bit(SCAN_ANNOUNCES_SMALL, last) ||
		has_bit(SCAN_ANNOUNCES_SMALL, both));
}
