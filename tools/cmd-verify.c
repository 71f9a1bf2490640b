/*
 * cmd-verify.c - gehoor verify: is the log still what was written?
 */
#include <inttypes.h>
#include <stdio.h>

#include "boxes.h"
#include "command.h"
#include "gehoor/json_write.h"
#include "verify.h"

static const struct option_row verify_options[] = {
	{ 'j', "json", NULL, "print findings and sums for a program" },
	{ 0, NULL, NULL, NULL },
};

/* Where findings go. */
struct verify_talk {
	const struct invocation *iv;
	const char *box;
	struct buf *json; /* NULL: words */
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
		putchar('\n');
		return;
	}
	json_member_bool(t->json, "in_order", r->damages == 0);
	json_member_int(t->json, "segments", r->count.segments);
	json_member_int(t->json, "records", (int64_t)r->count.records);
	json_member_int(t->json, "erased", (int64_t)r->count.erased);
	json_member_int(t->json, "bytes", (int64_t)r->count.bytes);
	if (r->damages == 0)
		json_member(t->json, "root", str_of(root));
}

static enum exit_code
verify_one(struct verify_talk *t, const struct box_log *log)
{
	struct verify_result r;
	struct err e;
	int ret;

	t->box = log->shown;
	if (t->json != NULL) {
		json_open(t->json, '{');
		json_member(t->json, "box", str_of(log->shown));
		json_key(t->json, "findings");
		json_open(t->json, '[');
	}
	ret = verify_box(log->dir, log->name, t->iv->log_keys, t->iv->nlog_keys,
	    talk_finding, t, &r, &e);
	if (t->json != NULL)
		json_close(t->json, ']');
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

static enum exit_code
verify_run(struct invocation *iv)
{
	struct buf json = BUF_INIT;
	struct verify_talk t = { iv, NULL,
		option_value(iv, "json") != NULL ? &json : NULL };
	struct boxes boxes;
	enum exit_code code;
	struct err e;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = verify_all(&t, &boxes);
	if (json.failed)
		code = complain(EXIT_OTHER, "no memory");
	else if (json.len > 0)
		fwrite(json.data, 1, json.len, stdout);
	buf_free(&json);
	boxes_free(&boxes);
	return code;
}

const struct command cmd_verify = {
	.name = "verify",
	.brief = "check that the log is still what was written",
	.operands = "[BOX ...]",
	.max_operands = -1,
	.options = verify_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = verify_run,
	.example = "gehoor verify",
};
