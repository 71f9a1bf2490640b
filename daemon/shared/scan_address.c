/*
 * scan_address.c - a street and a house number.
 *
 * A street is known by how its name ends.  "-straat" and the like are found
 * however they are written; "-akker" or "-haven" end other words as well and
 * need a capital.  Any word does between "woon op" and a number, or with a
 * number and a postcode behind it.  What is counted behind the number
 * ("onderweg 20 minuten") makes it none.
 */
#include "scan_parts.h"

#define WORDS_MAX 5 /* of a name: Burgemeester de Vlugt van Ginneken laan */

static const char *const strong[] = { "straat", "straatje", "laan", "laantje",
	"weg", "plein", "gracht", "kade", "dijk", "singel", "steeg", "dreef",
	"hof", "hofje", "plantsoen", "boulevard", "allee", "str", "strt", "pln",
	"wg", NULL };
static const char *const weak[] = { "akker", "akkers", "veld", "velden", "kamp",
	"hoek", "haven", "park", "markt", "ring", "wal", "baan", "pad", "oord",
	"tuin", "tuinen", "erf", "donk", "meent", "schans", "vaart", "brink",
	"horst", "zoom", "stee", "poort", "heuvel", "bos", "hout", "weide",
	"wei", "beek", "bocht", "sloot", "werf", "eind", "rade", "es", "ln",
	"kant", "passage", "brug", "sluis", "kwartier", "gaarde", "horn",
	"driehoek", "einde", "burcht", "rug", "gouw", "hage", "hoeve", "ven",
	"kwekerij", NULL };

/* Common nouns with such an end. */
static const char nouns[] =
    " weg onderweg snelweg terugweg heenweg omweg uitweg halfweg halverwege"
    " tegemoetkoming achterweg zijweg ver weg autoweg hoofdweg beweg overweg "
    "landweg zandweg"
    " rijksweg ventweg rondweg ringweg middenweg toegangsweg voorrangsweg"
    " winkelstraat woonstraat oprijlaan marktplein voorplein fietspad"
    " wandelpad voetpad zebrapad schoolplein speelplein parkeerplein"
    " dorpsplein stadsplein binnenplein straat laan plein gracht kade dijk"
    " singel steeg dreef hof plantsoen boulevard park pad markt ring wal baan"
    " haven hoek kamp veld brug sluis zijstraat doodlopend voorhof gerechtshof"
    " kerkhof spoorweg luchtweg waterweg rijbaan bijbaan loopbaan bos hout"
    " beek es wei weide poort kant werf tuin voetbalveld sportveld speelveld"
    " sportpark pretpark dierenpark vakantiepark speeltuin dierentuin"
    " achtertuin voortuin moestuin supermarkt arbeidsmarkt kerstmarkt"
    " zorgboerderij buitenkant binnenkant zijkant overkant achterkant"
    " voorkant andere sprookjesbos telefoonhoek overleg aanleg uitleg ";

/* Words that a street may begin with, also in small letters. */
static const char titles[] =
    " pastoor burgemeester burg pr dokter dr prof professor mr sint st santa"
    " koning koningin prins prinses dominee ds generaal gen graaf gravin"
    " admiraal pater kapelaan kardinaal minister president kapitein ir jhr"
    " jonkheer baron oude nieuwe lange korte kleine grote hoge lage brede"
    " eerste tweede derde vierde verlengde laan plein hof ";
const char *const scan_address_words[] = { titles, NULL };
static const char particles[] = " van de der den het 't ten ter te la le aan"
				" op in 's ";

/* Words with a capital that only stand before a street. */
static const char not_streets[] =
    " op in aan bij de het een naar uit vanaf langs mijn ons onze adres"
    " ik wij we hij zij ze woon woont wonen wonende is en of dan daar hier"
    " postbus antwoordnummer ";

static const char cues[] = " woon woont wonen woonde woonden wonende woonachtig"
			   " adres woonadres postadres huisadres ";
static const char cue_gaps[] = " op aan in de het is nu nog thans te bij ";

/* What is counted, or comes after a count. */
static const char units[] =
    " jaar jaren jr jarige min minuut minuten uur uren u keer keren x maal dag"
    " dagen week weken wk maand maanden mnd mnds euro eur euri km kilometer m"
    " meter meters kinderen kids kind jongeren jongens meisjes meiden mensen"
    " man mannen vrouwen personen ouders moeders vaders procent graden nachten"
    " nacht sec seconden gb mb gezinnen groepen andere verschillende nieuwe"
    " leden plekken kamers huizen auto's honden katten pagina's keertje"
    " kwartier tot per van years times days weeks months hours minutes"
    " stuks hoog rondes stappen mails berichten ";

static bool
ends_in(const struct scan_word *w, const char *const *ends)
{
	size_t n = strlen(w->low), k;

	for (; *ends != NULL; ends++) {
		k = strlen(*ends);
		if (n >= k + 2 && memcmp(w->low + n - k, *ends, k) == 0)
			return true;
	}
	return false;
}

static bool
is_street(const struct scan_word *w)
{
	if (word_in(w, nouns))
		return false;
	return ends_in(w, strong) ||
	    (w->capital && !w->shouted && ends_in(w, weak));
}

/* Behind the digits at i, which are more of a number: 12-3, 12/3. */
static size_t
digits_end(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	for (int k = 0; k < 4 && glyph_is_digit(g.c); k++) {
		i += g.n;
		g = glyph_at(t, i);
	}
	return glyph_is_digit(g.c) ? 0 : i;
}

