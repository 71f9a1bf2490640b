/*
 * scan_iban.c - bank accounts.
 *
 * An IBAN (ISO 13616) is the code of a country, two check digits and the
 * number there, as long as the country says; moved behind and read as one
 * number, with letters as 10 to 35, it is 1 modulo 97 (ISO 7064).  One of the
 * Netherlands is known by its shape: it is found also when the check fails,
 * since it still says whose it is but for one slip.
 */
#include "scan_parts.h"

#define IBAN_MAX 34
#define DIGITS_MIN 8 /* no country has fewer */

/* ISO 13616 registry: the countries and the length with code and check. */
static const char lengths[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27"
    "DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28"
    "IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22"
    "MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24"
    "SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

static const char cues[] =
    " rekening rekeningnummer rekeningnr rek reknr bankrekening"
    " bankrekeningnummer banknummer bankrek giro gironummer girorekening ";
static const char giro_cues[] = " giro gironummer girorekening ";

/* The letter or digit as a capital, or NUL. */
static char
sign(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 32);
	if ((c >= 'A' && c <= 'Z') || glyph_is_digit(c))
		return (char)c;
	return '\0';
}

static size_t
length_of(const char *country)
{
	for (const char *p = lengths; *p != '\0'; p += 4)
		if (memcmp(p, country, 2) == 0)
			return (size_t)(p[2] - '0') * 10 + (size_t)(p[3] - '0');
	return 0;
}

/* Where the next sign is behind at most one blank, dot or hyphen. */
static size_t
next_sign(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	if (glyph_is_blank(g.c) || g.c == '.' || glyph_is_hyphen(g.c))
		i += g.n;
	return i;
}

/* Reads n signs, digits at 2 and 3, from i; where they end, or 0. */
static size_t
read_signs(struct str t, size_t i, char *out, size_t n)
{
	struct glyph g;

	for (size_t k = 0; k < n; k++) {
		i = k == 1 ? i : next_sign(t, i);
		g = glyph_at(t, i);
		out[k] = sign(g.c);
		if (out[k] == '\0')
			return 0;
		i += g.n;
	}
	out[n] = '\0';
	return i;
}

static bool
is_digits(const char *p, size_t n)
{
	while (n > 0 && *p >= '0' && *p <= '9') {
		p++;
		n--;
	}
	return n == 0;
}

static size_t
count_digits(const char *p, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += is_digits(p + i, 1);
	return digits;
}

static bool
is_97(const char *iban, size_t n)
{
	unsigned sum = 0;

	for (size_t k = 0; k < n; k++) {
		char c = iban[(k + 4) % n];

		if (is_digits(&c, 1))
			sum = sum * 10 + (unsigned)(c - '0');
		else
			sum = sum * 100 + (unsigned)(c - 'A' + 10);
		sum %= 97;
	}
	return sum == 1;
}

/* NL, two digits, four letters of the bank, ten digits. */
static bool
is_dutch(const char *iban)
{
	if (memcmp(iban, "NL", 2) != 0 || !is_digits(iban + 8, 10))
		return false;
	for (int k = 4; k < 8; k++)
		if (is_digits(iban + k, 1))
			return false;
	return true;
}

/* The eleven test of old numbers: from the right times 1, 2, 3... */
static bool
is_eleven(const char *d, unsigned n)
{
	unsigned sum = 0;

	for (unsigned k = 0; k < n; k++)
		sum += (unsigned)(d[k] - '0') * (n - k);
	return sum > 0 && sum % 11 == 0;
}

/* Numbers of before 2014: of the giro seven digits, of a bank nine or ten. */
static bool
scan_old(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_run r;
	unsigned n = 0;

	if (run_is_glued(in->t, i) || !run_at(in->t, i, &r) ||
	    run_is_date(&r, 0) || !word_cued(in->t, i, cues, 4))
		return false;
	for (unsigned digits = 10; digits >= 9 && n == 0; digits--) {
		n = run_groups_of(&r, digits);
		if (n > 0 && !is_eleven(r.d, digits))
			n = 0;
	}
	if (n == 0 && word_cued(in->t, i, giro_cues, 4))
		n = run_groups_of(&r, 7);
	if (n == 0 || (n < r.ngroups && r.g[n].before != ' '))
		return false;
	s->start = i;
	s->end = r.g[n - 1].end;
	return true;
}

bool
scan_iban(const struct scan_in *in, size_t i, struct scan_span *s)
{
	char iban[IBAN_MAX + 1];
	struct glyph after;
	size_t n, end;

	if (glyph_is_digit(glyph_at(in->t, i).c))
		return scan_old(in, i, s);
	if (run_is_glued(in->t, i) || read_signs(in->t, i, iban, 4) == 0 ||
	    is_digits(iban, 1) || !is_digits(iban + 2, 2))
		return false;
	n = length_of(iban);
	if (n == 0)
		return false;
	end = read_signs(in->t, i, iban, n);
	if (end == 0)
		return false;
	if (count_digits(iban, n) < DIGITS_MIN)
		return false; /* "al 14 maanden en..." may pass the check */
	after = glyph_at(in->t, end);
	if (glyph_is_letter(after.c) || glyph_is_digit(after.c))
		return false;
	s->start = i;
	s->end = end;
	return is_97(iban, n) || is_dutch(iban);
}
