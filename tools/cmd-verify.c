/*
 * cmd-verify.c - gehoor verify: is the log still what was written?
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "command.h"
#include "gehoor/json_write.h"
#include "kept.h"
#include "verify.h"
#include "verify_receipt.h"

static const struct option_row verify_options[] = {
	{ 'j', "json", NULL, "print findings and sums for a program" },
	{ 0, "checkpoint", "FILE",
	    "hold the logs to a checkpoint that somebody kept" },
	{ 0, "state", "DIR",
	    "check a copy or a backup instead of the state directory" },
	{ 0, "receipt", "FILE",
	    "check a proof or promise that a sender saved instead" },
	{ 0, "log-key", "KEY",
	    "with --receipt: the public key of the log, without "
	    "configuration" },
	{ 0, NULL, NULL, NULL },
};

#define FINDINGS_MAX 10000 /* of a box, as JSON */

/* Where findings go. */
struct verify_talk {
	const struct invocation *iv;
	const char *box;
	struct buf *json; /* NULL: words */
	struct kept kept; /* checkpoints that others keep */
	unsigned told;    /* findings of this box in json */
	bool claimed;     /* the one of --checkpoint is of a log that is here */
};

static void
talk_finding(const struct finding *f, void *arg)
{
	struct verify_talk *t = arg;

	if (t->json == NULL) {
		if (f->level == FINDING_DAMAGE)
			complain(
			    EXIT_DAMAGED, "%s: damage: %s", t->box, f->what);
		else
			say(t->iv, "%s: %s", t->box, f->what);
		return;
	}
	/* A log may be all damage; what is kept of that has an end. */
	if (t->told++ >= FINDINGS_MAX)
		return;
	json_open(t->json, '{');
	json_member(t->json, "level",
	    str_of(f->level == FINDING_DAMAGE ? "damage" : "note"));
	json_member(t->json, "kind", str_of(finding_kind_name(f->kind)));
	json_member(t->json, "file", str_of(f->path));
	if (f->offset != FINDING_NOWHERE)
		json_member_int(t->json, "offset", (int64_t)f->offset);
	json_member(t->json, "what", str_of(f->what));
	json_close(t->json, '}');
}

static void
root_text(const struct verify_result *r, char text[static 2 * HASH_LEN + 1])
{
	uint8_t root[HASH_LEN];
	size_t i;

	merkle_root(&r->place.tree, root);
	for (i = 0; i < HASH_LEN; i++)
		snprintf(text + 2 * i, 3, "%02x", root[i]);
}

static void
tell_sum(struct verify_talk *t, const struct verify_result *r)
{
	char root[2 * HASH_LEN + 1];

	root_text(r, root);
	if (t->json == NULL) {
		if (t->iv->quiet)
			return;
		printf("%s: %s, %" PRIu32 " segments, %" PRIu64 " records",
		    t->box, r->damages > 0 ? "DAMAGED" : "in order",
		    r->count.segments, r->count.records);
		if (r->count.erased > 0)
			printf(" (%" PRIu64 " erased)", r->count.erased);
		if (r->damages == 0)
			printf(", root %s", root);
		if (r->damages == 0 && r->checkpoints > 0)
			printf(", held to %u checkpoints, the last of %" PRIu64
			       " records",
			    r->checkpoints, r->covered);
		if (r->lost > 0)
			printf(
			    ", %" PRIu64 " lost before a restoring", r->lost);
		putchar('\n');
		return;
	}
	json_member_bool(t->json, "in_order", r->damages == 0);
	json_member_int(t->json, "segments", r->count.segments);
	json_member_int(t->json, "records", (int64_t)r->count.records);
	json_member_int(t->json, "erased", (int64_t)r->count.erased);
	json_member_int(t->json, "bytes", (int64_t)r->count.bytes);
	json_member_int(t->json, "checkpoints", r->checkpoints);
	json_member_int(t->json, "covered", (int64_t)r->covered);
	json_member_int(t->json, "lost", (int64_t)r->lost);
	if (r->damages == 0)
		json_member(t->json, "root", str_of(root));
}

