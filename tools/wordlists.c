/*
 * wordlists.c - what a word can be: ordinary, a name, a place, a cue.
 *
 * One open table from the 64-bit hash of a word to its flags.  Of half a
 * million words no two share a hash but with a chance of 1 in 10^8.
 */
#include <stdlib.h>

#include "dictionary.h"
#include "wordlists.h"

#define SLOTS (UINT32_C(1) << 20)

struct wordlists {
	uint64_t hash[SLOTS]; /* 0: free */
	uint16_t flags[SLOTS];
};

static const struct {
	const char *words;
	unsigned flags;
} cues[] = {
	{ "zus zusje broer broertje zoon zoontje dochter dochtertje vriend "
	  "vriendin vriendje vriendinnetje oom tante opa oma neef neefje nicht "
	  "nichtje stiefvader stiefmoeder stiefpa stiefma pleegvader "
	  "pleegmoeder pleegzus pleegbroer pleegzoon pleegdochter ex mentor "
	  "begeleider begeleidster voogd gezinsvoogd jeugdbeschermer "
	  "jeugdzorgwerker therapeut psycholoog stagiair stagiaire kindje "
	  "kleinzoon kleindochter kleinkind gezinsvoogdes vrindin collega "
	  "advocaat huisarts behandelaar buurman buurvrouw tweelingbroer "
	  "tweelingzus beste lieve hoi hallo hey met groetjes groet liefs "
	  "bro maatje matti sis brother sister son daughter",
	    WORDLISTS_CUE },
	{ "mevrouw mevr mvr mw meneer meneertje dhr mr mrs juf juffrouw "
	  "meester heer fam familie heet heette genaamd noemen naam dokter dr",
	    WORDLISTS_TITLE },
	{ "in uit te naar nabij gemeente regio rond richting bij",
	    WORDLISTS_PREP },
	{ "van de der den het 't ten ter te el al ben bin la le du da dos di "
	  "del von ould op in",
	    WORDLISTS_PARTICLE },
	{ "groep huis school basisschool college locatie team club praktijk "
	  "jeugddorp scholengemeenschap gezinshuis woongroep instelling "
	  "kliniek leefgroep behandelgroep crisisgroep kamertraining stichting "
	  "lyceum mavo opvang internaat zorgboerderij boerderij residentie",
	    WORDLISTS_HOUSE },
	{ "de het 't t", WORDLISTS_ARTICLE },
	{ "is was heeft had zegt zei moet mag kan wil gaat ging belt belde "
	  "komt "
	  "kwam doet deed vindt vond vraagt vroeg woont",
	    WORDLISTS_VERB },
	{ "en over maar dat omdat want of met als voor van dan hoi",
	    WORDLISTS_JOIN },
};

static const unsigned lists[] = {
	[DICTIONARY_DUTCH] = WORDLISTS_DICT,
	[DICTIONARY_FIRST] = WORDLISTS_FIRST,
	[DICTIONARY_LAST] = WORDLISTS_LAST,
	[DICTIONARY_PLACES] = WORDLISTS_PLACE,
	[DICTIONARY_KEEP] = WORDLISTS_KEEP,
	[DICTIONARY_TELLING] = WORDLISTS_TELLING,
};

static uint64_t
hash_of(struct str w)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < w.n; i++)
		h = (h ^ (uint8_t)w.p[i]) * UINT64_C(0x100000001b3);
	return h == 0 ? 1 : h;
}

/* Where the word is, or would be. */
static size_t
slot_of(const struct wordlists *lx, uint64_t h)
{
	size_t i = (size_t)(h ^ h >> 32) & (SLOTS - 1);

	while (lx->hash[i] != 0 && lx->hash[i] != h)
		i = (i + 1) & (SLOTS - 1);
	return i;
}

void
wordlists_add(struct wordlists *lx, struct str w, unsigned flags)
{
	uint64_t h;
	size_t i;

	if (w.n > 1 && w.p[w.n - 1] == '*') {
		flags |= WORDLISTS_STAR;
		w.n--;
	}
	h = hash_of(w);
	i = slot_of(lx, h);
	lx->hash[i] = h;
	lx->flags[i] |= (uint16_t)flags;
}

/* Adds words between blanks; a line that begins with "#" is a comment. */
static void
add_all(struct wordlists *lx, struct str t, unsigned flags)
{
	size_t i = 0, from;

	while (i < t.n) {
		if (t.p[i] == '#')
			while (i < t.n && t.p[i] != '\n')
				i++;
		for (from = i; i < t.n && t.p[i] != ' ' && t.p[i] != '\n'; i++)
			;
		if (i > from)
			wordlists_add(
			    lx, (struct str){ t.p + from, i - from }, flags);
		i++;
	}
}

int
wordlists_new(struct wordlists **ret, struct err *e)
{
	struct wordlists *lx = calloc(1, sizeof(*lx));

	if (lx == NULL)
		return err_set(e, "no memory for the dictionary");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		add_all(
		    lx, dictionary_words((enum dictionary_list)i), lists[i]);
	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]); i++)
		add_all(lx, str_of(cues[i].words), cues[i].flags);
	*ret = lx;
	return 0;
}

void
wordlists_free(struct wordlists **lx)
{
	free(*lx);
	*lx = NULL;
}

unsigned
wordlists_flags(const struct wordlists *lx, struct str w)
{
	return lx->flags[slot_of(lx, hash_of(w))];
}
