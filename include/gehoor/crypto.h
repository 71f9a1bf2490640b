/*
 * crypto.h - the few primitives that every room needs, over libsodium and
 * Nettle.
 *
 * Reading what was sealed is not here: that is unseal.h, which the daemon
 * may not include.
 */
#ifndef GEHOOR_CRYPTO_H
#define GEHOOR_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

#define KEY_LEN 32

/* Call once before anything else, from the main thread.  0 or -1. */
int crypto_init(struct err *e);

void crypto_random(void *p, size_t n);

/* Overwrites so that the compiler cannot leave it out. */
void crypto_wipe(void *p, size_t n);

/* Compares n bytes in constant time. */
bool crypto_equal(const void *a, const void *b, size_t n);

/*
 * BLAKE2b of the parts in turn, keyed when key is not NULL (KEY_LEN bytes).
 * outlen 16 to 64.  Parts are not length-prefixed: give parts of fixed
 * length, or put a length first, where two splits could be confused.
 */
struct crypto_part {
	const void *p;
	size_t n;
};
void crypto_blake2b(uint8_t *out, size_t outlen, const uint8_t *key,
    const struct crypto_part *parts, size_t nparts);

/* SHA-256 of the parts in turn (RFC 6962, C2SP key ids). */
void crypto_sha256(
    uint8_t out[static 32], const struct crypto_part *parts, size_t nparts);

/* Ed25519 (RFC 8032): key pair from a 32-byte seed, sign, verify. */
void crypto_sign_pair(const uint8_t seed[static 32], uint8_t pk[static 32],
    uint8_t sk[static 64]);
void crypto_sign_make(const uint8_t sk[static 64], const void *p, size_t n,
    uint8_t sig[static 64]);
bool crypto_sign_ok(const uint8_t pk[static 32], const void *p, size_t n,
    const uint8_t sig[static 64]);

/* One step of a one-way ratchet: out = KDF(in, id) (crypto_kdf). */
void crypto_kdf_step(
    const uint8_t in[static KEY_LEN], uint64_t id, uint8_t out[static KEY_LEN]);

/*
 * XChaCha20-Poly1305 with nonce zero: key must never seal twice.  out gets
 * n + 16 bytes and may be the same as p.
 */
#define CRYPTO_MAC_LEN 16
void crypto_aead_seal(const uint8_t key[static KEY_LEN], const void *ad,
    size_t adlen, const uint8_t *p, size_t n, uint8_t *out);

/*
 * The same with a random nonce, for keys that may be used again, and its
 * inverse: out gets n - CRYPTO_MAC_LEN bytes, and only if all is authentic.
 * 0 or -1.
 */
#define CRYPTO_NONCE_LEN 24
void crypto_aead_seal_nonce(const uint8_t key[static KEY_LEN],
    const uint8_t nonce[static CRYPTO_NONCE_LEN], const void *ad, size_t adlen,
    const uint8_t *p, size_t n, uint8_t *out);
int crypto_aead_open_nonce(const uint8_t key[static KEY_LEN],
    const uint8_t nonce[static CRYPTO_NONCE_LEN], const void *ad, size_t adlen,
    const uint8_t *p, size_t n, uint8_t *out);

/* Sealed box (X25519) to pk; out gets n + CRYPTO_BOX_LEN bytes. 0 or -1. */
#define CRYPTO_BOX_LEN 48
int crypto_box_to(
    const uint8_t pk[static 32], const uint8_t *p, size_t n, uint8_t *out);

/*
 * Base64 with padding (RFC 4648 section 4), and its strict inverse: -1 on any
 * character outside the alphabet, wrong padding, or more than max bytes.
 */
void crypto_base64(struct buf *out, const uint8_t *p, size_t n);
int crypto_unbase64(
    const char *p, size_t n, uint8_t *out, size_t max, size_t *outlen);

/*
 * Memory for secrets: zero at first, locked, not dumped, wiped when freed;
 * NULL if there is none.
 */
void *crypto_secret_new(size_t n);
void crypto_secret_free(void **p);

#endif
