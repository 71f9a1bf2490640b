/*
 * text_line.h - the values in lines of signed text: each has one form only.
 */
#ifndef SHARED_TEXT_LINE_H
#define SHARED_TEXT_LINE_H

#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"
#include "gehoor/merkle.h"

/* Decimal digits without a sign or zeros before them. 0 or -1. */
int line_decimal(struct str s, uint64_t *out);

/* Base64 of HASH_LEN bytes. 0 or -1. */
int line_hash(struct str s, uint8_t out[static HASH_LEN]);

/* Exactly n bytes in hexadecimal digits of lower case. 0 or -1. */
int line_hex(struct str s, uint8_t *out, size_t n);
void line_add_hex(struct buf *b, const uint8_t *p, size_t n);

/*
 * Takes a line off the text that begins with the word and a blank, and gives
 * what follows. 0, or -1: the next line is not that.
 */
int line_take(struct str *text, const char *word, struct str *value);

#endif
