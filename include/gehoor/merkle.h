/*
 * merkle.h - the RFC 6962 tree over the record frames of a box.
 *
 * leaf = SHA-256(0x00 || frame), node = SHA-256(0x01 || left || right), the
 * empty tree is SHA-256("").  Only the roots of the complete subtrees on the
 * right edge are kept, so a tree of any size takes 2 KiB.
 */
#ifndef GEHOOR_MERKLE_H
#define GEHOOR_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#define HASH_LEN 32

struct merkle {
	uint64_t size;              /* leaves so far */
	uint8_t edge[64][HASH_LEN]; /* largest subtree first */
	unsigned depth;             /* entries of edge in use */
};

void merkle_init(struct merkle *m);
void merkle_leaf(const void *frame, size_t n, uint8_t leaf[static HASH_LEN]);
/* The hash over two subtrees; out may be one of them. */
void merkle_node(const uint8_t left[static HASH_LEN],
    const uint8_t right[static HASH_LEN], uint8_t out[static HASH_LEN]);
void merkle_add(struct merkle *m, const uint8_t leaf[static HASH_LEN]);
void merkle_root(const struct merkle *m, uint8_t root[static HASH_LEN]);

#endif
