/*
 * wordlists.c - what a word can be: ordinary, a name, a place, a cue.
 *
 * One open table: of each word 40 bits of its hash and its flags, together so
 * that a look costs one line of memory.  The place in the table comes from the
 * other bits as well; of half a million words none is taken for another but
 * with a chance of 1 in 10^8.
 */
#include <stdlib.h>

#include "chat.h"
#include "dictionary.h"
#include "wordlists.h"

#define SLOTS (UINT32_C(1) << 20)
#define FLAGS UINT64_C(0xffffff) /* of a slot; the others are of the hash */

struct wordlists {
	uint64_t slot[SLOTS]; /* hash and flags; 0: free */
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
	  "bro maatje matti sis brother sister son daughter pleegouders "
	  "grootouders ouders pleegbroertje pleegzusje halfbroer halfzus "
	  "halfzusje halfbroertje stiefbroer stiefzus stiefdochter stiefzoon "
	  "kleindochtertje buurmeisje buurjongen klasgenoot klasgenote "
	  "huisgenoot groepsgenoot vriendinnen vrienden tweelingbroertje "
	  "tweelingzusje stagiaire groepsleider groepsleidster pb'er jb'er "
	  "jbr jb gv invalvoogd wijkcoach casemanager hulpverlener "
	  "hulpverleenster zn gr groetjes xx xxx liefs thnx thx dankje "
	  "dankjewel bedankt sorry dag hai heey yo",
	    WORDLISTS_CUE },
	{ "mevrouw mevr mvr mw meneer meneertje dhr mr mrs juf juffrouw "
	  "meester heer fam familie heet heette genaamd noemen naam dokter dr",
	    WORDLISTS_TITLE },
	{ "in uit te naar nabij gemeente regio rond richting bij",
	    WORDLISTS_PREP },
	{ "van de der den het 't ten ter te el al ben bin la le du da dos di "
	  "del von ould in vd vdr v d",
	    WORDLISTS_PARTICLE },
	{ "groep huis school basisschool college locatie team club praktijk "
	  "jeugddorp scholengemeenschap gezinshuis woongroep instelling "
	  "kliniek leefgroep behandelgroep crisisgroep kamertraining stichting "
	  "lyceum mavo opvang internaat zorgboerderij boerderij residentie "
	  "afdeling unit villa huize woonvorm woonhuis logeerhuis fasehuis "
	  "campus kinderdagverblijf kdv bso peuterspeelzaal roc vso sbo "
	  "scouting voetbalclub sportclub manege buurthuis moskee leefgroepen "
	  "jeugdzorgplus dagbesteding dagbehandeling gezinsgroep trainingshuis",
	    WORDLISTS_HOUSE },
	{ "de het 't t", WORDLISTS_ARTICLE },
	{ "ben", WORDLISTS_SELF },
	{ "den haag helder bosch burg ham hoorn oever dolder ilp andel dungen "
	  "hout",
	    WORDLISTS_DEN },
	{ "oranje rood blauw geel groen paars wit zwart roze regenboog vlinder "
	  "vlinders zon zonnetje maan ster sterren zeester dolfijn dolfijnen "
	  "egel egels vos vossen beer beren uil uilen kikker kikkers zwaluw "
	  "zwaluwen lieveheersbeestje bijtjes mieren olifant giraf leeuw "
	  "leeuwen tijger tijgers panda pinguin pinguïn pinguïns kompas anker "
	  "schip vuurtoren haven brug sleutel eik beuk berk wilg linde "
	  "kastanje "
	  "esdoorn klaver zonnebloem tulp madelief lotus koraal parel kameleon "
	  "kangoeroe eekhoorn eekhoorns libel zebra flamingo adelaar arend "
	  "valk "
	  "havik ooievaar komeet saturnus jupiter mars venus phoenix horizon "
	  "delta alfa alpha beta gamma noord zuid oost west",
	    WORDLISTS_GROUP },
	{ "is was heeft had zegt zei moet mag kan wil gaat ging belt belde "
	  "komt "
	  "kwam doet deed vindt vond vraagt vroeg woont zn zijn haar weet wist "
	  "luistert luisterde helpt hielp zou wou wilde mocht moest kon bleef "
	  "blijft liegt loog slaat sloeg schreeuwt schreeuwde snapt begrijpt "
	  "regelt regelde zorgt zorgde geeft gaf pest pesten pestte krijgt "
	  "kreeg werkt werkte reageert reageerde mist miste huilt huilde",
	    WORDLISTS_VERB },
	{ "en over maar dat omdat want of met als voor van dan hoi toen waarom "
	  "wanneer of door sinds hoe waar ook aan bij naar tegen volgens dus "
	  "nou ja nee oke ok gister gisteren vandaag terwijl doordat zodat "
	  "hoop denk zei zegt en/of plus via zonder laat heeft heb",
	    WORDLISTS_JOIN },
};

static const unsigned lists[] = {
	[DICTIONARY_DUTCH] = WORDLISTS_DICT,
	[DICTIONARY_FIRST] = WORDLISTS_FIRST,
	[DICTIONARY_LAST] = WORDLISTS_LAST,
	[DICTIONARY_PLACES] = WORDLISTS_PLACE,
	[DICTIONARY_KEEP] = WORDLISTS_KEEP,
	[DICTIONARY_TELLING] = WORDLISTS_TELLING,
	[DICTIONARY_PROPER] = WORDLISTS_PROPER,
	[DICTIONARY_COMMON] = WORDLISTS_COMMON,
};

static uint64_t
hash_of(struct str w)
{
	uint64_t h = WORDLISTS_HASH;

	for (size_t i = 0; i < w.n; i++)
		h = wordlists_hash(h, (uint8_t)w.p[i]);
	return h;
}

static size_t
first_slot(uint64_t h)
{
	return (size_t)(h ^ h >> 32) & (SLOTS - 1);
}

/* Where the word is, or would be. */
static size_t
slot_of(const struct wordlists *lx, uint64_t h)
{
	size_t i = first_slot(h);

	while (lx->slot[i] != 0 && ((lx->slot[i] ^ h) & ~FLAGS) != 0)
		i = (i + 1) & (SLOTS - 1);
	return i;
}

void
wordlists_add(struct wordlists *lx, struct str w, unsigned flags)
{
	uint64_t h;

	if (w.n > 1 && (w.p[w.n - 1] == '*' || w.p[w.n - 1] == '!')) {
		flags |= w.p[w.n - 1] == '*' ? WORDLISTS_STAR : WORDLISTS_SURE;
		w.n--;
	}
	h = hash_of(w);
	lx->slot[slot_of(lx, h)] |= (h & ~FLAGS) | flags;
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
	for (size_t i = 0; chat_word(i) != NULL; i++)
		wordlists_add(lx, str_of(chat_word(i)), WORDLISTS_CHAT);
	*ret = lx;
	return 0;
}

void
wordlists_free(struct wordlists **lx)
{
	free(*lx);
	*lx = NULL;
}

void
wordlists_expect(const struct wordlists *lx, uint64_t hash)
{
	__builtin_prefetch(&lx->slot[first_slot(hash)]);
}

unsigned
wordlists_of(const struct wordlists *lx, uint64_t hash)
{
	return (unsigned)(lx->slot[slot_of(lx, hash)] & FLAGS);
}

unsigned
wordlists_flags(const struct wordlists *lx, struct str w)
{
	return wordlists_of(lx, hash_of(w));
}
