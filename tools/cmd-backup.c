/*
 * cmd-backup.c - gehoor backup: a consistent copy of the state directory,
 * while gehoord runs, with the key files apart.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backup_list.h"
#include "command.h"
#include "copy.h"
#include "finding.h"
#include "forget_lock.h"
#include "log_copy.h"
#include "output.h"
#include "replies_copy.h"
#include "state_logs.h"
#include "verify.h"

#define ATTEMPTS 5 /* at a log of which segments are deleted meanwhile */

static const struct option_row backup_options[] = {
	{ 0, "keys", "DIR",
	    "where the key files go, to be kept shorter than the rest" },
	{ 0, NULL, NULL, NULL },
};

struct backing_up {
	struct invocation *iv;
	const char *to, *keys;                      /* as named */
	char part[COPY_PATH], keys_part[COPY_PATH]; /* until it is whole */
	struct buf list;
	unsigned logs, damaged;
	uint64_t records;
};

/* Both in a directory of their own, which are there afterwards. */
static int
make_both(const char *to, const char *keys, struct err *e)
{
	return copy_make_directory(to, e) == -1 ||
		copy_make_directory(keys, e) == -1
	    ? -1
	    : 0;
}

static int
copy_log(const struct log_paths *p, struct err *e)
{
	int rc = 1;

	for (int i = 0; rc == 1 && i < ATTEMPTS; i++) {
		if (copy_remove(p->to, e) == -1 ||
		    copy_remove(p->keys_to, e) == -1 ||
		    make_both(p->to, p->keys_to, e) == -1)
			return -1;
		rc = log_copy(p, e);
	}
	return rc == 1
	    ? err_set(e, "%s: segments of it are being deleted", p->from)
	    : rc;
}

/* Says whether what was copied is in order, and writes it down. */
static int
judge_log(struct backing_up *b, const struct state_log *l, const char *dir,
    struct err *e)
{
	const struct verify_options o = { .dir = dir,
		.box = l->box,
		.keys = l->keys,
		.nkeys = l->nkeys,
		.desks = b->iv->desks,
		.ndesks = b->iv->ndesks,
		.finding = complain_finding };
	struct verify_result r;
	uint8_t root[HASH_LEN];

	if (verify_box(&o, &r, e) == -1)
		return -1;
	merkle_root(&r.place.tree, root);
	backup_list_add(&b->list, l->path, r.place.tree.size, root);
	b->logs++;
	b->damaged += r.damages > 0;
	b->records += r.place.tree.size;
	return 0;
}

static int
take_log(const struct state_log *l, void *arg, struct err *e)
{
	struct backing_up *b = arg;
	char from[COPY_PATH], to[COPY_PATH], keys[COPY_PATH];
	const struct log_paths p = { from, from, to, keys };

	if (copy_path(from, b->iv->conf->state, l->path, e) == -1 ||
	    copy_path(to, b->part, l->path, e) == -1 ||
	    copy_path(keys, b->keys_part, l->path, e) == -1 ||
	    copy_log(&p, e) == -1)
		return -1;
	return judge_log(b, l, to, e);
}

/* What a run that was killed left behind goes. */
static int
make_parts(struct backing_up *b, struct err *e)
{
	char to[COPY_PATH], keys[COPY_PATH];

	if (copy_remove(b->part, e) == -1 ||
	    copy_remove(b->keys_part, e) == -1 ||
	    make_both(b->part, b->keys_part, e) == -1)
		return -1;
	for (size_t i = 0; state_rooms[i] != NULL; i++)
		if (copy_path(to, b->part, state_rooms[i], e) == -1 ||
		    copy_path(keys, b->keys_part, state_rooms[i], e) == -1 ||
		    make_both(to, keys, e) == -1)
			return -1;
	return 0;
}

static int
write_list(struct backing_up *b, struct err *e)
{
	char path[COPY_PATH];
	struct output out;

	if (b->list.failed)
		return err_set(e, "no memory");
	if (copy_path(path, b->part, BACKUP_LIST_NAME, e) == -1 ||
	    output_open(&out, path, e) == -1)
		return -1;
	fwrite(b->list.data, 1, b->list.len, out.file);
	return output_finish(&out, e);
}

