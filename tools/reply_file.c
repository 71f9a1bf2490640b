/*
 * reply_file.c - the files of answers in a state directory.
 */
#include "reply_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/conf.h"
#include "output.h"
#include "sync.h"

static const char *const places[] = { "replies", "replies/new" };

static void
path_of(const char *state, const char *place, const uint8_t *tag, char *out,
    size_t room)
{
	char name[REPLY_NAME_LEN + 1];

	reply_name(tag, name);
	snprintf(out, room, "%s/%s/%s", state, place, name);
}

uint32_t
reply_file_version(const char *state, const uint8_t tag[static TAG_LEN])
{
	uint32_t highest = 0, version;
	uint8_t found[TAG_LEN];
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		struct buf file = BUF_INIT;

		path_of(state, places[i], tag, path, sizeof(path));
		if (conf_read_regular(path, REPLY_FILE_MAX, &file, NULL) == 0 &&
		    reply_peek(file.data, file.len, &version, found, NULL) ==
			0 &&
		    version > highest)
			highest = version;
		buf_free(&file);
	}
	return highest;
}

bool
reply_file_there(const char *state, const uint8_t tag[static TAG_LEN])
{
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		path_of(state, places[i], tag, path, sizeof(path));
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

static int
make_places(const char *state, struct err *e)
{
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", state, places[i]);
		if (mkdir(path, 0770) == -1 && errno != EEXIST)
			return err_sys(e, "%s", path);
	}
	return 0;
}

int
reply_file_write(const char *state, const struct reply *r,
    const uint8_t tag[static TAG_LEN], const uint8_t key[static 32],
    struct err *e)
{
	struct buf file = BUF_INIT;
	struct output out;
	char path[4096];
	int rc = -1;

	path_of(state, places[1], tag, path, sizeof(path));
	if (reply_seal(r, tag, key, &file, e) == 0 &&
	    make_places(state, e) == 0 &&
	    output_open_file(&out, path, e) == 0) {
		fwrite(file.data, 1, file.len, out.file);
		rc = output_finish(&out, e);
	}
	buf_free(&file);
	return rc;
}

int
reply_file_remove(
    const char *state, const uint8_t tag[static TAG_LEN], struct err *e)
{
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		path_of(state, places[i], tag, path, sizeof(path));
		if (unlink(path) == -1 && errno != ENOENT)
			return err_sys(e, "%s", path);
		/* An earlier run may have been killed just before this. */
		snprintf(path, sizeof(path), "%s/%s", state, places[i]);
		if (access(path, F_OK) == 0 && sync_directory(path, e) == -1)
			return -1;
	}
	return 0;
}
