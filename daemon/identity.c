/*
 * identity.c - the receipt code of a message, and its mark for duplicates.
 */
#include "identity.h"

#include <assert.h>

#define IDENTITY_CODE_BYTES 10
#define IDENTITY_DEDUP_BYTES 16

void
identity_random(struct identity *out)
{
	uint8_t bits[IDENTITY_CODE_BYTES];

	crypto_random(bits, sizeof(bits));
	code_make(bits, &out->code);
	crypto_wipe(bits, sizeof(bits));
	out->dedup[0] = '\0';
}

void
identity_digest(const uint8_t *key, const struct str *strings, size_t n,
    uint8_t out[static 32])
{
	struct crypto_part parts[2 * IDENTITY_MAX];
	uint8_t lengths[IDENTITY_MAX][4];

	assert(n <= IDENTITY_MAX);
	for (size_t i = 0; i < n; i++) {
		put_le32(lengths[i], (uint32_t)strings[i].n);
		parts[2 * i] = (struct crypto_part){ lengths[i], 4 };
		parts[2 * i + 1] =
		    (struct crypto_part){ strings[i].p, strings[i].n };
	}
	crypto_blake2b(out, 32, key, parts, 2 * n);
}

void
identity_derive(const uint8_t key[static KEY_LEN], const struct str *strings,
    size_t n, struct identity *out)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t hash[32];

	identity_digest(key, strings, n, hash);
	code_make(hash, &out->code);
	for (size_t i = 0; i < IDENTITY_DEDUP_BYTES; i++) {
		out->dedup[2 * i] = digits[hash[16 + i] >> 4];
		out->dedup[2 * i + 1] = digits[hash[16 + i] & 15];
	}
	out->dedup[sizeof(out->dedup) - 1] = '\0';
	crypto_wipe(hash, sizeof(hash));
}