/* Behind what is added to a house number: 12b, 12 B, 210-III, 5 bis, 3hs. */
static size_t
addition_end(struct str t, size_t i)
{
	static const char added[] = " i ii iii iv bis hs rd zw a b c d e f g ";
	struct glyph g = glyph_at(t, i);
	bool joined = glyph_is_hyphen(g.c) || g.c == '/';
	size_t from = joined ? i + g.n : skip_blanks(t, i, 1), end;
	struct scan_word w;

	if (joined && glyph_is_digit(glyph_at(t, from).c)) {
		end = digits_end(t, from);
		return end == 0 ? i : end;
	}
	if (!word_at(t, from, &w))
		return i;
	if (strlen(w.low) == 1 && from == i)
		return w.end;
	if (!word_in(&w, added))
		return i;
	return from == i || joined || w.capital || w.low[1] != '\0' ? w.end : i;
}

/*
 * Behind the house number that follows a street at i; 0: there is none, or
 * it counts something.  Year: it may be one.
 */
static size_t
number_end(struct str t, size_t i, bool *year)
{
	struct scan_word w;
	struct glyph g;
	size_t start, end;
	unsigned n = 0;

	g = glyph_at(t, i);
	i = skip_blanks(t, g.c == '.' ? i + g.n : i, 2);
	if (word_at(t, i, &w) && word_in(&w, " nr no nummer huisnummer "))
		i = skip_blanks(t, w.end + (glyph_at(t, w.end).c == '.'), 2);
	start = end = i;
	g = glyph_at(t, i);
	if (!glyph_is_digit(g.c) || g.c == '0')
		return 0;
	for (; glyph_is_digit(g.c) && n < 6; g = glyph_at(t, end), n++)
		end += g.n;
	*year = n == 4 && (t.p[start] == '1' || t.p[start] == '2');
	if (n > 5 || g.c == '%' || g.c == 'x' || g.c == 0x20ac ||
	    ((g.c == ':' || g.c == ',' || g.c == '.') &&
		glyph_is_digit(glyph_at(t, end + g.n).c)))
		return 0;
	if (word_next(t, end, "-", &w) && word_in(&w, units))
		return 0;
	return addition_end(t, end);
}

/* Whether a postcode follows the number that ends at i. */
static bool
has_postcode(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);

	for (int k = 0; k < 4; k++) {
		if (!glyph_is_blank(g.c) && g.c != ',' && g.c != '\n')
			break;
		i += g.n;
		g = glyph_at(t, i);
	}
	return glyph_is_digit(g.c) && postcode_end(t, i) > 0;
}

/* Whether "woon op de" or "adres:" stands before i. */
static bool
is_cued(struct str t, size_t i)
{
	struct scan_word w;

	for (int k = 0; k < 4 && word_before(t, i, ":,", &w); k++) {
		if (word_in(&w, cues))
			return true;
		if (!word_in(&w, cue_gaps))
			return false;
		i = w.start;
	}
	return false;
}

/*
 * Whether w can stand before the last word of the name; the first of all
 * words (k is 0) is no particle.
 */
static bool
may_lead(const struct scan_word *w, unsigned k)
{
	if (word_in(w, titles) || (k > 0 && word_in(w, particles)))
		return true;
	return w->capital && w->cased && !w->shouted &&
	    !word_in(w, not_streets);
}

/* "Laan van Meerdervoort", where the kind of street comes first. */
static bool
is_turned(
    struct str t, const struct scan_word *first, const struct scan_word *last)
{
	struct scan_word w;

	return first->start != last->start && last->capital &&
	    word_in(first, " laan plein hof park weg kade ") &&
	    word_next(t, first->end, "", &w) && word_in(&w, " van der den de ");
}

/* Whether the words first to last are a street, and end behind the number. */
static size_t
street_end(
    struct str t, const struct scan_word *first, const struct scan_word *last)
{
	bool year, alone = first->start == last->start;
	size_t end = number_end(t, last->end, &year);
	bool sure;

	if (end == 0)
		return 0;
	sure = has_postcode(t, end);
	if (year && !sure)
		return 0;
	if (is_street(last) || is_turned(t, first, last))
		return end;
	if (sure && !word_in(last, not_streets) && alone)
		return end;
	return last->capital && !word_in(last, not_streets) &&
		is_cued(t, first->start)
	    ? end
	    : 0;
}

/* Postbus 1123. */
static size_t
box_end(struct str t, const struct scan_word *w)
{
	size_t i, end;

	if (!word_in(w, " postbus antwoordnummer pb "))
		return 0;
	i = skip_blanks(t, w->end, 2);
	end = digits_end(t, i);
	return end > i + 1 ? end : 0;
}

bool
scan_address(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_word first, w;

	if (run_is_glued(in->t, i) || !word_at(in->t, i, &first))
		return false;
	w = first;
	s->start = i;
	s->end = box_end(in->t, &first);
	if (s->end > 0)
		return true;
	for (unsigned k = 0; k < WORDS_MAX; k++) {
		s->end = street_end(in->t, &first, &w);
		if (s->end > 0)
			return true;
		if (!may_lead(&w, k) ||
		    !word_next(in->t, w.end, k == 0 ? "." : "-.", &w))
			return false;
	}
	return false;
}
