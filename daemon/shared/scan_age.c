/*
 * scan_age.c - how old somebody is.
 *
 * A number is an age when somebody is it ("ik ben 15", "mijn zoon van 4"),
 * not when something took it ("3 jaar geleden").
 */
#include "scan_age.h"

#define LISTED_MAX 5 /* ages in a row */

const char age_ages[] = " jaar jr jaartjes jarige jarig years year yaşında"
			" yaşındayım yaşındaki lat років роки рік ";
static const char lasting[] =
    " geleden lang al na later terug bezig wachten wachtlijst gewacht ervaring"
    " erna daarna achtereen oude ago verder cel garantie duren duurt samen"
    " getrouwd gescheiden uit bij in onder ";
static const char not_before[] =
    " al na over sinds afgelopen laatste binnen elke per om ruim voor komende"
    " eerste hele heel half anderhalf zeker meer minstens al. gedurende ";
static const char is[] =
    " ben bent is was word wordt werd geworden toen nu bijna pas net leeftijd"
    " van vanaf onder boven tot en jongen meisje meid moeder vader zoon"
    " dochter jongere kind ouder m v am yaşım maar zijn waren im she's he's"
    " hij's ongeveer dochters zoons kinderen kids ";
static const char who[] =
    " zoon dochter zoontje dochtertje kind kindje jongen jongetje meisje meid"
    " broer broertje zus zusje kleinkind kleinzoon kleindochter pleegkind"
    " pleegzoon pleegdochter dochters zoons zonen kinderen kids pleegkinderen"
    " jongens meisjes tweeling man vrouw jongere jongeren puber kleuter"
    " peuter zusjes broertjes pleegmeisje pleegjongen gast oudste jongste"
    " middelste neefje nichtje vriend vriendin meisjes baby babytje kindje"
    " dreumes peutertje kleutertje halfbroertje halfzusje pleegbaby ";
static const char things[] =
    " familie gezin team klas groep cijfer rapport versie een tiental paar "
    "deel helft keer maximaal"
    " minimaal totaal afstand bedrag rekening factuur boete som plek nummer"
    " kamer begin eind einde periode week termijn contract wachttijd"
    " wachtlijst duur straf ots machtiging plaatsing verlenging maatregel"
    " ondertoezichtstelling traject uithuisplaatsing behandeling cursus"
    " therapie relatie huwelijk ervaring geschiedenis strijd vertraging ";
const char age_units[] =
    " naar wkn wkjes dgn mnd cm kindere dage uurtjes euro keer uur u min "
    "minuten weken wk week dagen dag maanden maand mnd x"
    " kinderen gesprekken mensen jongeren procent km meter jaren personen"
    " andere verschillende nieuwe begeleiders voogden mails brieven groepen"
    " plekken huizen van kilo op times weeks days months tot ";
/* Ages that are no whole number of years. */
static const char parts[] = " anderhalf anderhalve ";
static const char months[] = " maanden maand mnd mndn weken weekjes wk dagen ";
static const char tens[] = " twee drie vier vijf zes zeven acht negen tien elf"
			   " twaalf dertien veertien vijftien zestien"
			   " zeventien achttien negentien twintig ";
static const char tenths[] =
    " eerste tweede derde vierde vijfde zesde zevende achtste negende tiende"
    " elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende"
    " achttiende negentiende twintigste ";

const char age_ordinals[] = " e de ste th st nd rd ";
const char *const scan_age_words[] = { tens, tenths, parts, NULL };

size_t
age_number(struct str t, size_t i, size_t n, unsigned *v)
{
	size_t end = i;

	*v = 0;
	for (; end < t.n && glyph_is_digit((uint8_t)t.p[end]); end++) {
		if (end - i == n)
			return 0;
		*v = *v * 10 + (unsigned)(t.p[end] - '0');
	}
	return end > i ? end : 0;
}

/* The number at i, in figures or in words; where it ends. */
static size_t
years_end(struct str t, size_t i, bool *digits)
{
	unsigned v;
	struct scan_word w;
	size_t end = age_number(t, i, 2, &v);

	*digits = end > 0;
	if (end > 0)
		return v > 0 ? end : 0;
	return word_at(t, i, &w) && (word_in(&w, tens) || word_in(&w, parts))
	    ? w.end
	    : 0;
}

/* Whether the word at i is in the list. */
static bool
word_starts(struct str t, size_t i, const char *list)
{
	struct scan_word w;

	return word_at(t, i, &w) && word_in(&w, list);
}

/* Whether "op mijn" stands before an age: "op mijn zestiende moest ik weg". */
static bool
is_own(struct str t, size_t i)
{
	struct scan_word w, before;

	return word_before(t, i, "", &w) &&
	    word_in(
		&w, " mijn mn m'n me haar dr d'r zijn z'n zn hun je jouw ") &&
	    word_before(t, w.start, "", &before) &&
	    word_in(&before,
		" op vanaf na tot sinds rond voor met tegen vlak net vóór ");
}

