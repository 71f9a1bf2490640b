/*
 * jwt.h - signed tokens in the compact form of JWS (RFC 7515, RFC 7519), with
 * HMAC only.
 */
#ifndef JWT_H
#define JWT_H

#include <jansson.h>

#include "mac.h"

#define JWT_MAX 4096 /* characters of a token */

/* Which algorithms a gateway uses: bits of 1u << enum mac_hash. */
#define JWT_HS256 (1u << MAC_SHA256)
#define JWT_HS384 (1u << MAC_SHA384)
#define JWT_HS512 (1u << MAC_SHA512)

/*
 * The claims of a token that was signed with this secret by one of these
 * algorithms, an object for json_decref; or NULL.  Claims are not judged.
 */
json_t *jwt_open(struct str token, struct str secret, unsigned algorithms);

/* Adds a token with these claims (JSON text), signed with HS256. */
void jwt_make(struct buf *b, struct str claims, struct str secret);

/* A claim that is a string, or empty; one that is a number, or missing. */
struct str jwt_string(const json_t *claims, const char *name);
json_int_t
jwt_seconds(const json_t *claims, const char *name, json_int_t missing);

#endif
