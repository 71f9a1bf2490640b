/*
 * reply.h - an answer to one sender, which only their code opens.
 *
 * STATE/replies/TAG, TAG being the 32 hexadecimal digits of the record's tag:
 *
 *	  0   8  magic "GEHOORRP"
 *	  8   2  version of the format, 1
 *	 10   2  zero
 *	 12   4  version of the answer, from 1; a higher one takes its place
 *	 16  16  tag
 *	 32  24  nonce, random
 *	 56      XChaCha20-Poly1305 under the reply key (code.h) of the padded
 *	         plaintext; additional data = bytes 0 to 31
 *
 * Padded plaintext:
 *
 *	  0   1  version, 1
 *	  1   1  length R of the role to whom the message was passed on, 0: to
 *	         nobody yet
 *	  2   2  zero
 *	  4   4  week of the answer, year * 100 + week
 *	  8   4  length T of the text, may be 0
 *	 12      R bytes role, T bytes text (clean UTF-8), then zero bytes up to
 *	         a multiple of 4096
 *
 * All integers little-endian.
 */
#ifndef GEHOOR_REPLY_H
#define GEHOOR_REPLY_H

#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/code.h"
#include "gehoor/err.h"
#include "gehoor/week.h"

#define REPLY_HEADER_LEN 56
#define REPLY_STEP 4096
#define REPLY_FILE_MAX (REPLY_HEADER_LEN + 4 * REPLY_STEP + 16)
#define REPLY_ROLE_MAX 16
/* Bytes of a text, also when escaped for HTML: all answers of the code page
 * are of one size, which must hold it. */
#define REPLY_TEXT_MAX 8000
#define REPLY_NAME_LEN ((size_t)2 * TAG_LEN)

struct reply {
	uint32_t version;
	struct str text;                    /* borrowed */
	char passed_on[REPLY_ROLE_MAX + 1]; /* a role, or empty */
	struct week week;
};

/* The name of the file: hexadecimal digits, small, and a NUL. */
void reply_name(
    const uint8_t tag[static TAG_LEN], char out[static REPLY_NAME_LEN + 1]);
bool reply_name_is_valid(const char *name);

/* What counts against REPLY_TEXT_MAX: bytes once escaped for HTML. */
size_t reply_text_size(struct str text);

/* Makes the file. 0, or -1 (text too long). */
int reply_seal(const struct reply *r, const uint8_t tag[static TAG_LEN],
    const uint8_t key[static 32], struct buf *out, struct err *e);

/*
 * What can be told without the key: form, lengths, version, tag.  0 or -1.
 */
int reply_peek(const uint8_t *p, size_t n, uint32_t *version,
    uint8_t tag[static TAG_LEN], struct err *e);

/*
 * Opens it; store gets what out->text points to (wipe it).  Nothing is
 * released before it is authentic.  0 or -1.
 */
int reply_open(const uint8_t *p, size_t n, const uint8_t tag[static TAG_LEN],
    const uint8_t key[static 32], struct buf *store, struct reply *out,
    struct err *e);

#endif
