/*
 * cmd-expire.c - gehoor expire: what is past its time goes, whole segments at
 * a time; what it adds to the counts stays, and its hashes.
 *
 * In this order, each step safe to do again: the event of the desk with the
 * counts, the signed entry beside the log, the answers, the keys, the
 * segments, the database.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "cmd_ingest.h"
#include "command.h"
#include "desk_log.h"
#include "desk_read.h"
#include "expire.h"
#include "expire_counts.h"
#include "forget_lock.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "import_log.h"
#include "names.h"
#include "store.h"

static const struct option_row expire_options[] = {
	{ 0, "role", "ROLE", "in which role you act" },
	{ 'n', "dry-run", NULL, "only say what would be deleted" },
	{ 0, "apply", NULL,
	    "on the server: delete what is signed for in the logs" },
	{ 0, NULL, NULL, NULL },
};

struct expiring {
	struct invocation *iv;
	struct desk_log *log;
	const struct box_log *box;
	struct expire_range range;
	uint64_t known; /* records whose counts some desk wrote down already */
	unsigned deleted; /* logs of which something is or was deleted */
};

/* Whose word counts in the log at hand. */
static struct act_keys
keys_of(const struct expiring *x)
{
	const struct invocation *iv = x->iv;
	const struct log_signers by =
	    box_log_signers(x->box, iv->log_keys, iv->nlog_keys);

	return (struct act_keys){ by.keys, by.n, iv->desks, iv->ndesks };
}

static int
take_event(const struct desk_place *at, const struct desk_event *ev, void *arg,
    struct err *e)
{
	struct expiring *x = arg;

	(void)at;
	(void)e;
	if (ev->act == DESK_EXPIRED && ev->size > x->known &&
	    memcmp(ev->log_id, x->range.log_id, LOG_ID_LEN) == 0)
		x->known = ev->size;
	return 0;
}

static int
look_for_event(struct expiring *x, struct err *e)
{
	const struct desk_read_options o = { x->iv->conf, x->iv->desks,
		x->iv->ndesks, x->iv->key, complain_finding, take_event, x };

	x->known = x->range.first;
	return desk_read_all(&o, e);
}

/* What the messages add to the counts, as an event. */
static int
add_event(struct expiring *x, struct err *e)
{
	struct desk_event ev = { .act = DESK_EXPIRED,
		.role = desk_log_role(x->log),
		.week = week_of(clock_now()),
		.box = str_of(x->box->name),
		.segment = x->range.last,
		.first = x->known,
		.size = x->range.size };
	struct names *names = names_new();
	struct expire_counts counts = { NULL, 0, { 0 }, 0 };
	int rc = -1;

	memcpy(ev.log_id, x->range.log_id, LOG_ID_LEN);
	if (names == NULL)
		err_set(e, "no memory");
	else if (expire_counts_read(x->iv->db, x->iv->conf, x->box->name,
		     x->range.leaves + (x->known - x->range.first) * HASH_LEN,
		     (size_t)(x->range.size - x->known), names, &counts,
		     e) == 0) {
		ev.counts = counts.items;
		ev.ncounts = counts.n;
		memcpy(ev.sums, counts.sums, sizeof(ev.sums));
		if (counts.n > DESK_COUNTS_MAX)
			rc = err_set(e, "%s: more than %d counts for one event",
			    x->box->shown, DESK_COUNTS_MAX);
		else
			rc = counts.missing > 0
			    ? err_set(e,
				  "%s: the database lacks %" PRIu64
				  " of the messages "
				  "that would be deleted; run gehoor ingest "
				  "first",
				  x->box->shown, counts.missing)
			    : desk_log_add(x->log, &ev, e);
	}
	expire_counts_free(&counts);
	names_free(&names);
	return rc;
}

static int
expire_one(struct expiring *x, struct err *e)
{
	const struct act_keys keys = keys_of(x);

	if (look_for_event(x, e) == -1)
		return -1;
	/* Another command's segment must be closed before this one opens. */
	if (desk_log_open(
		x->iv->conf, option_value(x->iv, "role"), &x->log, e) == -1)
		return -1;
	if ((x->known < x->range.size && add_event(x, e) == -1) ||
	    expire_sign(x->box->dir, &x->range, desk_log_signer(x->log), &keys,
		e) == -1) {
		desk_log_close(&x->log, NULL);
		return -1;
	}
	if (desk_log_close(&x->log, e) == -1)
		return -1;
	return expire_delete(x->box->dir, x->box->state, x->range.last, e);
}

