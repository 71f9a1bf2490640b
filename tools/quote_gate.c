/*
 * quote_gate.c - what of a redacted text may stand in print as a quote.
 *
 * The text is taken apart into words, numbers and placeholders, of which no
 * more are looked at than a quote can have.  Each is shown or is a hole; then
 * it is found where the quote ends, and it is written.
 */
#include "quote_gate.h"

#include <stdlib.h>

#include "gehoor/conf.h"
#include "gehoor/scan.h"
#include "gehoor/scan_word.h"
#include "quote_piece.h"
#include "wordlists.h"

#define SENTENCE_MIN 8 /* words of a quote that ends before the text does */
#define PHRASE_FIRST 5 /* letters; so long a forbidden word forbids more */

struct quote_gate {
	struct wordlists *words;
};

/* What is looked through at once. */
struct view {
	struct str t;
	struct quote_piece p[QUOTE_GATE_WORDS + 1];
	size_t n; /* more than QUOTE_GATE_WORDS: the text goes on */
};

/* The words of a term, if they are written whole. */
static void
add_term(struct wordlists *lx, const char *term)
{
	const char *end;

	for (; *term != '\0'; term = end + (*end != '\0')) {
		end = strchr(term, ' ');
		if (end == NULL)
			end = term + strlen(term);
		if (strcspn(term, "*<!#") >= (size_t)(end - term))
			wordlists_add(lx,
			    (struct str){ term, (size_t)(end - term) },
			    WORDLISTS_KEEP);
	}
}

static void
add_terms(struct wordlists *lx, const struct conf *c)
{
	for (size_t i = 0; i < c->nthemes; i++)
		for (size_t k = 0; k < c->themes[i].terms.n; k++)
			add_term(lx, c->themes[i].terms.items[k]);
	for (size_t i = 0; i < c->nconcepts; i++)
		for (size_t k = 0; k < c->concepts[i].words.n; k++)
			add_term(lx, c->concepts[i].words.items[k]);
}

/* Of the configuration only what is built in: a council's own terms may be
 * names of houses. */
int
quote_gate_new(struct quote_gate **ret, struct err *e)
{
	struct quote_gate *g = calloc(1, sizeof(*g));
	struct conf *c = NULL;
	int rc = -1;

	if (g == NULL)
		return err_set(e, "no memory for the dictionary");
	if (wordlists_new(&g->words, e) == -1 || conf_load(NULL, &c, e) == -1)
		goto cleanup;
	add_terms(g->words, c);
	*ret = g;
	g = NULL;
	rc = 0;
cleanup:
	conf_free(&c);
	quote_gate_free(&g);
	return rc;
}

void
quote_gate_free(struct quote_gate **g)
{
	if (*g != NULL)
		wordlists_free(&(*g)->words);
	free(*g);
	*g = NULL;
}

