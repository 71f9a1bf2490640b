/*
 * dictionary.c - the lists of words that redaction knows: files built in.
 */
#include "dictionary.h"

#ifndef DICTIONARY_FILE
#define DICTIONARY_FILE "build/dutch.words" /* the Makefile says otherwise */
#endif
#ifndef DICTIONARY_PROPER_FILE
#define DICTIONARY_PROPER_FILE "build/proper.words"
#endif
#ifndef DICTIONARY_COMMON_FILE
#define DICTIONARY_COMMON_FILE "build/common.words"
#endif

/* The bytes of a file from words_NAME to words_NAME_end. */
#define WORDS(name, file) \
	__asm__(".section .rodata\n" \
		".global words_" #name "\n" \
		".global words_" #name "_end\n" \
		"words_" #name ":\n" \
		".incbin \"" file "\"\n" \
		"words_" #name "_end:\n" \
		".byte 0\n" \
		".previous\n"); \
	extern const char words_##name[], words_##name##_end[]

WORDS(dutch, DICTIONARY_FILE);
WORDS(proper, DICTIONARY_PROPER_FILE);
WORDS(common, DICTIONARY_COMMON_FILE);
WORDS(first, "conf/names/first.txt");
WORDS(last, "conf/names/last.txt");
WORDS(places, "conf/names/places.txt");
WORDS(keep, "conf/names/keep.txt");
WORDS(telling, "conf/names/quote.txt");

struct str
dictionary_words(enum dictionary_list list)
{
	static const struct {
		const char *begin, *end;
	} lists[] = {
		[DICTIONARY_DUTCH] = { words_dutch, words_dutch_end },
		[DICTIONARY_FIRST] = { words_first, words_first_end },
		[DICTIONARY_LAST] = { words_last, words_last_end },
		[DICTIONARY_PLACES] = { words_places, words_places_end },
		[DICTIONARY_KEEP] = { words_keep, words_keep_end },
		[DICTIONARY_PROPER] = { words_proper, words_proper_end },
		[DICTIONARY_COMMON] = { words_common, words_common_end },
		[DICTIONARY_TELLING] = { words_telling, words_telling_end },
	};

	return (struct str){ lists[list].begin,
		(size_t)(lists[list].end - lists[list].begin) };
}
