/*
 * state_logs.c - every log in a state directory.
 */
#include "state_logs.h"

#include <stdio.h>
#include <string.h>

#include "copy.h"
#include "desks.h"
#include "import_place.h"
#include "gehoor/segment.h"

#define DESK_BOX "desk" /* in the headers of every desk's log */

const char *const state_rooms[] = { "log", "desk", IMPORT_ROOM, NULL };

static int
import_of(const struct invocation *iv, struct state_log *out, struct err *e)
{
	struct import_place place;

	if (import_place_read(iv->conf, out->box, &place, e) == -1)
		return -1;
	out->desk = place.desk;
	out->box = place.box;
	return 0;
}

static int
desk_of(const struct invocation *iv, struct state_log *out, struct err *e)
{
	out->desk = conf_desk_find(iv->conf, str_of(out->box));
	if (out->desk == NULL)
		return err_set(e,
		    "%.200s is the log of a desk that is not in %s; add its "
		    "section desk",
		    out->path, iv->conf->file);
	out->box = DESK_BOX;
	return 0;
}

int
state_log_of(const struct invocation *iv, const char *path,
    struct state_log *out, struct err *e)
{
	const char *name = strchr(path, '/');
	bool import =
	    strncmp(path, IMPORT_ROOM "/", strlen(IMPORT_ROOM) + 1) == 0;
	int rc;

	if (name == NULL || name[1] == '\0' || name[1] == '.' ||
	    strchr(name + 1, '/') != NULL ||
	    (!import && strlen(name + 1) > BOX_NAME_MAX))
		return err_set(
		    e, "%.200s is not the log of a box or a desk", path);
	name++;
	*out =
	    (struct state_log){ path, name, iv->log_keys, iv->nlog_keys, NULL };
	if (strncmp(path, "log/", 4) == 0)
		return 0;
	if (!import && strncmp(path, "desk/", 5) != 0)
		return err_set(
		    e, "%.200s is not the log of a box or a desk", path);
	rc = import ? import_of(iv, out, e) : desk_of(iv, out, e);
	if (rc == -1)
		return -1;
	out->keys = &iv->desks[out->desk - iv->conf->desks].key;
	out->nkeys = 1;
	return 0;
}

struct each {
	const struct invocation *iv;
	const char *room;
	state_log_fn *fn;
	void *arg;
};

static int
take_name(const char *name, void *arg, struct err *e)
{
	const struct each *x = arg;
	struct state_log log;
	char path[COPY_PATH];

	return copy_path(path, x->room, name, e) == -1 ||
		state_log_of(x->iv, path, &log, e) == -1
	    ? -1
	    : x->fn(&log, x->arg, e);
}

int
state_logs_each(const struct invocation *iv, const char *state,
    state_log_fn *fn, void *arg, struct err *e)
{
	struct each x = { iv, NULL, fn, arg };
	char dir[COPY_PATH];
	int rc = 0;

	for (size_t i = 0; rc == 0 && state_rooms[i] != NULL; i++) {
		x.room = state_rooms[i];
		rc = copy_path(dir, state, x.room, e) == -1
		    ? -1
		    : copy_each_name(dir, take_name, &x, e);
	}
	return rc;
}
