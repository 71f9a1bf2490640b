/*
 * hmac.c - the signatures of gateways, through OpenSSL.
 */
#include "hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "gehoor/crypto.h"

#define SHA256_LEN 32

static bool
hmac_sha256(
    struct str key, struct str a, struct str b, uint8_t out[static SHA256_LEN])
{
	char digest[] = "SHA256";
	const OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
					  OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end() };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
	size_t n = 0;
	bool ok;

	ok = ctx != NULL &&
	    EVP_MAC_init(ctx, (const uint8_t *)key.p, key.n, params) == 1 &&
	    EVP_MAC_update(ctx, (const uint8_t *)a.p, a.n) == 1 &&
	    EVP_MAC_update(ctx, (const uint8_t *)b.p, b.n) == 1 &&
	    EVP_MAC_final(ctx, out, &n, SHA256_LEN) == 1 && n == SHA256_LEN;
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	return ok;
}

bool
hmac_sha256_hex_is(struct str hex, struct str key, struct str a, struct str b)
{
	static const char digits[] = "0123456789abcdef";
	char expected[2 * SHA256_LEN];
	uint8_t mac[SHA256_LEN];

	if (hex.n != sizeof(expected) || key.n == 0 ||
	    !hmac_sha256(key, a, b, mac))
		return false;
	for (size_t i = 0; i < SHA256_LEN; i++) {
		expected[2 * i] = digits[mac[i] >> 4];
		expected[2 * i + 1] = digits[mac[i] & 15];
	}
	return crypto_equal(expected, hex.p, sizeof(expected));
}
