/*
 * verify_receipt.c - gehoor verify --receipt: says in plain words what a
 * saved proof or promise is worth.
 */
#include "verify_receipt.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "gehoor/json_write.h"
#include "gehoor/tlog_proof.h"
#include "receipt.h"
#include "verify.h"

/* The key of --log-key, or those of the configuration. */
static int
keys_of(const struct invocation *iv, struct note_verifier *one,
    const struct note_verifier **keys, size_t *n, struct err *e)
{
	const char *text = option_value(iv, "log-key");

	if (text == NULL) {
		*keys = iv->log_keys;
		*n = iv->nlog_keys;
		return 0;
	}
	*keys = one;
	*n = 1;
	return note_verifier_parse(text, strlen(text), one, e);
}

static void
tell_json(const struct receipt *r, int found)
{
	struct buf b = BUF_INIT;

	json_open(&b, '{');
	json_member_bool(&b, "true", found != 0);
	json_member(
	    &b, "kind", str_of(r->kind == RECEIPT_PROOF ? "proof" : "promise"));
	json_member(&b, "origin", str_of(r->origin));
	if (r->kind == RECEIPT_PROOF) {
		json_member_int(&b, "index", (int64_t)r->index);
		json_member_int(
		    &b, "checkpoint_size", (int64_t)r->checkpoint.size);
	}
	if (found != -1)
		json_member_bool(&b, "found", found == 1);
	json_close(&b, '}');
	buf_addc(&b, '\n');
	if (!b.failed)
		fwrite(b.data, 1, b.len, stdout);
	buf_free(&b);
}

/* The log here that the receipt is of, by its origin. */
static const struct box_log *
log_of(const struct invocation *iv, const struct boxes *boxes,
    const struct receipt *r)
{
	char name[NOTE_NAME_MAX + 1];
	struct verify_options o = { .dir = NULL };
	struct log_signers by;
	size_t i, n;

	for (i = 0; i < boxes->n; i++) {
		by = box_log_signers(
		    &boxes->logs[i], iv->log_keys, iv->nlog_keys);
		o.dir = boxes->logs[i].dir;
		o.keys = by.keys;
		o.nkeys = by.n;
		verify_signer(&o, name);
		n = strlen(name);
		if (strncmp(r->origin, name, n) == 0 && r->origin[n] == '/' &&
		    strncmp(r->origin + n + 1, boxes->logs[i].name,
			strlen(boxes->logs[i].name)) == 0)
			return &boxes->logs[i];
	}
	return NULL;
}

/* 1: it is in the log that is here; 0: it is not; -1: no such log here. */
static int
look_in_log(const struct invocation *iv, const struct receipt *r)
{
	const struct box_log *log;
	struct boxes boxes;
	uint64_t index;
	struct err e;
	int found = -1;

	if (iv->conf == NULL || boxes_list(iv->conf, NULL, 0, &boxes, &e) == -1)
		return -1;
	log = log_of(iv, &boxes, r);
	if (log != NULL)
		found = receipt_find(log->dir, r, &index, &e);
	boxes_free(&boxes);
	return found;
}

static void
tell_words(const struct receipt *r, const char *path)
{
	if (r->kind == RECEIPT_PROOF)
		printf("%s: true. The message is number %" PRIu64 " of %" PRIu64
		       " in the log %s, which signed for it.\n",
		    path, r->index + 1, r->checkpoint.size, r->origin);
	else
		printf("%s: true. The log %s signed that it received this "
		       "message.\n",
		    path, r->origin);
}

enum exit_code
verify_receipt(const struct invocation *iv, const char *path)
{
	const struct note_verifier *keys;
	struct buf file = BUF_INIT;
	struct note_verifier one;
	struct receipt r;
	struct err e;
	size_t nkeys;
	int found = -1, rc;

	if (keys_of(iv, &one, &keys, &nkeys, &e) == -1)
		return complain(EXIT_USAGE, "--log-key: %s", e.msg);
	if (conf_read_file(path, TLOG_PROOF_MAX, false, &file, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	rc = receipt_check(&file, keys, nkeys, &r, &e);
	buf_free(&file);
	if (rc == -1)
		return complain(EXIT_DAMAGED, "%s: NOT true: %s", path, e.msg);
	found = look_in_log(iv, &r);
	if (option_value(iv, "json") != NULL)
		tell_json(&r, found);
	else
		tell_words(&r, path);
	if (found == 0)
		return complain(EXIT_DAMAGED,
		    "%s: but that message is not in the log that is here: it "
		    "is missing, or this copy is older than the receipt",
		    path);
	if (found == 1)
		say(iv, "%s: and that message is in the log that is here",
		    path);
	return EXIT_DONE;
}