/* Makes it appear under its name, whole. */
static int
appear(const char *part, const char *name, struct err *e)
{
	char above[COPY_PATH];

	for (size_t i = 0; state_rooms[i] != NULL; i++)
		if (copy_path(above, part, state_rooms[i], e) == -1 ||
		    copy_sync_directory(above, e) == -1)
			return -1;
	if (copy_sync_directory(part, e) == -1)
		return -1;
	if (rename(part, name) == -1)
		return err_sys(e, "%s", name);
	return copy_path(above, name, "..", e) == -1
	    ? -1
	    : copy_sync_directory(above, e);
}

/* Killed between the two last steps: the key files are in their place. */
static bool
is_all_but_named(const struct backing_up *b)
{
	char list[COPY_PATH];

	return access(b->to, F_OK) == -1 && access(b->keys, F_OK) == 0 &&
	    access(b->keys_part, F_OK) == -1 &&
	    copy_path(list, b->part, BACKUP_LIST_NAME, NULL) == 0 &&
	    access(list, F_OK) == 0;
}

static int
copy_state(struct backing_up *b, struct err *e)
{
	const char *state = b->iv->conf->state;

	if (make_parts(b, e) == -1 ||
	    state_logs_each(b->iv, state, take_log, b, e) == -1)
		return -1;
	if (b->logs == 0)
		return err_set(e, "there is no log in %s yet", state);
	return replies_copy(state, b->part, e) == -1 || write_list(b, e) == -1
	    ? -1
	    : 0;
}

static int
make_copy(struct backing_up *b, struct err *e)
{
	const struct boxes none = { NULL, 0 };
	struct forget_lock lock;
	int rc;

	if (forget_lock(b->iv->conf, &none, &lock, e) == -1)
		return -1;
	rc = copy_state(b, e);
	forget_unlock(&lock);
	return rc;
}

static int
back_up(struct backing_up *b, struct err *e)
{
	if (is_all_but_named(b))
		return appear(b->part, b->to, e);
	if (make_copy(b, e) == -1) {
		/* Half a copy takes room and is no use. */
		(void)copy_remove(b->part, NULL);
		(void)copy_remove(b->keys_part, NULL);
		return -1;
	}
	return appear(b->keys_part, b->keys, e) == -1 ||
		appear(b->part, b->to, e) == -1
	    ? -1
	    : 0;
}

/* Names to write to: not there yet, and not one in the other. */
static int
check_names(struct backing_up *b, struct err *e)
{
	size_t n = strlen(b->to);

	if ((size_t)snprintf(b->part, COPY_PATH, "%s.part", b->to) >=
		COPY_PATH ||
	    (size_t)snprintf(b->keys_part, COPY_PATH, "%s.part", b->keys) >=
		COPY_PATH)
		return err_set(e, "a name is too long");
	if (is_all_but_named(b))
		return 0;
	if (access(b->to, F_OK) == 0)
		return err_set(e, "%s: is there already", b->to);
	if (access(b->keys, F_OK) == 0)
		return err_set(e, "%s: is there already", b->keys);
	if (strncmp(b->keys, b->to, n) == 0 &&
	    (b->keys[n] == '\0' || b->keys[n] == '/'))
		return err_set(e,
		    "%s: the key files go to another place than the rest; "
		    "deleting them makes old messages unreadable",
		    b->keys);
	return 0;
}

static enum exit_code
backup_run(struct invocation *iv)
{
	struct backing_up b = { .iv = iv,
		.to = iv->argv[0],
		.keys = option_value(iv, "keys"),
		.list = BUF_INIT };
	enum exit_code code = EXIT_DONE;
	struct err e;

	if (b.keys == NULL)
		return complain(EXIT_USAGE,
		    "--keys DIR says where the key files go, apart from the "
		    "rest");
	if (check_names(&b, &e) == -1 || back_up(&b, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else if (b.damaged > 0)
		code = complain(EXIT_DAMAGED,
		    "%s holds a copy of what there is, but %u logs are "
		    "damaged: keep the backup from before",
		    b.to, b.damaged);
	else if (b.logs == 0)
		say(iv, "%s: was made before, and has its name now", b.to);
	else
		say(iv, "%s: %" PRIu64 " records in %u logs; key files in %s",
		    b.to, b.records, b.logs, b.keys);
	buf_free(&b.list);
	return code;
}

const struct command cmd_backup = {
	.name = "backup",
	.brief = "copy the state directory, also while gehoord runs",
	.operands = "DIR",
	.min_operands = 1,
	.max_operands = 1,
	.options = backup_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = backup_run,
	.example = "gehoor backup --keys /mnt/keys/2026-W48 "
		   "/mnt/backup/2026-W48",
};
