/*
 * http_class.h - what a byte may be in HTTP; private to http_*.c.
 */
#ifndef HTTP_CLASS_H
#define HTTP_CLASS_H

#include <stdint.h>

#include "gehoor/bytes.h"

enum {
	HTTP_IS_TOKEN = 0x01,  /* tchar, RFC 9110 5.6.2 */
	HTTP_IS_VALUE = 0x02,  /* in a field value, RFC 9110 5.5 */
	HTTP_IS_TARGET = 0x04, /* visible ASCII, but not "#" */
	HTTP_IS_HOST = 0x08,   /* unreserved, RFC 3986 2.3 */
	HTTP_IS_HEX = 0x10
};

extern const uint8_t http_class[256];

/* Without blanks and tabs around it. */
struct str http_trim(struct str s);

/* The value of a hexadecimal digit, which c must be. */
static inline unsigned
http_hex(uint8_t c)
{
	return c <= '9' ? c - 0x30u : (c | 0x20u) - 0x57u;
}

#endif
