/*
 * swear.c - words that say how angry somebody is and not about what: one
 * sorted table of normalised words.
 */
#include "swear.h"

#include <string.h>

#include "word_compare.h"

#define SWEAR_LONGEST 16

static const char *const rows[] = {
	"amk",
	"asshole",
	"assholes",
	"bastard",
	"bitch",
	"bitches",
	"bliksem",
	"blin",
	"blyat",
	"bullshit",
	"cholera",
	"crap",
	"cyka",
	"damn",
	"debiel",
	"debielen",
	"donder",
	"eikel",
	"eikels",
	"flikker",
	"fuck",
	"fucked",
	"fuckers",
	"fucking",
	"gadver",
	"gadverdamme",
	"gelul",
	"godsamme",
	"godver",
	"godverdomde",
	"godverdomme",
	"grr",
	"gvd",
	"hoer",
	"hoeren",
	"hoerenzoon",
	"idioot",
	"idioten",
	"jeetje",
	"jezus",
	"kanker",
	"kankerjeugdzorg",
	"kankerlijer",
	"kankerlijers",
	"kankerzooi",
	"kk",
	"kkr",
	"klere",
	"klerezooi",
	"klootzak",
	"klootzakken",
	"klote",
	"klotezooi",
	"kolere",
	"kurwa",
	"kut",
	"kutding",
	"kutjeugdzorg",
	"kutkind",
	"kutvoogd",
	"kutwijf",
	"kutwijven",
	"kutzooi",
	"lijers",
	"lul",
	"lulkoek",
	"lullen",
	"mongolen",
	"mongool",
	"omg",
	"opkankeren",
	"oprotten",
	"optyfen",
	"orospu",
	"pff",
	"pfff",
	"pleur",
	"pleuris",
	"pokke",
	"pokken",
	"potverdomme",
	"potverdorie",
	"rotzak",
	"rotzakken",
	"schoft",
	"schoften",
	"shit",
	"shitzooi",
	"siktir",
	"sodemieter",
	"suka",
	"sukkel",
	"sukkels",
	"tering",
	"teringlijer",
	"teringwijf",
	"teringzooi",
	"tfoe",
	"tjezus",
	"trut",
	"trutten",
	"tss",
	"tuig",
	"tyfus",
	"tyfuslijer",
	"tyfuszooi",
	"verdomd",
	"verdomde",
	"verdomme",
	"verdorie",
	"verrek",
	"wtf",
	"wth",
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

bool
swear_is(struct str word)
{
	size_t low = 0, high = NROWS;

	if (word.n < 2 || word.n > SWEAR_LONGEST)
		return false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int d = word_compare(word, rows[middle]);

		if (d == 0)
			return true;
		if (d < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

bool
swear_is_sorted(void)
{
	for (size_t i = 1; i < NROWS; i++)
		if (strcmp(rows[i - 1], rows[i]) >= 0)
			return false;
	return true;
}
