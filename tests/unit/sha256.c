/*
 * sha256.c - our SHA-256 is libsodium's, at every length and however the
 * bytes were split.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "gehoor/crypto.h"

#define LONGEST 700

static uint8_t bytes[LONGEST];

static void
test_published(void **state)
{
	static const uint8_t abc[32] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01,
		0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
		0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10,
		0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	uint8_t out[32];

	(void)state;
	crypto_sha256(out, &(struct crypto_part){ "abc", 3 }, 1);
	assert_memory_equal(out, abc, 32);
}

static void
test_every_length(void **state)
{
	uint8_t want[32], out[32];

	(void)state;
	for (size_t n = 0; n <= LONGEST; n++) {
		const struct crypto_part part = { bytes, n };

		crypto_hash_sha256(want, bytes, n);
		memset(out, 0, sizeof(out));
		crypto_sha256(out, &part, 1);
		assert_memory_equal(out, want, 32);
	}
}

static void
test_every_split(void **state)
{
	uint8_t want[32], out[32];

	(void)state;
	crypto_hash_sha256(want, bytes, 200);
	for (size_t i = 0; i <= 200; i++)
		for (size_t k = i; k <= 200; k += 7) {
			const struct crypto_part parts[3] = { { bytes, i },
				{ bytes + i, k - i }, { bytes + k, 200 - k } };

			crypto_sha256(out, parts, 3);
			assert_memory_equal(out, want, 32);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_every_length),
		cmocka_unit_test(test_every_split),
	};

	if (crypto_init(NULL) == -1)
		return 1;
	crypto_random(bytes, sizeof(bytes));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
