/*
 * merkle.c - the RFC 6962 tree, kept as the roots on its right edge.
 */
#include "gehoor/merkle.h"

#include <string.h>

#include "gehoor/crypto.h"

static const uint8_t leaf_prefix = 0, node_prefix = 1;

void
merkle_init(struct merkle *m)
{
	m->size = 0;
	m->depth = 0;
}

void
merkle_leaf(const void *frame, size_t n, uint8_t leaf[static HASH_LEN])
{
	crypto_sha256(leaf,
	    (struct crypto_part[]){ { &leaf_prefix, 1 }, { frame, n } }, 2);
}

void
merkle_node(const uint8_t left[static HASH_LEN],
    const uint8_t right[static HASH_LEN], uint8_t out[static HASH_LEN])
{
	uint8_t both[1 + 2 * HASH_LEN];

	both[0] = node_prefix;
	memcpy(both + 1, left, HASH_LEN);
	memcpy(both + 1 + HASH_LEN, right, HASH_LEN);
	crypto_sha256(out, &(struct crypto_part){ both, sizeof(both) }, 1);
}

/* Every trailing one bit of the old size is a subtree that is now doubled. */
void
merkle_add(struct merkle *m, const uint8_t leaf[static HASH_LEN])
{
	uint8_t carry[HASH_LEN];

	memcpy(carry, leaf, HASH_LEN);
	for (uint64_t bits = m->size; (bits & 1) != 0; bits >>= 1)
		merkle_node(m->edge[--m->depth], carry, carry);
	memcpy(m->edge[m->depth++], carry, HASH_LEN);
	m->size++;
}

void
merkle_root(const struct merkle *m, uint8_t root[static HASH_LEN])
{
	uint8_t sum[HASH_LEN];

	if (m->depth == 0) {
		crypto_sha256(root, NULL, 0);
		return;
	}
	memcpy(sum, m->edge[m->depth - 1], HASH_LEN);
	for (unsigned i = m->depth - 1; i > 0; i--)
		merkle_node(m->edge[i - 1], sum, sum);
	memcpy(root, sum, HASH_LEN);
}
