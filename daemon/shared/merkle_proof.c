/*
 * merkle_proof.c - inclusion and consistency proofs of the RFC 6962 tree.
 */
#include "gehoor/merkle_proof.h"

#include <string.h>

static bool
hash_equal(const uint8_t a[static HASH_LEN], const uint8_t b[static HASH_LEN])
{
	return memcmp(a, b, HASH_LEN) == 0;
}

/* RFC 9162, section 2.1.3.2. */
bool
merkle_inclusion_ok(uint64_t index, uint64_t size,
    const uint8_t leaf[static HASH_LEN], const uint8_t root[static HASH_LEN],
    const struct merkle_proof *p)
{
	uint64_t fn = index, sn = size - 1;
	uint8_t r[HASH_LEN];

	if (size == 0 || size > MERKLE_SIZE_MAX || index >= size ||
	    p->n > MERKLE_PROOF_MAX)
		return false;
	memcpy(r, leaf, HASH_LEN);
	for (size_t i = 0; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			merkle_node(p->hash[i], r, r);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(r, p->hash[i], r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_equal(r, root);
}

/* RFC 9162, section 2.1.4.2, steps 4 to 7: both sizes differ, none is 0. */
static bool
consistency_walk(uint64_t size1, const uint8_t root1[static HASH_LEN],
    uint64_t size2, const uint8_t root2[static HASH_LEN],
    const uint8_t (*hash)[HASH_LEN], size_t n)
{
	uint64_t fn = size1 - 1, sn = size2 - 1;
	uint8_t fr[HASH_LEN], sr[HASH_LEN];

	while ((fn & 1) != 0) {
		fn >>= 1;
		sn >>= 1;
	}
	memcpy(fr, hash[0], HASH_LEN);
	memcpy(sr, hash[0], HASH_LEN);
	for (size_t i = 1; i < n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			merkle_node(hash[i], fr, fr);
			merkle_node(hash[i], sr, sr);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(sr, hash[i], sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_equal(fr, root1) && hash_equal(sr, root2);
}

bool
merkle_consistency_ok(uint64_t size1, const uint8_t root1[static HASH_LEN],
    uint64_t size2, const uint8_t root2[static HASH_LEN],
    const struct merkle_proof *p)
{
	uint8_t hash[MERKLE_PROOF_MAX + 1][HASH_LEN];
	uint8_t empty[HASH_LEN];
	struct merkle none;
	size_t n = 0;

	if (size1 > size2 || size2 > MERKLE_SIZE_MAX || p->n > MERKLE_PROOF_MAX)
		return false;
	merkle_init(&none);
	merkle_root(&none, empty);
	if (size1 == 0)
		return size2 == 0 && p->n == 0 && hash_equal(root1, empty) &&
		    hash_equal(root2, empty);
	if (size1 == size2)
		return p->n == 0 && hash_equal(root1, root2);
	if (p->n == 0)
		return false;
	/* A whole subtree is not in its own proof. */
	if ((size1 & (size1 - 1)) == 0)
		memcpy(hash[n++], root1, HASH_LEN);
	memcpy(hash[n], p->hash, p->n * HASH_LEN);
	return consistency_walk(size1, root1, size2, root2,
	    (const uint8_t(*)[HASH_LEN])hash, n + p->n);
}

/* ---- making ----------------------------------------------------------- */

struct maker {
	merkle_node_fn *node;
	void *arg;
	struct err *err;
	struct merkle_proof *out;
};

/* The largest power of two below n (n is 2 or more), and which it is. */
static unsigned
split_level(uint64_t n)
{
	unsigned level = 0;

	while ((n - 1) >> (level + 1) != 0)
		level++;
	return level;
}

/* The root over n leaves from begin on; begin is a multiple of what n needs. */
static int
range_root(const struct maker *m, uint64_t begin, uint64_t n,
    uint8_t out[static HASH_LEN])
{
	uint8_t right[HASH_LEN];
	unsigned level;

	if (n == 1)
		return m->node(m->arg, 0, begin, out, m->err);
	level = split_level(n);
	if (n == UINT64_C(2) << level)
		return m->node(
		    m->arg, level + 1, begin >> (level + 1), out, m->err);
	if (m->node(m->arg, level, begin >> level, out, m->err) != 0 ||
	    range_root(m, begin + (UINT64_C(1) << level),
		n - (UINT64_C(1) << level), right) != 0)
		return -1;
	merkle_node(out, right, out);
	return 0;
}

static int
proof_add(const struct maker *m, uint64_t begin, uint64_t n)
{
	if (m->out->n == MERKLE_PROOF_MAX)
		return err_set(m->err, "a proof is too long");
	if (range_root(m, begin, n, m->out->hash[m->out->n]) != 0)
		return -1;
	m->out->n++;
	return 0;
}

/* PATH of RFC 6962, section 2.1.1. */
static int
path(const struct maker *m, uint64_t index, uint64_t begin, uint64_t n)
{
	uint64_t k;

	if (n == 1)
		return 0;
	k = UINT64_C(1) << split_level(n);
	if (index < k)
		return path(m, index, begin, k) != 0
		    ? -1
		    : proof_add(m, begin + k, n - k);
	return path(m, index - k, begin + k, n - k) != 0
	    ? -1
	    : proof_add(m, begin, k);
}

/* SUBPROOF of RFC 6962, section 2.1.2; whole is its b. */
static int
subproof(const struct maker *m, uint64_t size1, uint64_t begin, uint64_t n,
    bool whole)
{
	uint64_t k;

	if (size1 == n)
		return whole ? 0 : proof_add(m, begin, n);
	k = UINT64_C(1) << split_level(n);
	if (size1 <= k)
		return subproof(m, size1, begin, k, whole) != 0
		    ? -1
		    : proof_add(m, begin + k, n - k);
	return subproof(m, size1 - k, begin + k, n - k, false) != 0
	    ? -1
	    : proof_add(m, begin, k);
}

int
merkle_inclusion_make(uint64_t index, uint64_t size, merkle_node_fn *node,
    void *arg, struct merkle_proof *out, struct err *e)
{
	struct merkle_proof p = { .n = 0 };
	const struct maker m = { node, arg, e, &p };

	if (index >= size || size > MERKLE_SIZE_MAX)
		return err_set(e, "there is no such record in that tree");
	if (path(&m, index, 0, size) != 0)
		return -1;
	*out = p;
	return 0;
}

int
merkle_consistency_make(uint64_t size1, uint64_t size2, merkle_node_fn *node,
    void *arg, struct merkle_proof *out, struct err *e)
{
	struct merkle_proof p = { .n = 0 };
	const struct maker m = { node, arg, e, &p };

	if (size1 > size2 || size2 > MERKLE_SIZE_MAX)
		return err_set(e, "the older tree is the larger one");
	if (size1 > 0 && subproof(&m, size1, 0, size2, true) != 0)
		return -1;
	*out = p;
	return 0;
}

int
merkle_root_make(uint64_t size, merkle_node_fn *node, void *arg,
    uint8_t root[static HASH_LEN], struct err *e)
{
	const struct maker m = { node, arg, e, NULL };
	uint8_t made[HASH_LEN];
	struct merkle none;

	if (size > MERKLE_SIZE_MAX)
		return err_set(e, "the tree is too large");
	if (size == 0) {
		merkle_init(&none);
		merkle_root(&none, root);
		return 0;
	}
	if (range_root(&m, 0, size, made) != 0)
		return -1;
	memcpy(root, made, HASH_LEN);
	return 0;
}
