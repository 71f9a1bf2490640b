/*
 * merkle.c - tests of the tree against the definition of RFC 6962, 2.1.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/crypto.h"
#include "gehoor/merkle.h"

#define MOST 131

static uint8_t leaves[MOST][HASH_LEN];

/* MTH(D[n]) as the RFC writes it down. */
static void
definition(size_t first, size_t n, uint8_t out[static HASH_LEN])
{
	uint8_t node[1 + 2 * HASH_LEN] = { 1 };
	size_t k = 1;

	if (n == 0) {
		crypto_sha256(out, NULL, 0);
		return;
	}
	if (n == 1) {
		memcpy(out, leaves[first], HASH_LEN);
		return;
	}
	while (k * 2 < n)
		k *= 2;
	definition(first, k, node + 1);
	definition(first + k, n - k, node + 1 + HASH_LEN);
	crypto_sha256(out, &(struct crypto_part){ node, sizeof(node) }, 1);
}

static void
test_roots_of_all_small_sizes(void **state)
{
	uint8_t want[HASH_LEN], got[HASH_LEN];
	struct merkle m;

	(void)state;
	for (uint8_t i = 0; i < MOST; i++)
		merkle_leaf(&i, 1, leaves[i]);
	merkle_init(&m);
	for (size_t n = 0; n < MOST; n++) {
		assert_int_equal(m.size, n);
		definition(0, n, want);
		merkle_root(&m, got);
		assert_memory_equal(got, want, HASH_LEN);
		merkle_add(&m, leaves[n]);
	}
}

static void
assert_hex(const uint8_t p[static HASH_LEN], const char *want)
{
	char hex[2 * HASH_LEN + 1];

	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", p[i]);
	assert_string_equal(hex, want);
}

/* The tree of the Certificate Transparency projects' own tests. */
static void
test_published_roots(void **state)
{
	static const struct {
		const char *entry;
		size_t n;
		const char *root;
	} cases[] = {
		{ "", 0,
		    "6e340b9cffb37a989ca544e6bb780a2c"
		    "78901d3fb33738768511a30617afa01d" },
		{ "\x00", 1,
		    "fac54203e7cc696cf0dfcb42c92a1d9d"
		    "baf70ad9e621f4bd8d98662f00e3c125" },
		{ "\x10", 1,
		    "aeb6bcfe274b70a14fb067a5e5578264"
		    "db0fa9b51af5e0ba159158f329e06e77" },
		{ "\x20\x21", 2,
		    "d37ee418976dd95753c1c73862b9398f"
		    "a2a2cf9b4ff0fdfe8b30cd95209614b7" },
		{ "\x30\x31", 2,
		    "4e3bbb1f7b478dcfe71fb631631519a3"
		    "bca12c9aefca1612bfce4c13a86264d4" },
	};
	uint8_t leaf[HASH_LEN], root[HASH_LEN];
	struct merkle m;

	(void)state;
	merkle_init(&m);
	merkle_root(&m, root);
	assert_hex(root,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		merkle_leaf(cases[i].entry, cases[i].n, leaf);
		merkle_add(&m, leaf);
		merkle_root(&m, root);
		assert_hex(root, cases[i].root);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roots_of_all_small_sizes),
		cmocka_unit_test(test_published_roots),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("merkle", tests, NULL, NULL);
}
