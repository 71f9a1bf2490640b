/*
 * restore.c - one log out of a backup.
 */
#include "restore.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup_list.h"
#include "copy.h"
#include "desk_log.h"
#include "erase.h"
#include "erase_signed.h"
#include "expire.h"
#include "gehoor/boxlog.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "log_copy.h"
#include "log_keys.h"
#include "restore_kept.h"
#include "verify.h"

struct restoring {
	struct restore *r;
	struct state_log log;
	char dir[COPY_PATH]; /* where it is made */
	char name[NOTE_NAME_MAX + 1];
	struct restore_kept kept;
	uint8_t root[HASH_LEN];
};

static int
take_copy(struct restoring *x, struct err *e)
{
	char from[COPY_PATH], keys[COPY_PATH];
	const struct log_paths p = { from, keys, x->dir, x->dir };
	int rc;

	if (copy_path(from, x->r->backup, x->log.path, e) == -1 ||
	    copy_path(keys, x->r->keys, x->log.path, e) == -1 ||
	    copy_path(x->dir, x->r->to, x->log.path, e) == -1 ||
	    copy_make_directory(x->dir, e) == -1)
		return -1;
	rc = log_copy(&p, e);
	return rc == 1 ? err_set(e, "%s: changes while it is read", from) : rc;
}

static int
verify(struct restoring *x, struct verify_result *out, struct err *e)
{
	const struct verify_options o = { x->dir, x->log.box, x->log.keys,
		x->log.nkeys, x->r->iv->desks, x->r->iv->ndesks,
		(const char *const *)x->kept.checkpoints.paths,
		x->kept.checkpoints.n, complain_finding, NULL };

	verify_signer(&o, x->name);
	if (verify_box(&o, out, e) == -1)
		return -1;
	return out->damages == 0
	    ? 0
	    : err_set(e, "%s cannot be restored from this backup", x->log.path);
}

/* It is as it was when the backup was made. */
static int
check_whole(struct restoring *x, const struct checkpoint *listed, struct err *e)
{
	struct verify_result r;

	if (verify(x, &r, e) == -1)
		return -1;
	merkle_root(&r.place.tree, x->root);
	if (r.place.tree.size == listed->size &&
	    memcmp(x->root, listed->root, HASH_LEN) == 0)
		return 0;
	return err_set(e,
	    "%s/%s: holds %" PRIu64 " records, but by its " BACKUP_LIST_NAME
	    " the backup had %" PRIu64 ": it is not whole",
	    x->r->backup, x->log.path, r.place.tree.size, listed->size);
}

static int
find_last(struct restoring *x, struct err *e)
{
	uint32_t *numbers;
	size_t n;

	if (boxlog_list(x->dir, &numbers, &n, NULL, e) == -1)
		return -1;
	x->kept.last = n == 0 ? 0 : numbers[n - 1];
	free(numbers);
	return 0;
}

static int
count_restored(const struct restoring *x, unsigned *n, struct err *e)
{
	struct act_list l;

	if (act_file_read(x->dir, ACT_RESTORED, &x->kept.keys, &l, e) == -1)
		return -1;
	*n = (unsigned)l.n;
	act_list_free(&l);
	return 0;
}

static int
take_kept(struct restoring *x, uint64_t size, struct err *e)
{
	const struct invocation *iv = x->r->iv;
	struct restore_kept *k = &x->kept;
	unsigned before;

	k->log = &x->log;
	k->dir = x->dir;
	k->name = x->name;
	k->size = size;
	k->keys = (struct act_keys){ x->log.keys, x->log.nkeys, iv->desks,
		iv->ndesks };
	if (find_last(x, e) == -1 || count_restored(x, &before, e) == -1)
		return -1;
	k->generation = before + 1;
	if (restore_kept_take(k, x->r->kept, x->r->nkept, e) == -1)
		return -1;
	x->r->known += (unsigned)k->known;
	return 0;
}

/* What was erased or deleted since goes again. */
static int
forget(struct restoring *x, struct err *e)
{
	const struct erase_signed o = { x->dir, x->r->to, x->kept.keys, NULL };
	unsigned done;
	uint32_t last;
	int rc;

	if (erase_signed(&o, &done, e) != EXIT_DONE)
		return -1;
	if (done > 0)
		say(x->r->iv,
		    "%s: %u messages that were erased are erased again; where "
		    "there is a reader's key, run gehoor erase for them once "
		    "more, so that their keys go too (see %s/erased)",
		    x->log.path, done, x->log.path);
	rc = expire_signed(x->dir, &x->kept.keys, &last, e);
	return rc == 1 ? expire_delete(x->dir, x->r->to, last, e) : rc;
}

