/*
 * cmd-restore.c - gehoor restore: an empty state directory gets what a backup
 * holds, without what was erased since, and says what is lost.
 *
 * It is made beside, in STATE/restoring, and appears when it is right; a run
 * that was interrupted is begun anew, or finished.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_list.h"
#include "command.h"
#include "copy.h"
#include "import_place.h"
#include "replies_copy.h"
#include "restore.h"
#include "state_logs.h"

#define BESIDE "restoring"
#define WHOLE "restoring.whole"

static const struct option_row restore_options[] = {
	{ 0, "keys", "DIR", "where the key files of the backup are" },
	{ 0, "nothing-kept", NULL,
	    "nobody kept checkpoints or lists of what was erased" },
	{ 0, "copy", NULL,
	    "at a desk: the logs of the boxes are copies and do not go on" },
	{ 0, NULL, NULL, NULL },
};

/* Nobody may begin to write here before it is done. The descriptor, or -1. */
static int
lock_state(const char *state, struct err *e)
{
	int fd = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	int rc = 0;

	if (fd == -1 || fstat(fd, &st) == -1)
		rc = err_sys(e, "%s", state);
	else if (flock(fd, LOCK_EX | LOCK_NB) == -1)
		rc =
		    err_set(e, "%s: gehoord is using it; stop it first", state);
	else if (st.st_uid != geteuid())
		rc = err_set(e,
		    "%s: belongs to another user, who has to be able to write "
		    "what is restored; run this as that user",
		    state);
	if (rc == 0)
		return fd;
	if (fd != -1)
		close(fd);
	return -1;
}

static int
found_name(const char *name, void *arg, struct err *e)
{
	if (strcmp(name, "new") == 0)
		return 0; /* a place that gehoord makes at its start */
	return err_set(e,
	    "%s/%s is there: a backup is restored into an empty state only; "
	    "move what is there away first, and keep it (it may hold messages "
	    "that no backup has)",
	    (const char *)arg, name);
}

static const char *const places[] = { "log", "desk", IMPORT_ROOM, "replies",
	"replies/new", NULL };

static int
check_empty(const char *state, struct err *e)
{
	char dir[COPY_PATH];
	int rc = 0;

	for (size_t i = 0; rc == 0 && places[i] != NULL; i++)
		rc = copy_path(dir, state, places[i], e) == -1
		    ? -1
		    : copy_each_name(dir, found_name, dir, e);
	return rc;
}

/* The copy that is made; what a run that was killed left is thrown away. */
static int
make_beside(struct restore *r, struct err *e)
{
	char dir[COPY_PATH];

	if (copy_path(r->to, r->iv->conf->state, BESIDE, e) == -1 ||
	    copy_remove(r->to, e) == -1 || copy_make_directory(r->to, e) == -1)
		return -1;
	for (size_t i = 0; state_rooms[i] != NULL; i++)
		if (copy_path(dir, r->to, state_rooms[i], e) == -1 ||
		    copy_make_directory(dir, e) == -1)
			return -1;
	return replies_copy(r->backup, r->to, e);
}

static int
restore_listed(struct restore *r, struct str list, struct err *e)
{
	struct checkpoint c;
	struct err why;
	int more;

	while ((more = backup_list_next(&list, &c, &why)) == 1)
		if (restore_log(r, &c, e) == -1)
			return -1;
	return more == 0 ? 0
			 : err_set(e, "%.200s/" BACKUP_LIST_NAME ": %.300s",
			       r->backup, why.msg);
}

/* A list that was cut between two logs looks whole. */
static int
was_listed(const struct state_log *l, void *arg, struct err *e)
{
	const struct restore *r = arg;
	char path[COPY_PATH];

	if (copy_path(path, r->to, l->path, e) == -1)
		return -1;
	return access(path, F_OK) == 0
	    ? 0
	    : err_set(e, "%s/%s is not in its " BACKUP_LIST_NAME, r->backup,
		  l->path);
}

static int
restore_logs(struct restore *r, struct err *e)
{
	struct buf list = BUF_INIT;
	char path[COPY_PATH];
	int rc = -1;

	if (copy_path(path, r->backup, BACKUP_LIST_NAME, e) == 0 &&
	    conf_read_regular(path, BACKUP_LIST_MAX, &list, e) == 0)
		rc = list.len == 0
		    ? err_set(e, "%s: is empty", path)
		    : restore_listed(r,
			  (struct str){ (const char *)list.data, list.len }, e);
	buf_free(&list);
	return rc == -1 ? -1
			: state_logs_each(r->iv, r->backup, was_listed, r, e);
}

