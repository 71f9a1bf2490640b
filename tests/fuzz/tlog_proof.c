/*
 * tlog_proof.c - fuzz target: proofs as files, and whether the hashes in them fit.
 */
#include "gehoor/tlog_proof.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	uint8_t root[HASH_LEN] = { 0 };
	struct buf b = BUF_INIT;
	struct tlog_proof t;
	uint64_t n;

	require(crypto_init(NULL) == 0);
	if (tlog_proof_read(p, size, &t, NULL) != 0)
		return 0;
	require(t.checkpoint.p + t.checkpoint.n == p + size);
	tlog_proof_write(&t, &b);
	/* Extra data that are no leaf are not kept. */
	if (t.has_leaf || memmem(p, size, "\nextra ", 7) == NULL)
		require(b.len == size && memcmp(b.data, p, size) == 0);
	buf_free(&b);
	/* No root of zeros is ever reached; it must only end. */
	for (n = t.index + 1; n != 0 && n <= MERKLE_SIZE_MAX; n *= 2)
		require(!merkle_inclusion_ok(n - 1, n, t.leaf, root, &t.path) ||
		    t.path.n == 0);
	merkle_consistency_ok(t.index / 2, root, t.index, root, &t.path);
	return 0;
}
