/*
 * crypto.c - tests of the primitives against published values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/crypto.h"

static void
unhex(const char *hex, uint8_t *out)
{
	for (size_t i = 0; hex[2 * i] != '\0'; i++) {
		unsigned v;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &v), 1);
		out[i] = (uint8_t)v;
	}
}

/* RFC 7693, appendix A; a key changes everything. */
static void
test_blake2b(void **state)
{
	uint8_t want[64], got[64], key[KEY_LEN], other[64];

	(void)state;
	unhex(
	    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
	    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
	    want);
	crypto_blake2b(
	    got, 64, NULL, (struct crypto_part[]){ { "abc", 3 } }, 1);
	assert_memory_equal(got, want, 64);
	crypto_blake2b(got, 64, NULL,
	    (struct crypto_part[]){ { "a", 1 }, { NULL, 0 }, { "bc", 2 } }, 3);
	assert_memory_equal(got, want, 64);
	memset(key, 7, sizeof(key));
	crypto_blake2b(
	    other, 64, key, (struct crypto_part[]){ { "abc", 3 } }, 1);
	assert_memory_not_equal(other, want, 64);
}

/* FIPS 180-2, and the empty string. */
static void
test_sha256(void **state)
{
	uint8_t want[32], got[32];

	(void)state;
	unhex(
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    want);
	crypto_sha256(
	    got, (struct crypto_part[]){ { "ab", 2 }, { "c", 1 } }, 2);
	assert_memory_equal(got, want, 32);
	unhex(
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    want);
	crypto_sha256(got, NULL, 0);
	assert_memory_equal(got, want, 32);
}

/* RFC 8032, 7.1, test 2. */
static void
test_ed25519(void **state)
{
	uint8_t seed[32], want_pk[32], want_sig[64];
	uint8_t pk[32], sk[64], sig[64], text[1] = { 0x72 };

	(void)state;
	unhex(
	    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    seed);
	unhex(
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	    want_pk);
	unhex(
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
	    want_sig);
	crypto_sign_pair(seed, pk, sk);
	assert_memory_equal(pk, want_pk, 32);
	crypto_sign_make(sk, text, 1, sig);
	assert_memory_equal(sig, want_sig, 64);
	assert_true(crypto_sign_ok(pk, text, 1, sig));
	text[0] ^= 1;
	assert_false(crypto_sign_ok(pk, text, 1, sig));
}

/* RFC 4648, 10, and what the strict reader refuses. */
static void
test_base64(void **state)
{
	static const struct {
		const char *plain, *coded;
	} good[] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
	static const char *const bad[] = { "Zg",
		"Zg=", "Zg===", "Zh==", "Zm9v ", " Zm9v", "Zm9v\n", "Zm9_", "=",
		"Z", "Zm8=Zm8=" };
	uint8_t out[16];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct buf b = BUF_INIT;

		crypto_base64(
		    &b, (const uint8_t *)good[i].plain, strlen(good[i].plain));
		assert_string_equal(buf_cstr(&b), good[i].coded);
		assert_int_equal(
		    crypto_unbase64(good[i].coded, strlen(good[i].coded), out,
			sizeof(out), &n),
		    0);
		assert_int_equal(n, strlen(good[i].plain));
		assert_memory_equal(out, good[i].plain, n);
		buf_free(&b);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(crypto_unbase64(bad[i], strlen(bad[i]), out,
				     sizeof(out), &n),
		    -1);
	/* Bytes that libsodium alone takes for a + or a /. */
	for (int c = 0x80; c <= 0xff; c++)
		assert_int_equal(
		    crypto_unbase64((const char[]){ 'Z', 'm', '9', (char)c }, 4,
			out, sizeof(out), &n),
		    -1);
	assert_int_equal(crypto_unbase64("Zm9vYmFy", 8, out, 5, &n), -1);
	assert_int_equal(crypto_unbase64("Zm9vYmFy", 8, out, 6, &n), 0);
}

/* The same memory may hold what is sealed and what was. */
static void
test_aead_in_place(void **state)
{
	uint8_t key[KEY_LEN] = { 9 }, plain[100], apart[116], inplace[116];

	(void)state;
	crypto_random(plain, sizeof(plain));
	memcpy(inplace, plain, sizeof(plain));
	crypto_aead_seal(key, "ad", 2, plain, 100, apart);
	crypto_aead_seal(key, "ad", 2, inplace, 100, inplace);
	assert_memory_equal(apart, inplace, 116);
	crypto_aead_seal(key, "ae", 2, plain, 100, inplace);
	assert_memory_equal(apart, inplace, 100);
	assert_memory_not_equal(apart + 100, inplace + 100, CRYPTO_MAC_LEN);
}

static void
test_ratchet_steps_differ(void **state)
{
	uint8_t k[KEY_LEN] = { 1 }, one[KEY_LEN], two[KEY_LEN];

	(void)state;
	crypto_kdf_step(k, 1, one);
	crypto_kdf_step(k, 2, two);
	assert_memory_not_equal(one, two, KEY_LEN);
	assert_memory_not_equal(one, k, KEY_LEN);
	assert_memory_not_equal(two, k, KEY_LEN);
}

static void
test_secrets(void **state)
{
	static const uint8_t zero[100];
	void *p = crypto_secret_new(100);

	(void)state;
	assert_non_null(p);
	assert_int_equal((uintptr_t)p % 64, 0);
	assert_memory_equal(p, zero, 100);
	assert_true(crypto_equal(p, zero, 100));
	crypto_random(p, 100);
	assert_false(crypto_equal(p, zero, 100));
	crypto_wipe(p, 100);
	assert_memory_equal(p, zero, 100);
	crypto_secret_free(&p);
	assert_null(p);
	crypto_secret_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blake2b),
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_ed25519),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_aead_in_place),
		cmocka_unit_test(test_ratchet_steps_differ),
		cmocka_unit_test(test_secrets),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("crypto", tests, NULL, NULL);
}
