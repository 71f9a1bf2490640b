/*
 * tile.h - C2SP tlog-tiles: 256 hashes at a time, their names and content.
 *
 * Source: c2sp.org/tlog-tiles v0.1.0.  The tile at level L and number N holds
 * the hashes of the complete subtrees of height 8*L over leaves, those from
 * N*256 on; a partial one only the first W of them.  Level 0 is the file of
 * leaves (leaves.h) as it stands; the higher levels are kept in memory, a
 * 255th of it.
 */
#ifndef GEHOOR_TILE_H
#define GEHOOR_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/leaves.h"
#include "gehoor/merkle_proof.h"

#define TILE_WIDTH 256
#define TILE_LEVEL_MAX 7 /* 256^8 leaves are more than there can be */
#define TILE_LEN_MAX ((size_t)TILE_WIDTH * HASH_LEN)
#define TILE_PATH_MAX 48

struct tile {
	unsigned level;
	uint64_t number;
	unsigned width; /* 1 to 256 */
};

/*
 * "L/N" or "L/N.p/W" (what stands behind "tile/"), N in groups of three
 * digits: 1234067 is x001/x234/067.  Reading is strict: one form only.
 */
void tile_path(const struct tile *t, char out[static TILE_PATH_MAX]);
int tile_path_read(struct str path, struct tile *out);

/* How many hashes that tile has in a tree of that size; 0: there is none. */
unsigned tile_width_at(uint64_t size, unsigned level, uint64_t number);

/*
 * The tree of the first size leaves, as tiles: what it takes to serve and to
 * prove.  Never changes after it was made; owns its open file of leaves.
 */
struct tile_tree;

/*
 * Made from DIR/leaves, going on from an earlier one (before, may be NULL)
 * so that only what is new is read.  -1: too few leaves there, I/O error, no
 * memory.  One thread makes it, another may use it; not two at a time.
 */
int tile_tree_new(const char *dir, uint64_t size,
    const struct tile_tree *before, struct tile_tree **out, struct err *e);
void tile_tree_free(struct tile_tree **t);
uint64_t tile_tree_size(const struct tile_tree *t);

/* Adds the bytes of a tile to out. 0, 1 if the tree has no such tile, or -1. */
int tile_tree_read(struct tile_tree *t, const struct tile *which,
    struct buf *out, struct err *e);

/* A merkle_node_fn; arg is the struct tile_tree. */
int tile_tree_node(void *arg, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e);

#endif
