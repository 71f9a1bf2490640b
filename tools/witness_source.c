/*
 * witness_source.c - where a witness gets checkpoints and hashes from.
 */
#include "witness_source.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch.h"
#include "gehoor/act.h"
#include "gehoor/checkpoint.h"
#include "gehoor/conf.h"
#include "gehoor/tile.h"
#include "import_place.h"

#define TILES_KEPT 16
#define TILE_HEIGHT 8

/* A tile that was fetched, kept while a proof is made. */
struct kept_tile {
	struct tile tile; /* width 0: none */
	struct buf bytes;
};

struct witness_source {
	char *place;
	char *log;           /* of the tree at hand */
	struct fetch *fetch; /* NULL: a directory */
	struct tile_tree *tree;
	uint64_t size;
	struct kept_tile kept[TILES_KEPT];
	size_t next;
};

int
witness_source_new(
    const char *place, struct witness_source **out, struct err *e)
{
	struct witness_source *s = calloc(1, sizeof(*s));
	bool url = strncmp(place, "http://", 7) == 0 ||
	    strncmp(place, "https://", 8) == 0;
	struct stat st;
	size_t n = strlen(place);

	if (s == NULL)
		return err_set(e, "no memory");
	while (n > 1 && place[n - 1] == '/')
		n--;
	s->place = strndup(place, n);
	if (url)
		s->fetch = fetch_new();
	if (s->place == NULL || (url && s->fetch == NULL)) {
		witness_source_free(&s);
		return err_set(e, "no memory");
	}
	if (!url && (stat(place, &st) == -1 || !S_ISDIR(st.st_mode))) {
		witness_source_free(&s);
		return err_set(
		    e, "%s is neither a directory nor an http address", place);
	}
	*out = s;
	return 0;
}

static void
tree_forget(struct witness_source *s)
{
	tile_tree_free(&s->tree);
	free(s->log);
	s->log = NULL;
	for (size_t i = 0; i < TILES_KEPT; i++) {
		s->kept[i].tile.width = 0;
		buf_free(&s->kept[i].bytes);
	}
}

void
witness_source_free(struct witness_source **s)
{
	if (*s == NULL)
		return;
	tree_forget(*s);
	fetch_free(&(*s)->fetch);
	free((*s)->place);
	free(*s);
	*s = NULL;
}

bool
witness_source_is_url(const struct witness_source *s)
{
	return s->fetch != NULL;
}

/* Directories of logs beside those of boxes, as their names begin. */
static const char *const rooms[] = { "desk/", IMPORT_ROOM "/" };

#define NROOMS (sizeof(rooms) / sizeof(rooms[0]))

static bool
is_in_room(const char *log)
{
	for (size_t i = 0; i < NROOMS; i++)
		if (strncmp(log, rooms[i], strlen(rooms[i])) == 0)
			return true;
	return false;
}

/* The directory of a log: PLACE/log/B, PLACE/B, or PLACE/desk/ID. */
static void
dir_of(const struct witness_source *s, const char *log, char *out, size_t room)
{
	struct stat st;

	snprintf(out, room, "%s/%s", s->place, log);
	if (is_in_room(log) || stat(out, &st) == 0)
		return;
	snprintf(out, room, "%s/log/%s", s->place, log);
}

static int
list_add(char ***names, size_t *n, const char *before, const char *name)
{
	char **larger = realloc(*names, (*n + 1) * sizeof(char *));

	if (larger == NULL)
		return -1;
	*names = larger;
	if (asprintf(&larger[*n], "%s%s", before, name) == -1)
		return -1;
	++*n;
	return 0;
}

