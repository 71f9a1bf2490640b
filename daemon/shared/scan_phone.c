/*
 * scan_phone.c - telephone numbers.
 *
 * National: ten digits from "0" (Nummerplan telefoon- en ISDN-diensten),
 * eleven for mobile numbers of Turkey and machines, and from "316"; nine or
 * eleven from "06", since a digit is easily lost.  International: "+" or "00" (E.164), cut off
 * where a number of that country ends.  Behind "tel" and its like every run
 * of seven to twelve digits.  Also with the first digits in words: "nul6".
 * The numbers of services, and those allowed, are nobody's.
 */
#include "scan_parts.h"

#define CUED_MIN 7
#define CUED_MAX 12
#define ABROAD_MIN 8 /* digits with the code of the country */
#define ABROAD_USUAL 12
#define E164_MAX 15
#define SPOKEN_TOKENS 11

static const char cues[] =
    " tel telnr telefoon telefoonnummer telefoonnr telefoonnummers mobiel"
    " mobielnummer mob gsm whatsapp whatsappnummer wapp phone telephone"
    " mobile telefonu telefonum numaram komórka komórkowy тел телефон"
    " телефону هاتف الهاتف جوال تلفون رقمي ";
static const char bsn_cues[] = " bsn burgerservicenummer sofinummer ";

/* Numbers of people's helpers that look like anybody's. */
static const char *const nobodys[] = {
	"0885551000", /* Jeugdstem */
};

/* Digits in the numbers of a country, with its code, where not twelve. */
static const struct {
	const char *code;
	unsigned max;
} countries[] = { { "310", 12 }, { "31", 11 }, { "32", 11 }, { "33", 11 },
	{ "48", 11 }, { "49", 13 }, { "297", 10 }, { "597", 10 }, { "599", 11 },
	{ "1", 11 } };

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/*
 * The digits as they are dialled at home: of +31 6, 0031 6 and 316 06.  What
 * is of abroad has its country first, without zeros before it.
 */
static void
at_home(const char *s, bool abroad, char out[static SCAN_DIGITS + 2])
{
	size_t n = 1;

	abroad = abroad || s[strcspn(s, "+0123456789")] == '+';
	memset(out, 0, SCAN_DIGITS + 2);
	for (; *s != '\0' && n <= SCAN_DIGITS; s++)
		if (*s >= '0' && *s <= '9')
			out[n++] = *s;
	s = out + 1;
	if (!abroad && starts(s, "00")) {
		abroad = true;
		s += 2;
	}
	if (starts(s, "31") && (abroad || n == 12)) {
		s += s[2] == '0' ? 2 : 1;
		out[s - out] = '0'; /* for what is not dialled */
	}
	memmove(out, s, strlen(s) + 1);
}

/* Whether digits as at_home gives them are of a service, or allowed. */
bool
phone_is_nobodys(const char *d, const struct scan_allow *allow)
{
	char other[SCAN_DIGITS + 2];

	if (starts(d, "0800") || starts(d, "0900") || starts(d, "0906") ||
	    starts(d, "0909"))
		return true;
	for (size_t k = 0; k < sizeof(nobodys) / sizeof(nobodys[0]); k++)
		if (strcmp(d, nobodys[k]) == 0)
			return true;
	for (size_t k = 0; allow != NULL && k < allow->n; k++) {
		at_home(allow->numbers[k], false, other);
		if (strcmp(d, other) == 0)
			return true;
	}
	return false;
}

/* How many groups from the first are a number of abroad; 0: none. */
static unsigned
abroad_groups(const struct scan_run *r, unsigned skip, unsigned min)
{
	unsigned max = ABROAD_USUAL, k;
	const char *d = r->d + skip;

	for (k = 0; k < sizeof(countries) / sizeof(countries[0]); k++)
		if (starts(d, countries[k].code)) {
			max = countries[k].max;
			break;
		}
	for (k = 1; k < r->ngroups && r->g[k].upto - skip <= max; k++)
		;
	if (*d < '1' || r->g[k - 1].upto - skip < min ||
	    r->g[k - 1].upto - skip > E164_MAX)
		return 0;
	return k;
}

/* Times (09.30 10.30) have marks that alternate, numbers have not. */
static bool
is_even(const struct scan_run *r, unsigned ngroups)
{
	for (unsigned k = 3; k < ngroups; k++)
		if (r->g[k].before != r->g[2].before)
			return false;
	return true;
}

/* Whole runs that are numbers though they have not ten digits. */
static const struct {
	const char *start;
	unsigned digits;
} others[] = { { "06", 9 }, { "06", 11 }, { "05", 11 }, { "097", 11 },
	{ "316", 11 } };

