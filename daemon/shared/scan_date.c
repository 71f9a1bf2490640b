/*
 * scan_date.c - days.
 *
 * A date is a day and a month, in figures with a year or behind what says
 * that it is a day.  A year or a month alone and whatever lasts ("al 8
 * maanden") stay: they carry the message.
 */
#include "scan_age.h"

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

const char *const scan_date_words[] = { english, NULL };

/* Behind a year that follows a month. */
static size_t
year_end(struct str t, size_t end)
{
	size_t from = skip_blanks(t, end, 2), at;
	unsigned v;

	from += from < t.n && t.p[from] == '\'';
	at = age_number(t, from, 4, &v);
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
	size_t end = age_number(t, i, 2, &v);
	struct scan_word w;

	if (end == 0 || v == 0 || v > 31)
		return 0;
	if (word_at(t, end, &w) && word_in(&w, age_ordinals))
		end = w.end;
	end = skip_blanks(t, end, 2);
	end += end < t.n && (t.p[end] == '-' || t.p[end] == '/');
	if (word_at(t, end, &w) && word_in(&w, " van "))
		end = skip_blanks(t, w.end, 2); /* de 12e van juli */
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
	end = age_number(t, skip_blanks(t, w.end, 1), 2, &v);
	if (end == 0 || v == 0 || v > 31)
		return 0;
	if (word_at(t, end, &w) && word_in(&w, age_ordinals))
		end = w.end;
	i = end + (end < t.n && t.p[end] == ',');
	return year_end(t, i) > i ? year_end(t, i) : end;
}

/* What says that 12-4 is a day: a word before it, or its own size. */
static bool
is_dated(struct str t, size_t i, unsigned day)
{
	static const char cues[] =
	    " op dd d.d vanaf sinds per datum zitting afspraak gesprek brief"
	    " mail bezoek maandag dinsdag woensdag donderdag vrijdag zaterdag"
	    " zondag ma di wo do vr za zo vandaag morgen gisteren d d geb"
	    " geboren ";
	struct scan_word w;

	if (!word_before(t, i, ":.,(", &w))
		return day > 12;
	if (word_in(&w, " van ")) /* the letter of 3/10 */
		return word_cued(t, w.start, cues, 1);
	return word_in(&w, cues) || (day > 12 && !word_in(&w, " een "));
}

/* 12-4, 21/2: a day and a month in figures, without a year. */
static size_t
short_date(struct str t, size_t i)
{
	unsigned day, month, year;
	size_t mark = age_number(t, i, 2, &day), end;
	struct scan_word w;
	struct glyph g;

	if (mark == 0 || mark >= t.n || (t.p[mark] != '-' && t.p[mark] != '/'))
		return 0;
	end = age_number(t, mark + 1, 2, &month);
	if (end == 0 || day == 0 || day > 31 || month == 0 || month > 12 ||
	    (day == 24 && month == 7))
		return 0;
	if (end + 4 <= t.n && t.p[end] == t.p[mark] && t.p[end + 1] == '\'' &&
	    age_number(t, end + 2, 2, &year) == end + 4)
		return end + 4; /* 1-1-'23 */
	g = glyph_at(t, end);
	if (glyph_is_letter(g.c) || g.c == '-' || g.c == '/' || g.c == '%' ||
	    ((g.c == '.' || g.c == ',' || g.c == ':') &&
		glyph_is_digit(glyph_at(t, end + 1).c)))
		return 0;
	if (word_next(t, end, "", &w) &&
	    (word_in(&w, age_units) || word_in(&w, age_ages)))
		return 0;
	return is_dated(t, i, day) ? end : 0;
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
	if (s->end == 0)
		s->end = short_date(in->t, i);
	return s->end > i;
}
