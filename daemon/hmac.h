/*
 * hmac.h - the signatures of gateways, through OpenSSL.
 */
#ifndef HMAC_H
#define HMAC_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/bytes.h"

/*
 * Whether hex is the lower-case hex of HMAC-SHA256(key, a || b), in constant
 * time for a signature of the right length.
 */
bool
hmac_sha256_hex_is(struct str hex, struct str key, struct str a, struct str b);

#endif