/* How many groups from the first are a number as dialled at home. */
static unsigned
national_groups(const struct scan_run *r)
{
	const unsigned all = r->g[r->ngroups - 1].upto;
	unsigned k = run_groups_of(r, 10);

	if (starts(r->d, "00") || run_is_date(r, 0))
		return 0;
	if (r->d[0] == '0' && k > 0 && is_even(r, k))
		return k;
	for (k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (all == others[k].digits && starts(r->d, others[k].start))
			return is_even(r, r->ngroups) ? r->ngroups : 0;
	return 0;
}

/* Whether a cue is enough: no times, no row of small numbers. */
static bool
is_shaped(const struct scan_run *r)
{
	unsigned most = 0;

	for (unsigned k = 0; k < r->ngroups; k++)
		most = r->g[k].n > most ? r->g[k].n : most;
	return most > 2 && is_even(r, r->ngroups);
}

/* How many groups from the first are a number of any kind; 0: none. */
static unsigned
groups(struct str t, size_t i, bool plus, const struct scan_run *r)
{
	unsigned n, all = r->g[r->ngroups - 1].upto;

	if (plus)
		return abroad_groups(r, 0, ABROAD_MIN);
	if (starts(r->d, "00"))
		return abroad_groups(r, 2, ABROAD_MIN + 1);
	n = word_cued(t, i, bsn_cues, 3) ? 0 : national_groups(r);
	if (n > 0 || all < CUED_MIN || all > CUED_MAX || run_is_date(r, 0))
		return n;
	return is_shaped(r) && word_cued(t, i, cues, 2) ? r->ngroups : 0;
}

/* Whether a number may begin at i: tel0612345678 and 030/06... may. */
static bool
may_begin(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);
	struct scan_word w;

	if (glyph_is_letter(g.c))
		return word_before(t, i, "", &w) && !w.shouted &&
		    w.end - w.start > 1;
	return g.c == '/' || !run_is_glued(t, i);
}

static const char nought[] = " nul o zero ";
const char *const scan_phone_words[] = { nought, NULL };

/* The digit that the word says; NUL: none. */
static char
digit_of(const struct scan_word *w)
{
	static const char *const said[] = { nought, " een één one ",
		" twee two ", " drie three ", " vier four ", " vijf five ",
		" zes six ", " zeven seven ", " acht eight ", " negen nine " };

	for (int k = 0; k < 10; k++)
		if (word_in(w, said[k]))
			return (char)('0' + k);
	return '\0';
}

/* Where the next digits or word behind i begin; 0: too far. */
static size_t
next_token(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	for (unsigned k = 0; k < 4; k++) {
		if (glyph_is_digit(g.c) || glyph_is_letter(g.c))
			return i;
		if (!glyph_is_blank(g.c) && !glyph_is_hyphen(g.c) &&
		    g.c != '.' && g.c != ',')
			return 0;
		i += g.n;
		g = glyph_at(t, i);
	}
	return 0;
}

/* Digits in words, or in words and figures, from "nul" or the letter o. */
static bool
spoken(struct str t, size_t i, char d[static SCAN_DIGITS + 1], size_t *end)
{
	struct scan_word w;
	size_t n = 0;

	for (unsigned k = 0; k < SPOKEN_TOKENS && n < 10; k++) {
		if (word_at(t, i, &w)) {
			d[n] = digit_of(&w);
			if (d[n++] == '\0')
				return false;
			i = w.end;
		}
		for (struct glyph g = glyph_at(t, i); glyph_is_digit(g.c);
		     g = glyph_at(t, i)) {
			if (n == 10)
				return false;
			d[n++] = (char)g.c;
			i += g.n;
		}
		*end = i;
		i = next_token(t, i);
		if (i == 0)
			break;
	}
	d[n] = '\0';
	return n == 10 && d[1] != '0';
}

/* The first letter of nul, o, zero. */
static bool
may_be_nul(uint32_t c)
{
	c = glyph_lower(c);
	return c == 'n' || c == 'o' || c == 'z';
}

static bool
scan_spoken(const struct scan_in *in, size_t i, struct scan_span *s)
{
	char d[SCAN_DIGITS + 1];
	struct scan_word w;

	if (!may_be_nul(glyph_at(in->t, i).c) || !word_at(in->t, i, &w) ||
	    digit_of(&w) != '0' || run_is_glued(in->t, i) ||
	    (w.low[0] == 'o' && !glyph_is_digit(glyph_at(in->t, w.end).c)))
		return false;
	s->start = i;
	return spoken(in->t, i, d, &s->end) && !phone_is_nobodys(d, in->allow);
}

bool
scan_phone(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct glyph g = glyph_at(in->t, i);
	char digits[SCAN_DIGITS + 1] = "", home[SCAN_DIGITS + 2];
	size_t from = i;
	bool plus = g.c == '+';
	struct scan_run r;
	unsigned n;

	if (glyph_is_letter(g.c))
		return scan_spoken(in, i, s);
	if (!may_begin(in->t, i))
		return false;
	for (; g.c == '(' || g.c == '+'; g = glyph_at(in->t, from)) {
		plus = plus || g.c == '+';
		from = skip_blanks(in->t, from + g.n, 2);
		if (from - i > 8)
			return false;
	}
	if (!run_at(in->t, from, &r))
		return false;
	n = groups(in->t, i, plus, &r);
	if (n == 0)
		return false;
	memcpy(digits, r.d, r.g[n - 1].upto);
	at_home(digits, plus, home);
	s->start = i;
	s->end = r.g[n - 1].end;
	return !phone_is_nobodys(home, in->allow);
}
