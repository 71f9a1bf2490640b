/*
 * chat.c - what is meant by the short spellings of text messages.
 *
 * One sorted table: left what people type (folded, without apostrophes, so
 * "m'n" stands here as "mn"), right what it means.  Only short forms that
 * mean one thing; "#" marks a number in words, for terms with <n>.
 */
#include "chat.h"

#include "word_compare.h"

#define CHAT_LONGEST 10

static const struct chat_row {
	const char *typed;
	const char *meant;
} rows[] = {
	{ "acht", "#" },
	{ "achtste", "#" },
	{ "anderhalf", "#" },
	{ "anderhalve", "#" },
	{ "antw", "antwoord" },
	{ "aub", "alsjeblieft" },
	{ "beg", "begeleider" },
	{ "begel", "begeleider" },
	{ "bgl", "begeleider" },
	{ "bijv", "bijvoorbeeld" },
	{ "btje", "beetje" },
	{ "bv", "bijvoorbeeld" },
	{ "da", "dat" },
	{ "derde", "#" },
	{ "dertien", "#" },
	{ "dertig", "#" },
	{ "dmv", "door middel van" },
	{ "dnk", "denk" },
	{ "dr", "haar" },
	{ "drie", "#" },
	{ "drm", "daarom" },
	{ "eerste", "#" },
	{ "egt", "echt" },
	{ "eig", "eigenlijk" },
	{ "eight", "#" },
	{ "eigk", "eigenlijk" },
	{ "elf", "#" },
	{ "elfde", "#" },
	{ "enz", "enzovoort" },
	{ "fam", "familie" },
	{ "ff", "even" },
	{ "ffe", "even" },
	{ "ffies", "even" },
	{ "fifth", "#" },
	{ "five", "#" },
	{ "four", "#" },
	{ "fourth", "#" },
	{ "gespr", "gesprek" },
	{ "gn", "geen" },
	{ "gns", "geen" },
	{ "gv", "gezinsvoogd" },
	{ "gvo", "gezinsvoogd" },
	{ "gwn", "gewoon" },
	{ "gwoon", "gewoon" },
	{ "hb", "heb" },
	{ "hbk", "heb ik" },
	{ "hlp", "hulp" },
	{ "hlpvrlnr", "hulpverlener" },
	{ "hv", "hulpverlener" },
	{ "hvl", "hulpverlener" },
	{ "hvn", "hulpverlener" },
	{ "ibb", "jeugdbeschermer" },
	{ "idd", "inderdaad" },
	{ "idk", "ik weet het niet" },
	{ "iem", "iemand" },
	{ "ieman", "iemand" },
	{ "iig", "in ieder geval" },
	{ "ipv", "in plaats van" },
	{ "ivm", "in verband met" },
	{ "jb", "jeugdbeschermer" },
	{ "jber", "jeugdbeschermer" },
	{ "jbr", "jeugdbeschermer" },
	{ "jz", "jeugdzorg" },
	{ "jzorg", "jeugdzorg" },
	{ "jzr", "jeugdzorg" },
	{ "k", "ik" },
	{ "kben", "ik ben" },
	{ "kdacht", "ik dacht" },
	{ "kdenk", "ik denk" },
	{ "kga", "ik ga" },
	{ "khb", "ik heb" },
	{ "kheb", "ik heb" },
	{ "kmag", "ik mag" },
	{ "kmoet", "ik moet" },
	{ "knie", "ik niet" },
	{ "kvind", "ik vind" },
	{ "kvoel", "ik voel" },
	{ "kweenie", "ik weet niet" },
	{ "kweet", "ik weet" },
	{ "kwi", "ik wil" },
	{ "kwil", "ik wil" },
	{ "kwou", "ik wou" },
	{ "maja", "maar ja" },
	{ "mdr", "moeder" },
	{ "misch", "misschien" },
	{ "mischien", "misschien" },
	{ "mn", "mijn" },
	{ "mnd", "maanden" },
	{ "mndn", "maanden" },
	{ "mns", "mensen" },
	{ "mss", "misschien" },
	{ "mvr", "mevrouw" },
	{ "mvrw", "mevrouw" },
	{ "mw", "mevrouw" },
	{ "n8", "nacht" },
	{ "nah", "nee" },
	{ "negen", "#" },
	{ "negende", "#" },
	{ "ng", "nog" },
	{ "ngsteeds", "nog steeds" },
	{ "nie", "niet" },
	{ "nieman", "niemand" },
	{ "niemnd", "niemand" },
	{ "niets", "niks" },
	{ "nine", "#" },
	{ "nix", "niks" },
	{ "nmd", "niemand" },
	{ "nogsteeds", "nog steeds" },
	{ "nt", "niet" },
	{ "nw", "nieuwe" },
	{ "nwe", "nieuwe" },
	{ "ofz", "of zo" },
	{ "ofzo", "of zo" },
	{ "omda", "omdat" },
	{ "ovr", "over" },
	{ "owk", "ook" },
	{ "pls", "alsjeblieft" },
	{ "plz", "alsjeblieft" },
	{ "po", "pleegouder" },
	{ "r8", "recht" },
	{ "rapp", "rapport" },
	{ "rb", "rechtbank" },
	{ "second", "#" },
	{ "seven", "#" },
	{ "sgool", "school" },
	{ "six", "#" },
	{ "svp", "alsjeblieft" },
	{ "sws", "sowieso" },
	{ "t", "het" },
	{ "ten", "#" },
	{ "terugbele", "terugbellen" },
	{ "third", "#" },
	{ "three", "#" },
	{ "tien", "#" },
	{ "tiende", "#" },
	{ "tis", "het is" },
	{ "tog", "toch" },
	{ "trg", "terug" },
	{ "twaalf", "#" },
	{ "twaalfde", "#" },
	{ "twee", "#" },
	{ "tweede", "#" },
	{ "twintig", "#" },
	{ "two", "#" },
	{ "vd", "van de" },
	{ "vdr", "vader" },
	{ "veertien", "#" },
	{ "vgm", "volgens mij" },
	{ "vgs", "volgens" },
	{ "vier", "#" },
	{ "vierde", "#" },
	{ "vijf", "#" },
	{ "vijfde", "#" },
	{ "vijftien", "#" },
	{ "vk", "vaak" },
	{ "vlgs", "volgens" },
	{ "vnd", "vandaag" },
	{ "w8", "wacht" },
	{ "w8en", "wachten" },
	{ "w8lijst", "wachtlijst" },
	{ "w8te", "wachtte" },
	{ "w8tijd", "wachttijd" },
	{ "wa", "wat" },
	{ "waarm", "waarom" },
	{ "wann", "wanneer" },
	{ "wanr", "wanneer" },
	{ "wk", "weken" },
	{ "wkn", "weken" },
	{ "wknd", "weekend" },
	{ "wnr", "wanneer" },
	{ "wrm", "waarom" },
	{ "wss", "waarschijnlijk" },
	{ "zes", "#" },
	{ "zesde", "#" },
	{ "zeven", "#" },
	{ "zevende", "#" },
	{ "zgn", "zogenaamd" },
	{ "zn", "zijn" },
	{ "zsm", "zo snel mogelijk" },
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

const char *
chat_lookup(struct str word)
{
	size_t low = 0, high = NROWS;

	if (word.n == 0 || word.n > CHAT_LONGEST)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int d = word_compare(word, rows[middle].typed);

		if (d == 0)
			return rows[middle].meant;
		if (d < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
chat_word(size_t i)
{
	return i < NROWS ? rows[i].typed : NULL;
}

bool
chat_is_sorted(void)
{
	for (size_t i = 1; i < NROWS; i++)
		if (strcmp(rows[i - 1].typed, rows[i].typed) >= 0)
			return false;
	return true;
}
