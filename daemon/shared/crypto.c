/*
 * crypto.c - the few primitives that every room needs, over libsodium,
 * and SHA-256 over Nettle, which uses the processor's instructions for it.
 *
 * Nothing here opens what was sealed; that is unseal.c.
 */
#include "gehoor/crypto.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#define SECRET_ALIGN 64

/* The context of the ratchet, part of the format (segment.h). */
static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "gehoorRK";

_Static_assert(KEY_LEN == crypto_kdf_KEYBYTES, "ratchet key");
_Static_assert(
    KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "record key");
_Static_assert(CRYPTO_MAC_LEN == crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "authentication tag");
_Static_assert(CRYPTO_BOX_LEN == crypto_box_SEALBYTES, "sealed box");

int
crypto_init(struct err *e)
{
	if (sodium_init() < 0)
		return err_set(e, "libsodium cannot be initialised");
	return 0;
}

void
crypto_random(void *p, size_t n)
{
	randombytes_buf(p, n);
}

void
crypto_wipe(void *p, size_t n)
{
	if (n > 0)
		sodium_memzero(p, n);
}

bool
crypto_equal(const void *a, const void *b, size_t n)
{
	return n == 0 || sodium_memcmp(a, b, n) == 0;
}

void
crypto_blake2b(uint8_t *out, size_t outlen, const uint8_t *key,
    const struct crypto_part *parts, size_t nparts)
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, key, key == NULL ? 0 : KEY_LEN, outlen);
	for (size_t i = 0; i < nparts; i++)
		crypto_generichash_update(&st, parts[i].p, parts[i].n);
	crypto_generichash_final(&st, out, outlen);
	sodium_memzero(&st, sizeof(st));
}

void
crypto_sha256(
    uint8_t out[static 32], const struct crypto_part *parts, size_t nparts)
{
	struct sha256_ctx st;

	sha256_init(&st);
	for (size_t i = 0; i < nparts; i++)
		if (parts[i].n > 0)
			sha256_update(&st, parts[i].n, parts[i].p);
	sha256_digest(&st, 32, out);
}

void
crypto_sign_pair(
    const uint8_t seed[static 32], uint8_t pk[static 32], uint8_t sk[static 64])
{
	crypto_sign_seed_keypair(pk, sk, seed);
}

void
crypto_sign_make(const uint8_t sk[static 64], const void *p, size_t n,
    uint8_t sig[static 64])
{
	crypto_sign_detached(sig, NULL, p, n, sk);
}

bool
crypto_sign_ok(const uint8_t pk[static 32], const void *p, size_t n,
    const uint8_t sig[static 64])
{
	return crypto_sign_verify_detached(sig, p, n, pk) == 0;
}

void
crypto_kdf_step(
    const uint8_t in[static KEY_LEN], uint64_t id, uint8_t out[static KEY_LEN])
{
	crypto_kdf_derive_from_key(out, KEY_LEN, id, kdf_context, in);
}

void
crypto_aead_seal(const uint8_t key[static KEY_LEN], const void *ad,
    size_t adlen, const uint8_t *p, size_t n, uint8_t *out)
{
	static const uint8_t
	    nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    out, NULL, p, n, ad, adlen, NULL, nonce, key);
}

void
crypto_aead_seal_nonce(const uint8_t key[static KEY_LEN],
    const uint8_t nonce[static CRYPTO_NONCE_LEN], const void *ad, size_t adlen,
    const uint8_t *p, size_t n, uint8_t *out)
{
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    out, NULL, p, n, ad, adlen, NULL, nonce, key);
}

int
crypto_aead_open_nonce(const uint8_t key[static KEY_LEN],
    const uint8_t nonce[static CRYPTO_NONCE_LEN], const void *ad, size_t adlen,
    const uint8_t *p, size_t n, uint8_t *out)
{
	return crypto_aead_xchacha20poly1305_ietf_decrypt(
	    out, NULL, NULL, p, n, ad, adlen, nonce, key);
}

int
crypto_box_to(
    const uint8_t pk[static 32], const uint8_t *p, size_t n, uint8_t *out)
{
	return crypto_box_seal(out, p, n, pk) == 0 ? 0 : -1;
}

void
crypto_base64(struct buf *out, const uint8_t *p, size_t n)
{
	size_t room =
	    sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	uint8_t *to = buf_room(out, room);

	if (to == NULL)
		return;
	sodium_bin2base64(
	    (char *)to, room, p, n, sodium_base64_VARIANT_ORIGINAL);
	out->len += room - 1;
}

/*
 * libsodium 1.0.18 takes some bytes over 127 for + or /, because its char is
 * signed; they are refused here.
 */
static bool
is_ascii(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)p[i] > 0x7f)
			return false;
	return true;
}

int
crypto_unbase64(
    const char *p, size_t n, uint8_t *out, size_t max, size_t *outlen)
{
	if (!is_ascii(p, n) ||
	    sodium_base642bin(out, max, p, n, NULL, outlen, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0)
		return -1;
	return 0;
}

/*
 * sodium_malloc puts the end of the piece at the end of a page, so the start
 * is aligned only when the length is.
 */
void *
crypto_secret_new(size_t n)
{
	void *p;

	if (n > SIZE_MAX - SECRET_ALIGN)
		return NULL;
	n = (n + SECRET_ALIGN - 1) / SECRET_ALIGN * SECRET_ALIGN;
	p = sodium_malloc(n);
	if (p != NULL)
		memset(p, 0, n);
	return p;
}

void
crypto_secret_free(void **p)
{
	sodium_free(*p);
	*p = NULL;
}
