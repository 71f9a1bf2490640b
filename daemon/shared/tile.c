/*
 * tile.c - C2SP tlog-tiles: names of tiles, and a tree that gives them out.
 */
#include "gehoor/tile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TILE_HEIGHT 8
#define GROUPS_MAX 7 /* of three digits; 20 digits are 2^64 */
#define LEVELS (TILE_LEVEL_MAX + 1)

void
tile_path(const struct tile *t, char out[static TILE_PATH_MAX])
{
	unsigned groups[GROUPS_MAX], n = 0;
	uint64_t number = t->number;
	int at;

	do {
		groups[n++] = (unsigned)(number % 1000);
		number /= 1000;
	} while (number > 0 && n < GROUPS_MAX);
	at = snprintf(out, TILE_PATH_MAX, "%u/", t->level);
	while (n-- > 0)
		at += snprintf(out + at, TILE_PATH_MAX - (size_t)at,
		    n > 0 ? "x%03u/" : "%03u", groups[n]);
	if (t->width < TILE_WIDTH)
		snprintf(
		    out + at, TILE_PATH_MAX - (size_t)at, ".p/%u", t->width);
}

/* Takes decimal digits off the front: 1 to max of them. -1: there are none. */
static int
take_digits(struct str *s, size_t max, uint64_t *out)
{
	size_t n = 0;

	*out = 0;
	while (n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9')
		*out = *out * 10 + (uint64_t)(s->p[n++] - '0');
	s->p += n;
	s->n -= n;
	return n == 0 ? -1 : (int)n;
}

static bool
take_text(struct str *s, const char *text)
{
	size_t n = strlen(text);

	if (s->n < n || memcmp(s->p, text, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* What only has one form is read by writing it again. */
int
tile_path_read(struct str path, struct tile *out)
{
	struct tile t = { .width = TILE_WIDTH };
	char again[TILE_PATH_MAX];
	struct str rest = path;
	uint64_t v;
	bool more;

	if (take_digits(&rest, 2, &v) < 0 || v > TILE_LEVEL_MAX ||
	    !take_text(&rest, "/"))
		return -1;
	t.level = (unsigned)v;
	for (int i = 0; i == 0 || more; i++) {
		more = take_text(&rest, "x");
		if (i == GROUPS_MAX - 1 || take_digits(&rest, 3, &v) != 3 ||
		    (more && !take_text(&rest, "/")))
			return -1;
		t.number = t.number * 1000 + v;
	}
	if (take_text(&rest, ".p/")) {
		if (take_digits(&rest, 3, &v) < 0 || v == 0 || v >= TILE_WIDTH)
			return -1;
		t.width = (unsigned)v;
	}
	tile_path(&t, again);
	if (rest.n > 0 || !str_is(path, again) ||
	    tile_width_at(MERKLE_SIZE_MAX, t.level, t.number) == 0)
		return -1;
	*out = t;
	return 0;
}

/* How many hashes there are on a level of a tree of that size. */
static uint64_t
level_count(uint64_t size, unsigned level)
{
	return size >> (TILE_HEIGHT * level);
}

unsigned
tile_width_at(uint64_t size, unsigned level, uint64_t number)
{
	uint64_t count = level > TILE_LEVEL_MAX ? 0 : level_count(size, level);

	if (number >= count / TILE_WIDTH + (count % TILE_WIDTH != 0))
		return 0;
	count -= number * TILE_WIDTH;
	return count < TILE_WIDTH ? (unsigned)count : TILE_WIDTH;
}

struct tile_tree {
	uint64_t size;
	struct leaves *leaves;    /* level 0 */
	uint8_t *hashes[LEVELS];  /* [0] is not used */
	uint64_t nhashes[LEVELS]; /* HASH_LEN bytes each */
};

static int
get_hash(struct tile_tree *t, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e)
{
	if (level == 0)
		return leaves_get(t->leaves, index, out, e);
	memcpy(out, t->hashes[level] + index * HASH_LEN, HASH_LEN);
	return 0;
}

/* The root over n hashes (a power of two) of a level, from first on. */
static int
combine(struct tile_tree *t, unsigned level, uint64_t first, unsigned n,
    uint8_t out[static HASH_LEN], struct err *e)
{
	uint8_t hash[HASH_LEN];
	struct merkle m;

	merkle_init(&m);
	for (unsigned i = 0; i < n; i++) {
		if (get_hash(t, level, first + i, hash, e) != 0)
			return -1;
		merkle_add(&m, hash);
	}
	merkle_root(&m, out);
	return 0;
}

/* Fills a level from the one below; what before has is copied. */
static int
fill_level(struct tile_tree *t, unsigned level, const struct tile_tree *before,
    struct err *e)
{
	uint64_t count = level_count(t->size, level), i = 0;

	if (count == 0)
		return 0;
	t->hashes[level] = malloc((size_t)count * HASH_LEN);
	if (t->hashes[level] == NULL)
		return err_set(e, "no memory for the tiles of a log");
	if (before != NULL && before->nhashes[level] > 0) {
		i = before->nhashes[level];
		memcpy(t->hashes[level], before->hashes[level],
		    (size_t)i * HASH_LEN);
	}
	for (; i < count; i++)
		if (combine(t, level - 1, i * TILE_WIDTH, TILE_WIDTH,
			t->hashes[level] + i * HASH_LEN, e) != 0)
			return -1;
	t->nhashes[level] = count;
	return 0;
}

int
tile_tree_new(const char *dir, uint64_t size, const struct tile_tree *before,
    struct tile_tree **out, struct err *e)
{
	struct tile_tree *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return err_set(e, "no memory for the tiles of a log");
	t->size = size;
	if (before != NULL && before->size > size)
		before = NULL;
	if (leaves_open(dir, false, &t->leaves, e) != 0)
		goto failed;
	if (leaves_count(t->leaves) < size) {
		err_set(e, "%s/leaves: has %" PRIu64 " entries, not %" PRIu64,
		    dir, leaves_count(t->leaves), size);
		goto failed;
	}
	for (unsigned level = 1; level < LEVELS; level++)
		if (fill_level(t, level, before, e) != 0)
			goto failed;
	*out = t;
	return 0;
failed:
	tile_tree_free(&t);
	return -1;
}

void
tile_tree_free(struct tile_tree **t)
{
	if (*t == NULL)
		return;
	for (unsigned level = 1; level < LEVELS; level++)
		free((*t)->hashes[level]);
	leaves_close(&(*t)->leaves);
	free(*t);
	*t = NULL;
}

uint64_t
tile_tree_size(const struct tile_tree *t)
{
	return t->size;
}

int
tile_tree_read(struct tile_tree *t, const struct tile *which, struct buf *out,
    struct err *e)
{
	uint64_t first = which->number * TILE_WIDTH;
	uint8_t hash[HASH_LEN];

	if (which->width == 0 ||
	    which->width > tile_width_at(t->size, which->level, which->number))
		return 1;
	for (unsigned i = 0; i < which->width; i++) {
		if (get_hash(t, which->level, first + i, hash, e) != 0)
			return -1;
		buf_add(out, hash, HASH_LEN);
	}
	return out->failed ? err_set(e, "no memory for a tile") : 0;
}

int
tile_tree_node(void *arg, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e)
{
	struct tile_tree *t = arg;
	unsigned tile_level = level / TILE_HEIGHT, above = level % TILE_HEIGHT;

	if (level >= 64 || index >= t->size >> level)
		return err_set(e, "the tree has no such part");
	return combine(t, tile_level, index << above, 1u << above, out, e);
}