/* An empty place of before, as gehoord makes it. */
static int
clear(const char *dir, struct err *e)
{
	char waiting[COPY_PATH];

	if (copy_path(waiting, dir, "new", e) == -1)
		return -1;
	if ((rmdir(waiting) == -1 && errno != ENOENT) ||
	    (rmdir(dir) == -1 && errno != ENOENT))
		return err_sys(e, "%s", dir);
	return 0;
}

/* What was moved before an interruption is in its place already. */
static int
move_one(const struct restore *r, const char *name, struct err *e)
{
	char from[COPY_PATH], to[COPY_PATH];

	if (copy_path(from, r->to, name, e) == -1 ||
	    copy_path(to, r->iv->conf->state, name, e) == -1)
		return -1;
	if (access(from, F_OK) == -1)
		return 0;
	if (copy_sync_directory(from, e) == -1 || clear(to, e) == -1)
		return -1;
	return rename(from, to) == 0 ? 0 : err_sys(e, "%s", to);
}

/* From a state that is whole, whatever was moved of it already. */
static int
appear(const struct restore *r, struct err *e)
{
	if (move_one(r, "replies", e) == -1 || move_one(r, "desk", e) == -1 ||
	    move_one(r, IMPORT_ROOM, e) == -1 || move_one(r, "log", e) == -1 ||
	    copy_remove(r->to, e) == -1)
		return -1;
	return copy_sync_directory(r->iv->conf->state, e);
}

/* It is whole and right: from here on a rerun only moves what is left. */
static int
make_whole(struct restore *r, struct err *e)
{
	const char *state = r->iv->conf->state;
	char whole[COPY_PATH];

	if (copy_path(whole, state, WHOLE, e) == -1)
		return -1;
	if (rename(r->to, whole) == -1)
		return err_sys(e, "%s", whole);
	memcpy(r->to, whole, sizeof(whole));
	return copy_sync_directory(state, e) == -1 ? -1 : appear(r, e);
}

static int
check_known(const struct restore *r, struct err *e)
{
	if (r->nkept == 0 || r->known > 0)
		return 0;
	return err_set(e,
	    "nothing about these logs is kept in %s%s; it is the store of a "
	    "witness, or the state directory of a desk",
	    r->kept[0], r->nkept > 1 ? " and the others" : "");
}

/* Half a state is no use, and it holds what was erased. */
static int
make_state(struct restore *r, struct err *e)
{
	if (check_empty(r->iv->conf->state, e) == -1)
		return -1;
	if (make_beside(r, e) == 0 && restore_logs(r, e) == 0 &&
	    check_known(r, e) == 0)
		return make_whole(r, e);
	(void)copy_remove(r->to, NULL);
	return -1;
}

static int
restore_state(struct restore *r, struct err *e)
{
	const char *state = r->iv->conf->state;
	int lock = lock_state(state, e), rc = -1;

	if (lock == -1)
		return -1;
	if (copy_path(r->to, state, WHOLE, e) == 0)
		rc = access(r->to, F_OK) == 0 ? appear(r, e) : make_state(r, e);
	close(lock);
	return rc;
}

static enum exit_code
restore_run(struct invocation *iv)
{
	struct restore r = { .iv = iv,
		.backup = iv->argv[0],
		.keys = option_value(iv, "keys"),
		.kept = iv->argv + 1,
		.nkept = (size_t)iv->argc - 1,
		.copy = option_value(iv, "copy") != NULL };
	struct err e;

	if (r.keys == NULL)
		return complain(EXIT_USAGE,
		    "--keys DIR says where the key files of the backup are");
	if ((r.nkept == 0) != (option_value(iv, "nothing-kept") != NULL))
		return complain(EXIT_USAGE,
		    "name the stores of witnesses or the states of desks, "
		    "which know what was erased since the backup and what was "
		    "sworn to; only where nobody kept anything: "
		    "--nothing-kept");
	if (restore_state(&r, &e) == -1)
		return complain(EXIT_OTHER, "nothing is restored: %s", e.msg);
	say(iv,
	    "what came in after the backup is not in it, and has to be said "
	    "(see gehoor-log(5), restored); gehoor ingest --rebuild makes the "
	    "database from what is there");
	return EXIT_DONE;
}

const struct command cmd_restore = {
	.name = "restore",
	.brief = "put a backup into an empty state, without what was erased",
	.operands = "BACKUP [KEPT ...]",
	.min_operands = 1,
	.max_operands = -1,
	.options = restore_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = restore_run,
	.example = "gehoor restore --keys /mnt/keys/2026-W48 "
		   "/mnt/backup/2026-W48 /media/witness",
};