/* The directories in one that hold a checkpoint. */
static int
list_in(const char *dir, const char *before, char ***names, size_t *n)
{
	struct dirent *entry;
	char path[4096];
	DIR *d = opendir(dir);
	int rc = 0;

	while (d != NULL && rc == 0 && (entry = readdir(d)) != NULL) {
		int len = snprintf(
		    path, sizeof(path), "%s/%s/checkpoint", dir, entry->d_name);

		if (entry->d_name[0] != '.' && len > 0 &&
		    (size_t)len < sizeof(path) && access(path, F_OK) == 0)
			rc = list_add(names, n, before, entry->d_name);
	}
	if (d != NULL)
		closedir(d);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
witness_source_list(
    struct witness_source *s, char ***names, size_t *n, struct err *e)
{
	char dir[4096];
	int rc = 0;

	*names = NULL;
	*n = 0;
	snprintf(dir, sizeof(dir), "%s/log", s->place);
	rc |= list_in(access(dir, F_OK) == 0 ? dir : s->place, "", names, n);
	for (size_t i = 0; i < NROOMS; i++) {
		snprintf(dir, sizeof(dir), "%s/%s", s->place, rooms[i]);
		rc |= list_in(dir, rooms[i], names, n);
	}
	if (*n > 0)
		qsort(*names, *n, sizeof(char *), by_name);
	return rc == 0 ? 0 : err_set(e, "no memory");
}

/* A file of the log in a directory. 0, 1 if it is not there, or -1. */
static int
read_file(struct witness_source *s, const char *log, const char *file,
    size_t max, struct buf *out, struct err *e)
{
	char dir[4096], path[4200];

	dir_of(s, log, dir, sizeof(dir));
	snprintf(path, sizeof(path), "%s/%s", dir, file);
	if (access(path, F_OK) == -1 && errno == ENOENT)
		return 1;
	return conf_read_regular(path, max, out, e);
}

int
witness_source_checkpoint(
    struct witness_source *s, const char *log, struct buf *out, struct err *e)
{
	char url[4096];

	if (s->fetch == NULL)
		return read_file(s, log, "checkpoint", CHECKPOINT_MAX, out, e);
	snprintf(url, sizeof(url), "%s/log/%s/checkpoint", s->place, log);
	return fetch_get(s->fetch, url, CHECKPOINT_MAX, out, e);
}

int
witness_source_act(struct witness_source *s, const char *log, const char *file,
    struct buf *out, struct err *e)
{
	return s->fetch != NULL ? 1
				: read_file(s, log, file, ACT_FILE_MAX, out, e);
}

int
witness_source_tree(
    struct witness_source *s, const char *log, uint64_t size, struct err *e)
{
	char dir[4096];

	tree_forget(s);
	s->size = size;
	s->log = strdup(log);
	if (s->log == NULL)
		return err_set(e, "no memory");
	if (s->fetch != NULL)
		return 0;
	dir_of(s, log, dir, sizeof(dir));
	return tile_tree_new(dir, size, NULL, &s->tree, e);
}

/* The tile with those hashes, from the kept ones or over the network. */
static struct kept_tile *
get_tile(
    struct witness_source *s, unsigned level, uint64_t number, struct err *e)
{
	struct tile t = { level, number,
		tile_width_at(s->size, level, number) };
	char path[TILE_PATH_MAX], url[4096];
	struct kept_tile *k;
	int rc;

	for (size_t i = 0; i < TILES_KEPT; i++)
		if (s->kept[i].tile.width != 0 &&
		    s->kept[i].tile.level == level &&
		    s->kept[i].tile.number == number)
			return &s->kept[i];
	k = &s->kept[s->next++ % TILES_KEPT];
	k->tile.width = 0;
	buf_free(&k->bytes);
	tile_path(&t, path);
	snprintf(url, sizeof(url), "%s/log/%s/tile/%s", s->place, s->log, path);
	rc = fetch_get(s->fetch, url, TILE_LEN_MAX, &k->bytes, e);
	if (rc == 1)
		err_set(e, "%.300s: is not there", url);
	else if (rc == 0 && k->bytes.len != (size_t)t.width * HASH_LEN)
		rc = err_set(e, "%.300s: has %zu bytes, not %u", url,
		    k->bytes.len, t.width * HASH_LEN);
	if (rc != 0)
		return NULL;
	k->tile = t;
	return k;
}

int
witness_source_node(void *arg, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e)
{
	struct witness_source *s = arg;
	unsigned above = level % TILE_HEIGHT;
	uint64_t first = index << above;
	struct kept_tile *k;
	struct merkle m;

	if (s->fetch == NULL)
		return tile_tree_node(s->tree, level, index, out, e);
	merkle_init(&m);
	/* 2^above hashes from a multiple of that are in one tile. */
	k = get_tile(s, level / TILE_HEIGHT, first / TILE_WIDTH, e);
	if (k == NULL)
		return -1;
	first %= TILE_WIDTH;
	for (uint64_t i = first; i < first + (1u << above); i++) {
		if (i >= k->tile.width)
			return err_set(e, "a tile is too narrow");
		merkle_add(&m, k->bytes.data + i * HASH_LEN);
	}
	merkle_root(&m, out);
	return 0;
}
