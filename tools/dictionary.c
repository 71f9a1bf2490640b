/*
 * dictionary.c - the ordinary words of Dutch, for redaction: a file built in.
 */
#include "dictionary.h"

#ifndef DICTIONARY_FILE
#define DICTIONARY_FILE "build/dutch.words" /* the Makefile says otherwise */
#endif

__asm__(".section .rodata\n"
	".global dictionary_begin\n"
	".global dictionary_end\n"
	"dictionary_begin:\n"
	".incbin \"" DICTIONARY_FILE "\"\n"
	"dictionary_end:\n"
	".byte 0\n"
	".previous\n");
extern const char dictionary_begin[], dictionary_end[];

struct str
dictionary_words(void)
{
	return (struct str){ dictionary_begin,
		(size_t)(dictionary_end - dictionary_begin) };
}