/* Whether it begins with one of them: maandagmiddag. */
static bool
begins_with(const char *low, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncmp(low, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* Whether the word says when something was. */
static bool
is_when(const char *low)
{
	static const char *const begins[] = { "maandag", "dinsdag", "woensdag",
		"donderdag", "vrijdag", "zaterdag", "zondag", "januari",
		"februari", "april", "augustus", "september", "oktober",
		"november", "december", "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday", "january",
		"february", "october", "kerst", "ramadan", "sinterklaas",
		NULL };

	return begins_with(low, begins) || strcmp(low, "maart") == 0 ||
	    strcmp(low, "mei") == 0 || strcmp(low, "juni") == 0 ||
	    strcmp(low, "juli") == 0;
}

/* "als pleegouder", "ik ben zijn oma": whoever writes says what they are. */
static bool
is_own_role(const struct view *v, size_t i)
{
	static const char roles[] =
	    " vader moeder papa mama ouder ouders pleegouder pleegouders"
	    " pleegmoeder pleegvader pleegzorgouder stiefmoeder stiefvader opa"
	    " oma oom tante grootouders grootouder broer zus neef nicht jongere"
	    " kind jongen meisje puber tiener pleegkind zoon dochter cliënt"
	    " client begeleider jeugdbeschermer voogd gezinsvoogd buurvrouw"
	    " buurman juf meester leerkracht mentor vriend vriendin ex man"
	    " vrouw gezinshuisouder gezinshuismoeder gezinshuisvader ";
	static const char between[] =
	    " de een zijn haar hun hem 'n n zn zelf die dat alleenstaande"
	    " biologische eigen ook maar wel nu trotse bezorgde boze jonge";

	if (!quote_piece_in(&v->p[i], roles))
		return false;
	for (size_t k = i; k > 0 && i - k < 3; k--) {
		if (quote_piece_in(&v->p[k - 1], " als ben zijn bent am "))
			return true;
		if (!quote_piece_in(&v->p[k - 1], between))
			return false;
	}
	return false;
}

static bool
is_known(const struct wordlists *lx, const struct quote_piece *p)
{
	const struct str w = str_of(p->low);
	const unsigned f = wordlists_flags(lx, w);
	const unsigned names =
	    WORDLISTS_FIRST | WORDLISTS_LAST | WORDLISTS_PLACE;

	if ((f & WORDLISTS_TELLING) != 0)
		return false;
	if ((f & WORDLISTS_KEEP) != 0)
		return true;
	if ((f & names) != 0 && p->capital &&
	    (!p->first || (f & WORDLISTS_STAR) == 0))
		return false;
	if (p->capital && !p->first && !p->shouted && w.n > 1)
		return false;
	return (f & (WORDLISTS_DICT | WORDLISTS_CHAT)) != 0 || w.n == 1;
}

/* A small number of what is counted, "2 keer"; the years of nobody. */
static bool
is_count(const struct view *v, size_t i)
{
	static const char units[] =
	    " keer maal x minuten min uur uren dagen dag weken weekje weekjes"
	    " maanden maand jaar jaren gesprekken mensen brieven mails ";
	static const char lasting[] = " al na ruim bijna sinds meer dan ";
	const struct quote_piece *p = &v->p[i];

	if (p->end - p->start > 2 || i + 1 >= v->n ||
	    !quote_piece_in(p + 1, units))
		return false;
	return !quote_piece_in(p + 1, " jaar jaren ") ||
	    (p->end - p->start == 1 && i > 0 && quote_piece_in(p - 1, lasting));
}

/* What stands for somebody may be shown, not what stands for when or where. */
static bool
is_shown_label(const struct view *v, const struct quote_piece *p)
{
	static const enum scan_kind shown[] = { SCAN_MAIL, SCAN_IBAN,
		SCAN_PHONE, SCAN_BSN, SCAN_NAME, SCAN_LINK, SCAN_ACCOUNT,
		SCAN_PLATE, SCAN_NUMBER };
	const struct str label = { v->t.p + p->start + 1,
		p->end - p->start - 2 };

	for (size_t k = 0; k < sizeof(shown) / sizeof(shown[0]); k++)
		if (str_is(label, scan_label(shown[k])))
			return true;
	return false;
}

/* How many pieces from i on are the phrase; 0: they are not. */
static size_t
phrase_at(const struct view *v, size_t i, struct str phrase)
{
	struct quote_piece p;
	size_t at = 0, n = 0;

	while (quote_piece_next(phrase, &at, &p)) {
		size_t len = strlen(p.low);

		if (i + n >= v->n || len == 0 ||
		    strncmp(v->p[i + n].low, p.low, len) != 0 ||
		    (len < PHRASE_FIRST && v->p[i + n].low[len] != '\0'))
			return 0;
		n++;
	}
	return n;
}

static void
forbid(struct view *v, const char *const *forbidden, size_t n)
{
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < v->n; i++)
			for (size_t m = phrase_at(v, i, str_of(forbidden[k]));
			     m > 0; m--)
				v->p[i + m - 1].hole = true;
}

/* Finds the pieces, and which of them are holes. */
static void
look(const struct quote_gate *g, struct str t, struct view *v)
{
	size_t at = 0;

	v->t = t;
	v->n = 0;
	while (v->n < sizeof(v->p) / sizeof(v->p[0]) &&
	    quote_piece_next(t, &at, &v->p[v->n]))
		v->n++;
	for (size_t i = 0; i < v->n; i++) {
		struct quote_piece *p = &v->p[i];

		p->hole = p->what == QUOTE_WORD ? !is_known(g->words, p) ||
			is_when(p->low) || is_own_role(v, i)
		    : p->what == QUOTE_NUMBER ? !is_count(v, i)
					      : !is_shown_label(v, p);
	}
}

/* How many pieces the quote has; *whole: it ends where a sentence does. */
static size_t
length(const struct view *v, bool *whole)
{
	*whole = true;
	if (v->n <= QUOTE_GATE_WORDS)
		return v->n;
	for (size_t n = QUOTE_GATE_WORDS; n >= SENTENCE_MIN; n--)
		if (v->p[n - 1].ends == QUOTE_SENTENCE)
			return n;
	*whole = false;
	for (size_t n = QUOTE_GATE_WORDS; n >= SENTENCE_MIN; n--)
		if (v->p[n - 1].ends == QUOTE_CLAUSE)
			return n;
	return QUOTE_GATE_WORDS;
}

static void
write_pieces(const struct view *v, size_t n, bool whole, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct quote_piece *p = &v->p[i];
		const bool last = i + 1 == n;
		const size_t next = i + 1 < v->n ? p[1].start : v->t.n;

		if (p->hole && !last && p[1].hole)
			continue; /* one for all of them */
		if (p->hole)
			buf_adds(out, "…");
		else
			buf_add(out, v->t.p + p->start, p->end - p->start);
		if (last && !whole && !p->hole)
			buf_adds(out, "…");
		else if (!last || whole)
			quote_piece_marks(
			    (struct str){ v->t.p + p->end, next - p->end },
			    last, p->hole, !last && p[1].hole, out);
	}
}

/* How many words are left of the first n pieces, and how many "…". */
static size_t
count(const struct view *v, size_t n, size_t *holes)
{
	size_t left = 0;

	*holes = 0;
	for (size_t i = 0; i < n; i++) {
		left += !v->p[i].hole;
		*holes += v->p[i].hole && (i == 0 || !v->p[i - 1].hole);
	}
	return left;
}

int
quote_gate(const struct quote_gate *g, struct str redacted,
    const char *const *forbidden, size_t nforbidden, struct buf *out,
    struct err *why)
{
	struct view v;
	size_t n, left, holes;
	bool whole;

	look(g, redacted, &v);
	forbid(&v, forbidden, nforbidden);
	n = length(&v, &whole);
	left = count(&v, n, &holes);
	if (left < QUOTE_GATE_LEAST)
		return err_set(why,
		    "only %zu of its words may be printed, which is too little "
		    "for a quote",
		    left);
	if (holes * 100 > (left + holes) * QUOTE_GATE_HOLES)
		return err_set(why,
		    "%zu words may be printed and %zu times \"…\" stands "
		    "between them: take a message with fewer names, days and "
		    "unknown words",
		    left, holes);
	write_pieces(&v, n, whole, out);
	return out->failed ? err_set(why, "no memory for the quote") : 0;
}
