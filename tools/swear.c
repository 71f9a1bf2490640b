/*
 * swear.c - words that say how angry somebody is and not about what: one
 * table for the themes and the gauge.
 *
 * Words are compared with every letter once ("kuuuut" is "kut"), but for
 * those of three letters at most: "kk" is not "k".
 */
#include "swear.h"

#include <stdint.h>
#include <string.h>

#define ROWS 24    /* of a letter; the last one is empty */
#define LONGEST 15 /* with its end */
#define SHORT 3    /* compared as it is written */
#define ENDING 2   /* letters behind a head that are no word */

enum how {
	WHOLE, /* the word as it is */
	SIGH,  /* the same, and it is none that hurts */
	BEGIN, /* whatever begins so */
	HEAD   /* a word behind it stays */
};

struct row {
	char word[LONGEST];
	uint8_t how;
};

/* By first letter, from a. */
static const struct row rows[][ROWS] = {
	{ { "achterlijk", WHOLE }, { "achterlijke", WHOLE }, { "amk", WHOLE },
	    { "ashole", BEGIN } },
	{ { "bastard", BEGIN }, { "bitch", BEGIN }, { "bliksem", WHOLE },
	    { "blin", WHOLE }, { "blyat", WHOLE }, { "bulshit", WHOLE } },
	{ { "cholera", WHOLE }, { "crap", WHOLE }, { "cyka", WHOLE } },
	{ { "damn", WHOLE }, { "debiel", BEGIN }, { "donder", WHOLE } },
	{ { "eikel", WHOLE }, { "eikels", WHOLE } },
	{ { "fliker", WHOLE }, { "fuck", BEGIN } },
	{ { "gadver", BEGIN }, { "gelul", WHOLE }, { "godsame", BEGIN },
	    { "godsgruwelijke", WHOLE }, { "godver", BEGIN }, { "gr", SIGH },
	    { "grr", SIGH }, { "gvd", WHOLE } },
	{ { "hoer", WHOLE }, { "hoeren", WHOLE }, { "hoerenzo", BEGIN },
	    { "hufter", BEGIN } },
	{ { "idiot", WHOLE }, { "idioten", WHOLE }, { "idiots", WHOLE } },
	{ { "jetje", SIGH }, { "jezus", WHOLE } },
	{ { "kanker", HEAD }, { "kk", WHOLE }, { "kkr", WHOLE },
	    { "klere", WHOLE }, { "klerel", BEGIN }, { "klerez", BEGIN },
	    { "klojo", BEGIN }, { "klote", HEAD }, { "klotenzoi", WHOLE },
	    { "klotzak", BEGIN }, { "kolere", HEAD }, { "kurwa", WHOLE },
	    { "kut", HEAD } },
	{ { "lijers", WHOLE }, { "loser", WHOLE }, { "losers", WHOLE },
	    { "lul", WHOLE }, { "lulen", WHOLE }, { "lulkoek", WHOLE } },
	{ { "mongol", WHOLE }, { "mongolen", WHOLE }, { "motherfuck", BEGIN } },
	{ { "nondeju", WHOLE } },
	{ { "omg", SIGH }, { "opkankeren", WHOLE }, { "oproten", WHOLE },
	    { "optyfen", WHOLE }, { "orospu", WHOLE } },
	{ { "pf", SIGH }, { "pff", SIGH }, { "pleur", WHOLE },
	    { "pleuris", HEAD }, { "poke", WHOLE }, { "poken", WHOLE },
	    { "potver", BEGIN }, { "prutser", BEGIN } },
	{ { "", WHOLE } },
	{ { "rotwij", BEGIN }, { "rotzak", BEGIN } },
	{ { "schijt", WHOLE }, { "schoft", BEGIN }, { "shit", HEAD },
	    { "siktir", WHOLE }, { "sodemieter", WHOLE }, { "suka", WHOLE },
	    { "sukel", BEGIN } },
	{ { "tef", WHOLE }, { "tering", HEAD }, { "tfoe", WHOLE },
	    { "tiefus", HEAD }, { "tjezus", WHOLE }, { "trut", WHOLE },
	    { "truten", WHOLE }, { "ts", SIGH }, { "tss", SIGH },
	    { "tuig", WHOLE }, { "tyf", WHOLE }, { "tyfus", HEAD } },
	{ { "", WHOLE } },
	{ { "verdomd", WHOLE }, { "verdomde", WHOLE }, { "verdome", WHOLE },
	    { "verdorie", WHOLE }, { "verek", WHOLE } },
	{ { "wijf", WHOLE }, { "wijven", WHOLE }, { "wtf", WHOLE },
	    { "wth", WHOLE } },
};

/* The beginning of a word, every letter once. */
struct key {
	char text[LONGEST];
	size_t n;
	size_t at[LONGEST]; /* where each of them stands in the word */
	size_t end;         /* what of the word is in the key */
};

static void
key_make(struct key *k, struct str word)
{
	size_t i = 0;

	k->n = 0;
	for (; i < word.n; i++) {
		if (word.n > SHORT && i > 0 && word.p[i] == word.p[i - 1])
			continue;
		if (k->n == sizeof(k->text))
			break;
		k->at[k->n] = i;
		k->text[k->n++] = word.p[i];
	}
	k->end = i;
}

/* Whether the key begins with the row's word of so many bytes. */
static bool
has_beginning(const struct key *k, const struct row *r, size_t n)
{
	return k->n >= n && memcmp(k->text, r->word, n) == 0;
}

/* How many bytes of the word the row takes; 0: another word. */
static size_t
taken(const struct key *k, const struct row *r, struct str word)
{
	size_t n = strnlen(r->word, sizeof(r->word));
	bool all = k->n == n && k->end == word.n;

	if (n == 0 || !has_beginning(k, r, n))
		return 0;
	if (r->how == BEGIN || all)
		return word.n;
	if (r->how != HEAD)
		return 0;
	return k->n <= n + ENDING ? word.n : k->at[n];
}

/* The second letter of the key, by which most words are none. */
static char
second_letter(struct str word)
{
	size_t i = 1;

	while (word.n > SHORT && i + 1 < word.n && word.p[i] == word.p[0])
		i++;
	return word.p[i];
}

struct swear
swear_of(struct str word)
{
	size_t letter = word.n < 2 ? SIZE_MAX : (size_t)(word.p[0] - 'a');
	struct key k;
	char second;

	if (letter >= sizeof(rows) / sizeof(rows[0]))
		return (struct swear){ SWEAR_NONE, word };
	k.n = 0;
	second = second_letter(word);
	for (const struct row *r = rows[letter]; r->word[0] != '\0'; r++) {
		size_t n;

		if (r->word[1] != second)
			continue;
		if (k.n == 0)
			key_make(&k, word);
		n = taken(&k, r, word);
		if (n == 0)
			continue;
		return (struct swear){ r->how == SIGH ? SWEAR_SIGH : SWEAR_WORD,
			{ word.p + n, word.n - n } };
	}
	return (struct swear){ SWEAR_NONE, word };
}

bool
swear_is(struct str word)
{
	return swear_of(word).kind != SWEAR_NONE;
}