/* Who writes this log, if that is here. 1, 0, or -1. */
static int
load_signer(const struct restoring *x, struct note_signer *out, struct err *e)
{
	const struct conf *c = x->r->iv->conf;
	const struct conf_desk *desk;
	struct err why;

	if (x->log.desk == NULL && x->r->copy)
		return 0;
	if (x->log.desk == NULL)
		return log_key_file(
			   c->sign_key, note_signer_parse, out, &why) == 0
		    ? 1
		    : err_set(e,
			  "%.300s (that the log goes on is signed; where it is "
			  "only a copy of a server's: --copy)",
			  why.msg);
	if (c->desk_key == NULL || *c->desk_key == '\0')
		return 0;
	if (desk_key_load(c, c->desk_key, out, &desk, e) == -1)
		return -1;
	if (desk == x->log.desk)
		return 1;
	crypto_wipe(out, sizeof(*out));
	return 0;
}

static int
make_act(const struct restoring *x, const struct note_signer *s, struct act *a,
    struct err *e)
{
	const struct restore_kept *k = &x->kept;

	memset(a, 0, sizeof(*a));
	a->kind = ACT_RESTORED;
	a->segment = k->last + 1;
	a->size = k->size;
	a->was_size = k->sworn ? k->newest.size : k->size;
	a->week = week_of(clock_now());
	memcpy(a->root, x->root, HASH_LEN);
	memcpy(a->was_root, k->sworn ? k->newest.root : x->root, HASH_LEN);
	crypto_random(a->new_id, LOG_ID_LEN);
	return checkpoint_origin(
		   s->name, x->log.box, k->generation, a->origin, e) == -1 ||
		erase_log_id(x->dir, k->last, a->log_id, e) == -1
	    ? -1
	    : 0;
}

/* Signs that the log goes on, from where, and what was sworn to before. */
static int
begin_anew(struct restoring *x, const struct note_signer *s, struct err *e)
{
	struct buf text = BUF_INIT, note = BUF_INIT;
	struct act a;
	int rc = make_act(x, s, &a, e);

	if (rc == 0) {
		act_write(&a, &text);
		rc = note_sign_as(s, a.origin, &text, &note, e);
	}
	if (rc == 0)
		rc = act_file_add(x->dir, ACT_RESTORED, &note, e);
	buf_free(&text);
	buf_free(&note);
	return rc;
}

static int
go_on(struct restoring *x, struct err *e)
{
	struct note_signer signer;
	/* A log without a segment has no id yet, and nothing to lose. */
	int rc = x->kept.last == 0 ? 0 : load_signer(x, &signer, e);

	if (rc == 0) {
		say(x->r->iv, "%s: %" PRIu64 " records, as they were",
		    x->log.path, x->kept.size);
		return 0;
	}
	if (rc == 1)
		rc = begin_anew(x, &signer, e);
	crypto_wipe(&signer, sizeof(signer));
	return rc;
}

static void
tell(const struct restoring *x, const struct verify_result *r)
{
	const struct restore_kept *k = &x->kept;
	uint64_t lost =
	    k->sworn && k->newest.size > k->size ? k->newest.size - k->size : 0;

	if (r->lost > 0 && lost > 0)
		say(x->r->iv,
		    "%s: goes on behind record %" PRIu64 "; %" PRIu64
		    " that were sworn to are lost",
		    x->log.path, k->size, lost);
	else
		say(x->r->iv,
		    "%s: %" PRIu64 " records; all that is known to "
		    "have been sworn to is there",
		    x->log.path, k->size);
}

int
restore_log(struct restore *r, const struct checkpoint *listed, struct err *e)
{
	struct restoring x = { .r = r };
	struct verify_result result;
	int rc = -1;

	if (state_log_of(r->iv, listed->origin, &x.log, e) == 0 &&
	    take_copy(&x, e) == 0 && check_whole(&x, listed, e) == 0 &&
	    take_kept(&x, listed->size, e) == 0 && forget(&x, e) == 0 &&
	    go_on(&x, e) == 0 && verify(&x, &result, e) == 0) {
		tell(&x, &result);
		rc = 0;
	}
	kept_free(&x.kept.checkpoints);
	return rc;
}