/* Killed after all was deleted, only the database is left to be made. */
static int
look_behind(struct expiring *x, struct err *e)
{
	const struct act_keys keys = keys_of(x);
	int64_t known =
	    store_known(x->iv->db, x->box->shown, STATUS_EXPIRED, e);
	uint64_t size;

	if (known == -1 ||
	    expire_signed_size(x->box->dir, &keys, &size, e) == -1)
		return -1;
	x->deleted += (uint64_t)known < size;
	return 0;
}

static int
expire_box(struct expiring *x, struct err *e)
{
	const struct conf_box *conf =
	    conf_box_find(x->iv->conf, str_of(x->box->name));
	int rc;

	if (conf == NULL) {
		say(x->iv, "%s: is in no configuration; nothing is deleted",
		    x->box->shown);
		return 0;
	}
	rc = expire_due(x->box->dir, week_of(clock_now()),
	    conf->retention_weeks, &x->range, e);
	if (rc != 1)
		return rc == 0 ? look_behind(x, e) : -1;
	say(x->iv,
	    "%s: %" PRIu64 " messages up to segment %08" PRIu32 " are past "
	    "their %d weeks",
	    x->box->shown, x->range.size - x->range.first, x->range.last,
	    conf->retention_weeks);
	x->deleted++;
	rc = option_value(x->iv, "dry-run") != NULL ? 0 : expire_one(x, e);
	free(x->range.leaves);
	return rc;
}

/* What some desk signed for already. */
static int
apply_box(struct expiring *x, struct err *e)
{
	const struct act_keys keys = keys_of(x);
	uint32_t last;
	int rc = expire_signed(x->box->dir, &keys, &last, e);

	if (rc != 1)
		return rc;
	say(x->iv, "%s: segments up to %08" PRIu32 " are deleted",
	    x->box->shown, last);
	return expire_delete(x->box->dir, x->box->state, last, e);
}

/* Each log; who only says what would be deleted is in nobody's way. */
static int
expire_boxes(struct expiring *x, const struct boxes *boxes, struct err *e)
{
	bool apply = option_value(x->iv, "apply") != NULL;
	struct forget_lock lock = { { 0 }, 0 };
	int rc = 0;

	if (option_value(x->iv, "dry-run") == NULL)
		rc = forget_lock(x->iv->conf, boxes, &lock, e);
	for (size_t i = 0; rc == 0 && i < boxes->n; i++) {
		x->box = &boxes->logs[i];
		rc = apply ? apply_box(x, e) : expire_box(x, e);
	}
	forget_unlock(&lock);
	return rc;
}

/* Logs of imports are written seldom: what they swear to is signed here. */
static int
swear(const struct expiring *x, const struct boxes *boxes, struct err *e)
{
	const struct conf *c = x->iv->conf;
	struct import_log_of of = { .conf = c };
	struct note_signer signer;
	int rc = 0;

	if (*c->desk_key == '\0')
		return 0;
	if (desk_key_own(c, &signer, &of.desk, e) == -1)
		return -1;
	of.signer = &signer;
	for (size_t i = 0; rc != -1 && i < boxes->n; i++) {
		of.box = conf_box_find(c, str_of(boxes->logs[i].name));
		if (boxes->logs[i].desk == of.desk && of.box != NULL)
			rc = import_log_swear(&of, x->iv, e);
	}
	crypto_wipe(&signer, sizeof(signer));
	return rc == -1 ? -1 : 0;
}

static enum exit_code
expire_run(struct invocation *iv)
{
	struct expiring x = { .iv = iv };
	struct boxes boxes;
	struct err e;
	int rc;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	rc = expire_boxes(&x, &boxes, &e);
	if (rc == 0 && option_value(iv, "dry-run") == NULL &&
	    option_value(iv, "apply") == NULL)
		rc = swear(&x, &boxes, &e);
	boxes_free(&boxes);
	if (rc == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (x.deleted == 0 || option_value(iv, "dry-run") != NULL)
		return EXIT_DONE;
	say(iv,
	    "where the server is another machine, push the files expired "
	    "to it, and run gehoor expire --apply there");
	return ingest_now(iv, true);
}

const struct command cmd_expire = {
	.name = "expire",
	.brief = "delete messages past their time; their counts stay",
	.operands = "[BOX ...]",
	.max_operands = -1,
	.options = expire_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY | NEEDS_DB,
	.alone = "apply",
	.alone_needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = expire_run,
	.example = "gehoor -k reader.key expire",
};
