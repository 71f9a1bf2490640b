/*
 * scan_number.c - plates of cars, and numbers of files and cases.
 *
 * A plate is three groups of letters and of digits, six in all.  A number is
 * any run of seven digits, five with letters and marks among them
 * ("C/02/418833"), or four behind a cue; never a sum of money, never the
 * number of a service.
 */
#include "scan_parts.h"

#define TOKEN_MAX 40
#define SPACED_MIN 7 /* digits of a number in groups */

static const char plates[] = " kenteken kentekens auto nummerbord nummerplaat"
			     " kentekennummer bus busje scooter ";
static const char plates_only[] = " kenteken nummerbord nummerplaat"
				  " kentekennummer ";
static const char cues[] =
    " dossier dossiernummer dossiernr zaak zaaknummer zaaknr client cliënt"
    " clientnummer cliëntnummer klantnummer kenmerk skj vnummer"
    " registratienummer patientnummer patiëntnummer aangifte aangiftenummer"
    " meldnummer melding ref referentie referentienummer rekestnummer polis"
    " polisnummer nummer nr rk dossierno registratie meldingsnummer case"
    " clientnr cliëntnr klantnr clnr dossiernrs vreemdelingennummer pasnr"
    " kaartnummer polisnr kenm klantnummers patnr patiëntnr meldingsnr"
    " beschikking vnr bignummer pasnummer paspoort casenummer ";

struct token {
	size_t end;
	unsigned digits, letters, marks, groups;
	bool lower, longest; /* a group of more than three */
};

static bool
is_mark(uint32_t c)
{
	return glyph_is_hyphen(c) || c == '/' || c == '.' || c == '_';
}

static bool
is_part(uint32_t c)
{
	return c < 0x80 && (glyph_is_digit(c) || glyph_is_letter(c));
}

/* The token of letters, digits and single marks that begins at i. */
static void
token_at(struct str t, size_t i, struct token *k)
{
	uint32_t last = 0;
	unsigned run = 0;
	struct glyph g;

	memset(k, 0, sizeof(*k));
	for (size_t from = i; i - from < TOKEN_MAX; i += g.n) {
		g = glyph_at(t, i);
		if (is_mark(g.c) && is_part(glyph_at(t, i + g.n).c) && last) {
			k->marks++;
			last = ' ';
			continue;
		}
		if (!is_part(g.c))
			break;
		if (glyph_is_digit(last) != glyph_is_digit(g.c) || last <= ' ')
			k->groups++, run = 0;
		k->longest = k->longest || ++run > 3;
		k->digits += glyph_is_digit(g.c);
		k->letters += glyph_is_letter(g.c);
		k->lower = k->lower || (g.c >= 'a' && g.c <= 'z');
		last = g.c;
		k->end = i + g.n;
	}
}

static bool
is_within(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);

	return run_is_glued(t, i) ||
	    (is_mark(g.c) && is_part(glyph_before(t, i - g.n).c)) || g.c == '@';
}

/* "AB 12 CD": with blanks only behind a cue. */
static size_t
spaced_plate(struct str t, size_t i)
{
	unsigned all = 0, n;
	struct token k;
	size_t at = i;

	for (n = 0; n < 3; n++) {
		token_at(t, at, &k);
		if (k.groups != 1 || k.marks > 0 || k.longest)
			return 0;
		all += k.digits + k.letters;
		at = skip_blanks(t, k.end, 1);
	}
	return all == 6 ? k.end : 0;
}

bool
scan_plate(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct token k;
	bool cued;

	if (is_within(in->t, i))
		return false;
	token_at(in->t, i, &k);
	s->start = i;
	s->end = k.end;
	if (k.digits + k.letters == 6 && k.digits > 0 && k.letters > 0 &&
	    !k.longest && k.groups == 3 && k.marks == 2)
		return true;
	if (k.groups == 0 || k.digits + k.letters > 6)
		return false;
	if (k.digits == 0 &&
	    !glyph_is_digit(glyph_at(in->t, skip_blanks(in->t, k.end, 1)).c))
		return false;
	cued = word_cued(in->t, i, plates, 3);
	if (k.digits + k.letters == 6 && k.digits > 0 && k.letters > 0 &&
	    (k.groups == 3 || k.groups == 4) && k.marks <= 3 && !k.longest)
		return cued || (!k.lower && k.groups == 3);
	s->end =
	    word_cued(in->t, i, plates_only, 2) ? spaced_plate(in->t, i) : 0;
	return s->end > 0;
}

/* "€ 1500000", "1500000 euro". */
static bool
is_money(struct str t, size_t i, size_t end)
{
	struct glyph g = glyph_before(t, i);
	struct scan_word w;

	if (glyph_is_blank(g.c))
		g = glyph_before(t, i - g.n);
	return g.c == 0x20ac || g.c == '$' ||
	    (word_next(t, end, ",-.", &w) && word_in(&w, " euro eur euros "));
}

static bool
is_nobodys(struct str t, size_t i, const struct scan_allow *allow)
{
	struct scan_run r;

	return run_at(t, i, &r) && phone_is_nobodys(r.d, allow);
}

static bool
is_numberlike(const struct token *k, bool cued)
{
	if (k->digits >= 7)
		return true;
	if (k->letters > 0 && k->letters <= 8 && k->digits >= 5)
		return k->marks > 0 || k->letters <= 2;
	return cued && k->digits >= 4 &&
	    (k->marks > 0 || k->digits > 4 || k->letters > 0);
}

/* Behind a number in groups that a cue announces: V-nummer 278 123 4567. */
static size_t
spaced_end(struct str t, size_t i, const struct scan_allow *allow)
{
	struct scan_run r;

	if (!run_at(t, i, &r) || r.ngroups < 2 ||
	    r.g[r.ngroups - 1].upto < SPACED_MIN || run_is_date(&r, 0) ||
	    phone_is_nobodys(r.d, allow) || !word_cued(t, i, cues, 2))
		return 0;
	for (unsigned k = 1; k < r.ngroups; k++)
		if (r.g[k].before != ' ' || r.g[k].n < 2)
			return 0;
	return r.g[r.ngroups - 1].end;
}

bool
scan_number(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct str t = in->t;
	struct token k;

	if (is_within(t, i))
		return false;
	token_at(t, i, &k);
	s->start = i;
	s->end = spaced_end(t, i, in->allow);
	if (s->end > k.end)
		return true;
	if (k.digits < 4)
		return false;
	s->end = k.end;
	return is_numberlike(&k, word_cued(t, i, cues, 3)) &&
	    !is_money(t, i, k.end) && !is_nobodys(t, i, in->allow);
}
