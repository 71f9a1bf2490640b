/*
 * witness_store.c - what a witness has seen.
 */
#include "witness_store.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gehoor/conf.h"
#include "output.h"

#define PATH_ROOM WITNESS_STORE_PATH

int
witness_store_path(const char *given, const char *configured, char *out,
    size_t room, struct err *e)
{
	const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (given != NULL)
		snprintf(out, room, "%s", given);
	else if (configured != NULL)
		snprintf(out, room, "%s", configured);
	else if (xdg != NULL && *xdg == '/')
		snprintf(out, room, "%s/gehoor/witness", xdg);
	else if (home != NULL && *home == '/')
		snprintf(out, room, "%s/.local/state/gehoor/witness", home);
	else
		return err_set(e, "where is the store? give --store DIR");
	return 0;
}

void
witness_store_dir(
    const char *store, const char *origin, char out[static WITNESS_STORE_PATH])
{
	size_t at = (size_t)snprintf(out, PATH_ROOM - 600, "%s/", store);

	for (; *origin != '\0' && at + 4 < PATH_ROOM; origin++) {
		if (*origin == '/' || *origin == '%') {
			at += (size_t)snprintf(
			    out + at, 4, "%%%02X", (unsigned)*origin);
			continue;
		}
		out[at++] = *origin;
	}
	out[at] = '\0';
}

/* Makes a directory and those above it. */
static int
make_directories(char *path, struct err *e)
{
	for (char *at = path + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0700) == -1 && errno != EEXIST) {
			err_sys(e, "%s", path);
			*at = '/';
			return -1;
		}
		*at = '/';
	}
	return mkdir(path, 0700) == -1 && errno != EEXIST
	    ? err_sys(e, "%s", path)
	    : 0;
}

static int
put(const char *dir, const char *name, const struct buf *file, char *path,
    struct err *e)
{
	struct output out;

	if (snprintf(path, PATH_ROOM, "%s/%s", dir, name) >= PATH_ROOM)
		return err_set(e, "the name of the store is too long");
	if (output_open_file(&out, path, e) == -1)
		return -1;
	fwrite(file->data, 1, file->len, out.file);
	return output_finish(&out, e);
}

int
witness_store_put(const char *store, const struct checkpoint *c,
    const struct note_verifier *witness, const struct buf *note, char *path,
    struct err *e)
{
	char dir[PATH_ROOM], name[64];

	witness_store_dir(store, c->origin, dir);
	snprintf(name, sizeof(name), "%012" PRIu64 "-%08x", c->size,
	    (unsigned)witness->id);
	return make_directories(dir, e) == -1 ? -1
					      : put(dir, name, note, path, e);
}

int
witness_store_beside(const char *store, const char *origin, const char *name,
    const struct buf *file, char *path, struct err *e)
{
	char dir[PATH_ROOM];

	witness_store_dir(store, origin, dir);
	return make_directories(dir, e) == -1 ? -1
					      : put(dir, name, file, path, e);
}

/* The largest name of that key; false if there is none. */
static bool
newest_name(const char *dir, uint32_t id, char name[static 64])
{
	char end[16];
	struct dirent *entry;
	DIR *d = opendir(dir);

	snprintf(end, sizeof(end), "-%08x", (unsigned)id);
	name[0] = '\0';
	while (d != NULL && (entry = readdir(d)) != NULL) {
		size_t n = strlen(entry->d_name);

		if (n == 21 && strcmp(entry->d_name + 12, end) == 0 &&
		    strspn(entry->d_name, "0123456789") == 12 &&
		    strcmp(entry->d_name, name) > 0)
			snprintf(name, 64, "%.63s", entry->d_name);
	}
	if (d != NULL)
		closedir(d);
	return name[0] != '\0';
}

int
witness_store_newest(const char *store, const char *origin,
    const struct note_verifier *log_keys, size_t nlog_keys,
    const struct note_verifier *witness, struct checkpoint *out, struct err *e)
{
	char dir[PATH_ROOM], name[64], path[PATH_ROOM + 64];
	struct buf file = BUF_INIT;
	struct err why;
	int64_t when;
	int rc;

	witness_store_dir(store, origin, dir);
	if (!newest_name(dir, witness->id, name))
		return 0;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	rc = conf_read_regular(path, CHECKPOINT_MAX, &file, &why);
	if (rc == 0)
		rc = checkpoint_open((const char *)file.data, file.len, origin,
		    log_keys, nlog_keys, out, &why);
	if (rc == 0 &&
	    note_cosigned(
		(const char *)file.data, file.len, witness, &when, &why) != 1)
		rc = err_set(&why, "is not cosigned by this witness");
	buf_free(&file);
	return rc == 0 ? 1 : err_set(e, "%.200s: %.250s", path, why.msg);
}
