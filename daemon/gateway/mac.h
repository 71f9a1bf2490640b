/*
 * mac.h - the hashes and signatures of gateways, through OpenSSL.
 */
#ifndef MAC_H
#define MAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

enum mac_hash { MAC_MD5, MAC_SHA1, MAC_SHA256, MAC_SHA384, MAC_SHA512 };

#define MAC_MAX 64

/* n is 0 where it could not be made; that equals nothing. */
struct mac {
	uint8_t p[MAC_MAX];
	size_t n;
};

/* HMAC (RFC 2104).  An empty key makes none. */
struct mac mac_hmac(enum mac_hash hash, struct str key, struct str data);
struct mac mac_digest(enum mac_hash hash, struct str data);

void mac_add_hex(struct buf *b, const struct mac *m); /* small letters */
void mac_add_base64(struct buf *b, const struct mac *m);

/*
 * Whether that is the hex (either case of letters) or the base64 of m, in
 * constant time for what has the right length.
 */
bool mac_is_hex(const struct mac *m, struct str given);
bool mac_is_base64(const struct mac *m, struct str given);

/*
 * base64url without padding (RFC 4648 section 5), and its inverse: -1 for
 * anything else, or more than max bytes.
 */
void base64url(struct buf *b, struct str s);
int unbase64url(struct str s, uint8_t *out, size_t max, size_t *n);

#endif
