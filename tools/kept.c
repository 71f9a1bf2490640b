/*
 * kept.c - the files of a store of checkpoints that witnesses keep.
 *
 * STORE/ORIGIN/SIZE-KEYID: twelve digits, a hyphen, eight hexadecimal digits.
 * Anything else in there is not a checkpoint and is passed over.
 */
#include "kept.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MAX 20000
#define NAME_LEN 21

int
kept_add(struct kept *k, const char *path, struct err *e)
{
	char **larger;

	if (k->n == KEPT_MAX)
		return err_set(e, "more than %d files in a store", KEPT_MAX);
	larger = realloc(k->paths, (k->n + 1) * sizeof(char *));
	if (larger == NULL)
		return err_set(e, "no memory");
	k->paths = larger;
	k->paths[k->n] = strdup(path);
	if (k->paths[k->n] == NULL)
		return err_set(e, "no memory");
	k->n++;
	return 0;
}

void
kept_free(struct kept *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->paths[i]);
	free(k->paths);
	*k = (struct kept){ NULL, 0 };
}

bool
kept_is_name(const char *name)
{
	return strlen(name) == NAME_LEN && strspn(name, "0123456789") == 12 &&
	    name[12] == '-' && strspn(name + 13, "0123456789abcdef") == 8;
}

/* DIR/NAME; false if that is too long a path. */
static bool
path_join(char *path, size_t room, const char *dir, const char *name)
{
	int n = snprintf(path, room, "%s/%s", dir, name);

	return n > 0 && (size_t)n < room;
}

/* The files of one origin. */
static int
list_origin(const char *dir, struct kept *k, struct err *e)
{
	struct dirent *entry;
	char path[4096];
	DIR *d = opendir(dir);
	int rc = 0;

	if (d == NULL)
		return 0; /* a file, or gone meanwhile */
	while (rc == 0 && (entry = readdir(d)) != NULL)
		if (kept_is_name(entry->d_name) &&
		    path_join(path, sizeof(path), dir, entry->d_name))
			rc = kept_add(k, path, e);
	closedir(d);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
kept_list(const char *dir, struct kept *k, struct err *e)
{
	struct dirent *entry;
	char path[4096];
	DIR *d = opendir(dir);
	int rc = 0;

	if (d == NULL)
		return errno == ENOENT ? 0 : err_sys(e, "%s", dir);
	while (rc == 0 && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (path_join(path, sizeof(path), dir, entry->d_name))
			rc = list_origin(path, k, e);
	}
	closedir(d);
	if (k->n > 0)
		qsort(k->paths, k->n, sizeof(char *), by_path);
	return rc;
}
