/*
 * charset.h - the character sets of text messages, made into clean UTF-8.
 */
#ifndef GEHOOR_CHARSET_H
#define GEHOOR_CHARSET_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

enum charset {
	CHARSET_UNKNOWN, /* UTF-8 if it is that, else Latin-1 */
	CHARSET_UTF8,
	CHARSET_UTF16BE,
	CHARSET_UTF16LE,
	CHARSET_LATIN1, /* read as Windows-1252, as the WHATWG does */
	CHARSET_LATIN9, /* ISO 8859-15 */
	CHARSET_GSM     /* 3GPP TS 23.038, one septet in each octet */
};

/* By the name a gateway gives it (any case); UNKNOWN if it is not known. */
enum charset charset_of(struct str name);

/* Adds the octets as clean UTF-8; what is broken becomes U+FFFD. */
void charset_convert(struct buf *out, enum charset c, struct str octets);

/* Whether the octets can be septets at all. */
bool charset_is_gsm(struct str octets);

/* The code point at *i of clean UTF-8; moves *i behind it. */
uint32_t charset_next(struct str text, size_t *i);

/*
 * Octets written as hexadecimal digits; their number, or -1 if it is anything
 * else or more than max.
 */
long charset_unhex(struct str hex, uint8_t *out, size_t max);

/*
 * Whether a text (clean UTF-8) goes into one text message: 160 septets of the
 * GSM alphabet, its extension counting double, or else 70 units of UCS-2.
 */
#define CHARSET_SMS_SEPTETS 160
#define CHARSET_SMS_UNITS 70
bool charset_fits_sms(struct str text);

#endif