static enum exit_code
verify_one(struct verify_talk *t, const struct box_log *log)
{
	const struct log_signers by =
	    box_log_signers(log, t->iv->log_keys, t->iv->nlog_keys);
	const struct verify_options o = { log->dir, log->name, by.keys, by.n,
		t->iv->desks, t->iv->ndesks, (const char *const *)t->kept.paths,
		t->kept.n, talk_finding, t };
	struct verify_result r;
	struct err e;
	int ret;

	t->box = log->shown;
	t->told = 0;
	if (t->json != NULL) {
		json_open(t->json, '{');
		json_member(t->json, "box", str_of(log->shown));
		json_key(t->json, "findings");
		json_open(t->json, '[');
	}
	ret = verify_box(&o, &r, &e);
	t->claimed |= ret == 0 && r.first_kept;
	if (t->json != NULL)
		json_close(t->json, ']');
	if (t->json != NULL && t->told > FINDINGS_MAX)
		json_member_int(
		    t->json, "findings_left_out", t->told - FINDINGS_MAX);
	if (ret == 0)
		tell_sum(t, &r);
	else
		complain(EXIT_OTHER, "%s", e.msg);
	if (t->json != NULL)
		json_close(t->json, '}');
	if (ret == -1)
		return EXIT_OTHER;
	return r.damages > 0 ? EXIT_DAMAGED : EXIT_DONE;
}

static enum exit_code
verify_all(struct verify_talk *t, const struct boxes *boxes)
{
	enum exit_code worst = EXIT_DONE, code;
	size_t i;

	if (t->json != NULL) {
		json_open(t->json, '{');
		json_key(t->json, "boxes");
		json_open(t->json, '[');
	}
	for (i = 0; i < boxes->n; i++) {
		code = verify_one(t, &boxes->logs[i]);
		if (worst != EXIT_DAMAGED && code != EXIT_DONE)
			worst = code;
	}
	if (t->json != NULL) {
		json_close(t->json, ']');
		json_close(t->json, '}');
		buf_addc(t->json, '\n');
	}
	return worst;
}

/* The checkpoint that was named comes first, then those of the witnesses. */
static int
gather_kept(struct verify_talk *t, const char *checkpoint, struct err *e)
{
	if (checkpoint != NULL && kept_add(&t->kept, checkpoint, e) == -1)
		return -1;
	return kept_list(t->iv->conf->witness, &t->kept, e);
}

static enum exit_code
verify_logs(struct verify_talk *t)
{
	const struct invocation *iv = t->iv;
	const char *checkpoint = option_value(iv, "checkpoint");
	struct boxes boxes;
	enum exit_code code;
	struct err e;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (gather_kept(t, checkpoint, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		code = verify_all(t, &boxes);
	if (checkpoint != NULL && !t->claimed && code == EXIT_DONE)
		code = complain(EXIT_DAMAGED,
		    "%s: is not a checkpoint of a log that is here",
		    checkpoint);
	boxes_free(&boxes);
	return code;
}

static enum exit_code
verify_run(struct invocation *iv)
{
	struct buf json = BUF_INIT;
	struct verify_talk t = { .iv = iv,
		.json = option_value(iv, "json") != NULL ? &json : NULL };
	const char *receipt = option_value(iv, "receipt");
	const char *state = option_value(iv, "state");
	char *copy = NULL; /* what is in conf is not freed one by one */
	enum exit_code code;

	if (receipt != NULL)
		return verify_receipt(iv, receipt);
	if (option_value(iv, "log-key") != NULL)
		return complain(EXIT_USAGE, "--log-key goes with --receipt");
	/* It stands for the states of several servers too. */
	if (state != NULL) {
		copy = strdup(state);
		if (copy == NULL)
			return complain(EXIT_OTHER, "no memory");
		iv->conf->state = copy;
		iv->conf->logs.n = 0;
	}
	code = verify_logs(&t);
	free(copy);
	if (json.failed)
		code = complain(EXIT_OTHER, "no memory");
	else if (json.len > 0)
		fwrite(json.data, 1, json.len, stdout);
	kept_free(&t.kept);
	buf_free(&json);
	return code;
}

const struct command cmd_verify = {
	.name = "verify",
	.brief = "check that the log is still what was written",
	.operands = "[BOX ...]",
	.max_operands = -1,
	.options = verify_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.alone = "log-key", /* and nothing is needed */
	.run = verify_run,
	.example = "gehoor verify",
	.common = true,
};
