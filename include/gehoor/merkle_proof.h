/*
 * merkle_proof.h - inclusion and consistency proofs of the RFC 6962 tree:
 * making them from stored hashes, and checking them.
 *
 * Sources: RFC 6962 section 2.1 (definitions), RFC 9162 sections 2.1.3.2 and
 * 2.1.4.2 (the checking algorithms).  A proof is a list of hashes, for
 * inclusion from the leaf's side up; no tree of at most 2^63 leaves needs
 * more than MERKLE_PROOF_MAX.
 */
#ifndef GEHOOR_MERKLE_PROOF_H
#define GEHOOR_MERKLE_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/err.h"
#include "gehoor/merkle.h"

#define MERKLE_PROOF_MAX 64
/* Leaves of the largest tree; sizes beyond it are refused everywhere. */
#define MERKLE_SIZE_MAX ((uint64_t)1 << 63)

struct merkle_proof {
	size_t n;
	uint8_t hash[MERKLE_PROOF_MAX][HASH_LEN];
};

/* Whether the leaf at index is in the tree of that size and root. */
bool merkle_inclusion_ok(uint64_t index, uint64_t size,
    const uint8_t leaf[static HASH_LEN], const uint8_t root[static HASH_LEN],
    const struct merkle_proof *p);

/*
 * Whether the tree of size1 and root1 is a beginning of that of size2 and
 * root2.  Nothing can be shown from the empty tree: it is only consistent
 * with itself (as in the published cases).
 */
bool merkle_consistency_ok(uint64_t size1, const uint8_t root1[static HASH_LEN],
    uint64_t size2, const uint8_t root2[static HASH_LEN],
    const struct merkle_proof *p);

/*
 * Where hashes come from: the hash of the complete subtree over the 2^level
 * leaves from index * 2^level on.  0, or -1 with the reason (then the
 * making fails with it).  Asked only for subtrees that lie within the tree.
 */
typedef int merkle_node_fn(void *arg, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e);

/* The proof that index (below size) is in the tree of that size. 0 or -1. */
int merkle_inclusion_make(uint64_t index, uint64_t size, merkle_node_fn *node,
    void *arg, struct merkle_proof *out, struct err *e);

/* The proof that size1 (at most size2) is a beginning of size2. 0 or -1. */
int merkle_consistency_make(uint64_t size1, uint64_t size2,
    merkle_node_fn *node, void *arg, struct merkle_proof *out, struct err *e);

/* The root of the tree of that size. 0 or -1. */
int merkle_root_make(uint64_t size, merkle_node_fn *node, void *arg,
    uint8_t root[static HASH_LEN], struct err *e);

#endif
