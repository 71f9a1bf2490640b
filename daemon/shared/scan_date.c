/*
 * scan_date.c - days, and how old somebody is.
 *
 * A date is a day and a month, in figures only with a year.  A year or a
 * month alone and whatever lasts ("al 8 maanden") stay: they carry the
 * message.  A number is an age when somebody is it ("ik ben 15", "mijn zoon
 * van 4"), not when something took it ("3 jaar geleden").
 */
#include "scan_parts.h"

static const char months[] =
    " januari februari maart april mei juni juli augustus september oktober"
    " november december jan feb febr mrt apr jun jul aug sep sept okt oct nov"
    " dec january february march may june july august october stycznia lutego"
    " marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia ocak şubat mart nisan mayıs haziran temmuz ağustos"
    " eylül ekim kasım aralık січня лютого березня квітня травня червня липня"
    " серпня вересня жовтня листопада грудня ";
static const char english[] = " january february march april may june july"
			      " august september october november december ";
static const char ordinal[] = " e de ste th st nd rd ";

static const char ages[] = " jaar jr jaartjes jarige jarig years year yaşında"
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
    " middelste neefje nichtje vriend vriendin meisjes ";
static const char things[] =
    " familie gezin team klas groep cijfer rapport versie een tiental paar "
    "deel helft keer maximaal"
    " minimaal totaal afstand bedrag rekening factuur boete som plek nummer"
    " kamer begin eind einde periode week termijn contract ";
static const char units[] =
    " naar wkn wkjes dgn mnd cm kindere dage uurtjes euro keer uur u min "
    "minuten weken wk week dagen dag maanden maand mnd x"
    " kinderen gesprekken mensen jongeren procent km meter jaren personen"
    " andere verschillende nieuwe begeleiders voogden mails brieven groepen"
    " plekken huizen van kilo op times weeks days months tot ";
static const char tens[] = " twee drie vier vijf zes zeven acht negen tien elf"
			   " twaalf dertien veertien vijftien zestien"
			   " zeventien achttien negentien twintig ";
static const char tenths[] =
    " eerste tweede derde vierde vijfde zesde zevende achtste negende tiende"
    " elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende"
    " achttiende negentiende twintigste ";

const char *const scan_age_words[] = { tens, tenths, NULL };
const char *const scan_date_words[] = { english, NULL };

/* A number of at most n digits at i; its value, and where it ends. */
static size_t
small_number(struct str t, size_t i, size_t n, unsigned *v)
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

/* Behind a year that follows a month. */
static size_t
year_end(struct str t, size_t end)
{
	size_t from = skip_blanks(t, end, 2), at;
	unsigned v;

	from += from < t.n && t.p[from] == '\'';
	at = small_number(t, from, 4, &v);
	if (at > 0 &&
	    ((v >= 1900 && v < 2100) ||
		(at - from == 2 && from > end && t.p[from - 1] == '\'')))
		return at;
	return end;
}

/* 3 maart 2014, 14e november. */
static size_t
day_month(struct str t, size_t i)
{
	unsigned v;
	size_t end = small_number(t, i, 2, &v);
	struct scan_word w;

	if (end == 0 || v == 0 || v > 31)
		return 0;
	if (word_at(t, end, &w) && word_in(&w, ordinal))
		end = w.end;
	end = skip_blanks(t, end, 2);
	end += end < t.n && (t.p[end] == '-' || t.p[end] == '/');
	if (!word_at(t, end, &w) || !word_in(&w, months))
		return 0;
	end = w.end +
	    (w.end < t.n && t.p[w.end] == '.' &&
		year_end(t, w.end + 1) > w.end + 1);
	if (end < t.n && (t.p[end] == '-' || t.p[end] == '/'))
		return year_end(t, end + 1);
	return year_end(t, end);
}

/* March 3rd, 2014. */
static size_t
month_day(struct str t, size_t i)
{
	struct scan_word w;
	unsigned v;
	size_t end;

	if (!glyph_is_upper(glyph_at(t, i).c) || !word_at(t, i, &w) ||
	    !word_in(&w, english))
		return 0;
	end = small_number(t, skip_blanks(t, w.end, 1), 2, &v);
	if (end == 0 || v == 0 || v > 31)
		return 0;
	if (word_at(t, end, &w) && word_in(&w, ordinal))
		end = w.end;
	i = end + (end < t.n && t.p[end] == ',');
	return year_end(t, i) > i ? year_end(t, i) : end;
}

bool
scan_date(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_run r;

	if (run_is_glued(in->t, i))
		return false;
	s->start = i;
	s->end = day_month(in->t, i);
	if (s->end == 0)
		s->end = month_day(in->t, i);
	if (s->end == 0 && run_at(in->t, i, &r) && run_is_date(&r, 0))
		s->end = r.g[2].end;
	return s->end > i;
}

/* The number at i, in figures or in words; where it ends. */
static size_t
years_end(struct str t, size_t i, bool *digits)
{
	unsigned v;
	struct scan_word w;
	size_t end = small_number(t, i, 2, &v);

	*digits = end > 0;
	if (end > 0)
		return v > 0 ? end : 0;
	return word_at(t, i, &w) && word_in(&w, tens) ? w.end : 0;
}

/* 17e verjaardag, tiende verjaardag. */
static size_t
birthday_end(struct str t, size_t i)
{
	unsigned v;
	struct scan_word w;
	size_t end = small_number(t, i, 2, &v);

	if (end > 0 ? !word_at(t, end, &w) || !word_in(&w, ordinal)
		    : !word_at(t, i, &w) || !word_in(&w, tenths))
		return 0;
	end = w.end;
	if (!word_next(t, end, "", &w) || word_in(&w, " en tot was is ben "))
		return word_cued(t, i, " mijn mn m'n haar z'n zijn ", 1) ? end
									 : 0;
	return word_in(&w,
		   " verjaardag levensjaar birthday verjaardagsfeest "
		   "jaardag ") ||
		(word_in(&w, " jaar ") &&
		    word_cued(t, i, " mijn zijn haar ", 1))
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
		return false;
	if (word_in(&w, who))
		return unit || glyph_before(t, i).c == '(';
	if (glyph_before(t, i).c == '(')
		return true; /* Sam (15) */
	if (word_in(&w, " van "))
		return word_before(t, w.start, "", &p) && !word_in(&p, things);
	if (unit)
		return word_in(&w, is);
	if (word_in(&w,
		" ben bent word werd geworden leeftijd wordt am im is was wás"
		" amper inmiddels intussen "))
		return true;
	return word_in(&w, " nu bijna pas net al toen maar ik hij zij ze ") &&
	    word_cued(t, w.start, " ben word ik hij zij ze toen wordt is ", 2);
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
	return word_next(t, end, "", &w) && word_in(&w, units);
}

/* "4 en 7 jaar": the first of them. */
static bool
is_listed(struct str t, size_t end)
{
	struct scan_word w;
	bool digits;
	size_t at;

	if (!word_next(t, end, ",", &w) || !word_in(&w, " en of "))
		return false;
	at = years_end(t, skip_blanks(t, w.end, 2), &digits);
	return at > 0 && word_next(t, at, "", &w) && word_in(&w, ages) &&
	    !(word_next(t, w.end, "", &w) && word_in(&w, lasting));
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
	if (!word_next(t, end, "-", &w) || !word_in(&w, ages))
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
	return is_cued(t, i, true) && !word_cued(t, i, not_before, 1);
}
