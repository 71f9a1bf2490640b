/*
 * charset.h - the character sets of text messages, made into clean UTF-8.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

enum charset {
	CHARSET_UNKNOWN, /* UTF-8 if it is that, else Latin-1 */
	CHARSET_UTF8,
	CHARSET_UTF16BE,
	CHARSET_LATIN1
};

/* By the name a gateway gives it (any case); UNKNOWN if it is not known. */
enum charset charset_of(struct str name);

/* Adds the octets as clean UTF-8; what is broken becomes U+FFFD. */
void charset_convert(struct buf *out, enum charset c, struct str octets);

#endif
