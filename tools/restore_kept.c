/*
 * restore_kept.c - what others kept about a log that is being restored.
 */
#include "restore_kept.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"
#include "gehoor/conf.h"
#include "log_copy.h"
#include "marks.h"
#include "witness_store.h"

/* ---- acts ------------------------------------------------------------------ */

/* Whether the log has to know of it: 1, 0, or -1. */
typedef int fits_fn(const struct restore_kept *k, const struct act_list *own,
    const struct act *a, struct err *e);

/* What was erased beyond the backup is lost with the rest. */
static int
fits_erased(const struct restore_kept *k, const struct act_list *own,
    const struct act *a, struct err *e)
{
	(void)e;
	return a->index < k->size && act_list_erased(own, a->index) == NULL;
}

static int
fits_expired(const struct restore_kept *k, const struct act_list *own,
    const struct act *a, struct err *e)
{
	for (size_t i = 0; i < own->n; i++)
		if (own->acts[i].segment >= a->segment)
			return 0;
	if (a->segment < k->last)
		return 1;
	return err_set(e,
	    "all that this backup holds was deleted after its time since "
	    "(segment %" PRIu32 "): it is too old to be restored",
	    a->segment);
}

/* The number of a generation is never given twice. */
static int
fits_restored(const struct restore_kept *k, const struct act_list *own,
    const struct act *a, struct err *e)
{
	(void)k;
	for (size_t i = 0; i < own->n; i++)
		if (memcmp(own->acts[i].new_id, a->new_id, LOG_ID_LEN) == 0)
			return 0;
	return err_set(e,
	    "the log was restored since this backup was made; use a backup "
	    "that was made after that");
}

static fits_fn *const fits[] = {
	[ACT_ERASED] = fits_erased,
	[ACT_EXPIRED] = fits_expired,
	[ACT_RESTORED] = fits_restored,
};

/* Goes through the notes of a file beside what is in them. */
static int
add_missing(const struct restore_kept *k, const struct act_list *theirs,
    struct str file, struct err *e)
{
	struct act_list own;
	struct buf note = BUF_INIT;
	struct str one;
	int rc = 0;

	for (size_t i = 0; rc != -1 && i < theirs->n; i++) {
		const struct act *a = &theirs->acts[i];

		if (act_next(&file, &one, e) != 1 ||
		    act_file_read(k->dir, a->kind, &k->keys, &own, e) == -1)
			return -1;
		rc = fits[a->kind](k, &own, a, e);
		act_list_free(&own);
		if (rc != 1)
			continue;
		buf_addstr(&note, one);
		rc = note.failed ? err_set(e, "no memory")
				 : act_file_add(k->dir, a->kind, &note, e);
		buf_clear(&note);
	}
	buf_free(&note);
	return rc == -1 ? -1 : 0;
}

static int
take_acts(
    struct restore_kept *k, const char *dir, enum act_kind kind, struct err *e)
{
	struct buf file = BUF_INIT;
	struct act_list theirs;
	char path[COPY_PATH];
	struct err why;
	int rc = 0;

	if (copy_path(path, dir, act_file_name(kind), e) == -1 ||
	    act_file_read(dir, kind, &k->keys, &theirs, e) == -1)
		return -1;
	k->known += theirs.n;
	if (theirs.n > 0)
		rc = conf_read_regular(path, ACT_FILE_MAX, &file, &why);
	if (rc == 0)
		rc = add_missing(k, &theirs,
		    (struct str){ (const char *)file.data, file.len }, &why);
	buf_free(&file);
	act_list_free(&theirs);
	return rc == 0 ? 0 : err_set(e, "%.200s: %.300s", path, why.msg);
}

/* ---- checkpoints ------------------------------------------------------------- */

struct naming {
	struct restore_kept *k;
	const char *dir;
};

static int
take_name(const char *name, void *arg, struct err *e)
{
	const struct naming *n = arg;
	char path[COPY_PATH];

	if (!log_copy_is_checkpoint(name) && !kept_is_name(name))
		return 0;
	n->k->known++;
	return copy_path(path, n->dir, name, e) == -1
	    ? -1
	    : kept_add(&n->k->checkpoints, path, e);
}

static int
take_directory(struct restore_kept *k, const char *dir, struct err *e)
{
	struct naming n = { k, dir };
	int rc = copy_each_name(dir, take_name, &n, e);

	for (int kind = 0; rc == 0 && kind <= ACT_RESTORED; kind++)
		rc = take_acts(k, dir, (enum act_kind)kind, e);
	return rc;
}

/* The directories of one place: of a state, and of every generation. */
static int
take_place(struct restore_kept *k, const char *place, struct err *e)
{
	char dir[WITNESS_STORE_PATH], origin[NOTE_NAME_MAX + 1];
	int rc;

	if (access(place, R_OK | X_OK) == -1)
		return err_sys(e, "%s", place);
	rc = copy_path(dir, place, k->log->path, e);
	if (rc == 0 && access(dir, F_OK) == 0)
		rc = take_directory(k, dir, e);
	for (unsigned g = 1; rc == 0 && g <= k->generation + 1; g++) {
		rc = checkpoint_origin(k->name, k->log->box, g, origin, e);
		if (rc == -1)
			break;
		witness_store_dir(place, origin, dir);
		if (access(dir, F_OK) == 0)
			rc = take_directory(k, dir, e);
	}
	return rc;
}

/* The newest that the present generation swore to, the backup's own too. */
static int
find_newest(struct restore_kept *k, struct err *e)
{
	const struct marks_of of = { k->name, k->log->box, k->keys.servers,
		k->keys.nservers };
	struct marks m = MARKS_INIT;
	int rc = marks_add_own(&m, k->dir, &of, complain_finding, NULL, e);

	for (size_t i = 0; rc != -1 && i < k->checkpoints.n; i++)
		rc = marks_add(&m, k->checkpoints.paths[i], &of, e);
	marks_sort(&m);
	for (size_t i = 0; rc != -1 && i < m.n; i++) {
		if (m.items[i].generation > k->generation)
			rc = err_set(e,
			    "%.300s: the log was restored since this backup "
			    "was made; use a backup that was made after that",
			    m.items[i].path);
		if (m.items[i].generation != k->generation)
			continue;
		k->sworn = true;
		k->newest = m.items[i].checkpoint;
	}
	marks_free(&m);
	return rc == -1 ? -1 : 0;
}

int
restore_kept_take(
    struct restore_kept *k, char *const *places, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (take_place(k, places[i], e) == -1)
			return -1;
	return find_newest(k, e);
}