/* 17e verjaardag, tiende verjaardag, op mijn zestiende. */
static size_t
birthday_end(struct str t, size_t i)
{
	/* What one has several of, and has no years. */
	static const char counted[] =
	    " keer maal dag week maand plek school groep gezin pleeggezin huis"
	    " kamer gesprek begeleider begeleidster voogd gezinsvoogd mentor"
	    " kind afspraak poging brief mail melding zitting verzoek stage"
	    " klas kans adres therapeut psycholoog jeugdbeschermer werker"
	    " dinsdag maandag woensdag donderdag vrijdag zaterdag zondag ";
	static const char few[] = " eerste tweede derde ";
	unsigned v = 0;
	struct scan_word w;
	size_t end = age_number(t, i, 2, &v);

	if (end > 0 ? !word_at(t, end, &w) || !word_in(&w, age_ordinals)
		    : !word_at(t, i, &w) || !word_in(&w, tenths))
		return 0;
	end = w.end;
	if (!word_next(t, end, "", &w) || word_in(&w, " en tot was is ben "))
		return word_cued(t, i, " mijn mn m'n haar z'n zijn ", 1) ? end
									 : 0;
	if (word_in(&w,
		" verjaardag levensjaar birthday verjaardagsfeest jaardag "))
		return end;
	if (word_in(&w, " jaar "))
		return word_cued(t, i, " mijn zijn haar ", 1) ? end : 0;
	return is_own(t, i) && !word_in(&w, counted) &&
		(v > 3 || (v == 0 && !word_starts(t, i, few)))
	    ? end
	    : 0;
}

/* A digit, or the first letter of a number in words. */
static bool
may_count(struct str t, size_t i)
{
	uint32_t c = glyph_lower(glyph_at(t, i).c);

	return glyph_is_digit(c) ||
	    (c > 0 && c < 0x80 && strchr("adentvz", (int)c) != NULL);
}

/* Behind "15 en " before i there is an age already. */
static bool
is_second(struct str t, size_t i)
{
	struct scan_word w, before;
	struct scan_span s;
	struct scan_in in = { t, NULL };
	size_t k;

	if (!word_before(t, i, "", &w) || !word_in(&w, " en of and "))
		return false;
	for (k = w.start; k > 0 && glyph_is_blank(glyph_before(t, k).c);)
		k -= glyph_before(t, k).n;
	for (i = k; k > 0 && glyph_is_digit((uint8_t)t.p[k - 1]) && i - k < 3;)
		k--;
	return k < i &&
	    !(word_before(t, k, "", &before) &&
		word_in(&before, " en of and ")) &&
	    scan_age(&in, k, &s);
}

/* Whether the word before the number says that somebody is it. */
static bool
is_cued(struct str t, size_t i, bool unit)
{
	struct scan_word w, p;

	if (!word_before(t, i, "(,:-", &w))
		return glyph_before(t, i).c == '('; /* (15) jongen */
	if (word_in(&w, who))
		return unit || glyph_before(t, i).c == '(';
	if (glyph_before(t, i).c == '(')
		return true; /* Sam (15) */
	if (word_in(&w, " van "))
		return word_before(t, w.start, "", &p) && !word_in(&p, things);
	if (word_in(&w, " is was ") && word_before(t, w.start, "", &p) &&
	    word_in(&p, " er het dat dit kamer cijfer nummer groep score "))
		return false;
	if (unit)
		return word_in(&w, is);
	if (word_in(&w,
		" ben bent word werd geworden leeftijd wordt am im is was wás"
		" amper inmiddels intussen "))
		return true;
	if (word_in(&w, " m v j "))
		return word_cued(
		    t, w.start, " ik ben jongen meisje leeftijd ", 1);
	return word_in(
		   &w, " nu bijna pas net al toen maar ik hij zij ze nog ") &&
	    word_cued(t, w.start,
		" ben word ik hij zij ze toen wordt is zijn waren was ", 2);
}

/* What stands behind a number that is nobody's age. */
static bool
is_counted(struct str t, size_t end)
{
	struct scan_word w;
	struct glyph g = glyph_at(t, end);

	if (g.c == ':' || g.c == '%' || g.c == 'x' ||
	    ((g.c == '.' || g.c == ',' || g.c == '/' || g.c == '-') &&
		glyph_is_digit(glyph_at(t, end + 1).c)))
		return true;
	if (glyph_is_letter(g.c))
		return true;
	return word_next(t, end, "", &w) && word_in(&w, age_units);
}

/* "3, 4 en 7 jaar": one of the first of them. */
static bool
is_listed(struct str t, size_t end)
{
	struct scan_word w, after;
	bool digits;
	size_t at = end;

	for (int k = 0; k < LISTED_MAX; k++) {
		const bool comma = at < t.n && t.p[at] == ',';
		const bool joined =
		    word_next(t, at, ",", &w) && word_in(&w, " en of ");

		if (!joined && !comma)
			return false;
		at = joined ? w.end : at + 1;
		if (joined && word_next(t, at, "", &after) &&
		    word_in(&after, lasting))
			return false;
		at = years_end(t, skip_blanks(t, at, 2), &digits);
		if (at == 0)
			return false;
		if (word_next(t, at, "", &w) && word_in(&w, age_ages))
			return !(word_next(t, w.end, "", &w) &&
			    word_in(&w, lasting));
	}
	return false;
}

