/*
 * tile_path.c - fuzz target: names of tiles, and how wide they are.
 */
#include "gehoor/tile.h"

#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char again[TILE_PATH_MAX];
	struct tile t;

	if (tile_path_read((struct str){ (const char *)data, size }, &t) != 0)
		return 0;
	require(t.level <= TILE_LEVEL_MAX);
	require(t.width >= 1 && t.width <= TILE_WIDTH);
	tile_path(&t, again);
	require(strlen(again) == size && memcmp(again, data, size) == 0);
	/* The largest tree has a whole tile there, or a part of one. */
	require(tile_width_at(MERKLE_SIZE_MAX, t.level, t.number) > 0);
	require(tile_width_at(0, t.level, t.number) == 0);
	return 0;
}
