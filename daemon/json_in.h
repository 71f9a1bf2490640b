/*
 * json_in.h - JSON from strangers, through jansson.
 */
#ifndef JSON_IN_H
#define JSON_IN_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"

/*
 * The document (json_decref when done), or NULL.  Ill-formed UTF-8 and lone
 * surrogates become U+FFFD first: a broken emoji must not cost a message.
 */
json_t *json_in(const uint8_t *p, size_t n);

/* A member that is a string, empty otherwise; borrowed from the object. */
struct str json_in_string(const json_t *object, const char *key);

#endif