/* "Kees, 47, loodgieter". */
static bool
is_apposed(struct str t, size_t i, size_t end)
{
	struct scan_word w;

	return end == i + 2 && glyph_at(t, end).c == ',' && i > 2 &&
	    t.p[i - 1] == ' ' && t.p[i - 2] == ',' &&
	    word_before(t, i, ",", &w) && w.capital && w.cased && !w.shouted;
}

/* Whether what is told ends here. */
static bool
is_end(struct str t, size_t i)
{
	const uint32_t c = glyph_at(t, i).c;

	return c == 0 || c == '\n' || c == '.' || c == ',' || c == ')' ||
	    c == '!' || c == ';';
}

/* "een jongen van 16", "jongen, 17"; but "kinderen van 2 gezinnen". */
static bool
is_whose(struct str t, size_t i, size_t end)
{
	static const char small[] =
	    " op in die met en of heeft is was zit wil ";
	struct scan_word w, p;

	if (!word_before(t, i, ",", &w))
		return false;
	if (word_in(&w, who))
		return is_end(t, end);
	return word_in(&w, " van ") && word_before(t, w.start, "", &p) &&
	    word_in(&p, who) &&
	    (is_end(t, end) ||
		(word_next(t, end, "", &p) && word_in(&p, small)));
}

/* "ze wordt volgende maand 18", "als je 18 bent". */
static bool
is_coming(struct str t, size_t i, size_t end)
{
	static const char other[] = " om tot van op per na kamer groep artikel"
				    " nummer week blok niveau klas art ";
	struct scan_word w;

	if (!word_before(t, i, "", &w) || word_in(&w, other))
		return false;
	if (word_next(t, end, "", &w) &&
	    word_in(&w, " bent was ben wordt word "))
		return word_cued(t, i, " je jij u ik hij zij ze toen die ", 1);
	return end == i + 2 && is_end(t, end) &&
	    word_cued(t, i, " word wordt werd ", 4);
}

/* "15 jaar en al 6 keer verhuisd": who writes begins with it. */
static bool
is_opening(struct str t, size_t i, size_t end)
{
	struct scan_word unit, w;

	return i == 0 && end == 2 && t.p[0] == '1' &&
	    word_next(t, end, "", &unit) && word_in(&unit, age_ages) &&
	    !(word_next(t, unit.end, "", &w) && word_in(&w, lasting));
}

/* "een baby van 3 maanden", "een kind van anderhalf jaar". */
static bool
is_small(struct str t, size_t i, size_t end)
{
	struct scan_word unit, w, whose;

	if (!word_next(t, end, "", &unit) ||
	    !(word_in(&unit, months) || word_in(&unit, age_ages)))
		return false;
	if (word_next(t, unit.end, "", &w) && word_in(&w, " oud "))
		return true;
	return word_before(t, i, "", &w) && word_in(&w, " van ") &&
	    word_before(t, w.start, "", &whose) && word_in(&whose, who);
}

/* "ze is twee." but not "er is een": the sentence ends. */
static bool
is_spoken(struct str t, size_t i, size_t end)
{
	struct glyph g = glyph_at(t, end);

	return (g.n == 0 || g.c == '.' || g.c == '!' || g.c == ',') &&
	    is_cued(t, i, false);
}

bool
scan_age(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct str t = in->t;
	struct scan_word w, next;
	bool digits;
	size_t end;

	if (run_is_glued(t, i) || !may_count(t, i))
		return false;
	s->start = i;
	s->end = birthday_end(t, i);
	if (s->end > 0)
		return true;
	end = s->end = years_end(t, i, &digits);
	if (end == 0)
		return false;
	if (is_small(t, i, end) ||
	    (digits &&
		(is_apposed(t, i, end) || is_whose(t, i, end) ||
		    is_coming(t, i, end) || is_opening(t, i, end))))
		return true;
	if (word_starts(t, i, parts))
		return false;
	if (word_next(t, end, "", &w) && word_in(&w, " geworden "))
		return true;
	if (!word_next(t, end, "-", &w) || !word_in(&w, age_ages))
		return !is_counted(t, end) &&
		    (is_listed(t, end) ||
			(digits ? is_cued(t, i, false) || is_second(t, i)
				: is_spoken(t, i, end)) ||
			(digits && word_next(t, end, "", &w) &&
			    word_in(&w, " ben was word werd is ") &&
			    word_cued(t, i, " ik hij zij ze toen die ", 1)));
	if (word_in(&w, " jarige jarig yaşında yaşındayım yaşındaki "))
		return true;
	if (word_next(t, w.end, "", &next)) {
		if (word_in(&next, " oud jong old "))
			return true;
		if (word_in(&next, lasting))
			return false;
	}
	return is_own(t, i) ||
	    (is_cued(t, i, true) && !word_cued(t, i, not_before, 1));
}
