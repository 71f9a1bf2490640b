/*
 * cmd-witness.c - gehoor witness: somebody who is not the organisation keeps
 * what the logs swore to, and says loudly when they swear to something else.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gehoor/act_file.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "log_keys.h"
#include "witness_source.h"
#include "witness_store.h"

static const struct option_row witness_options[] = {
	{ 0, "store", "DIR", "where checkpoints are kept" },
	{ 0, "log-key", "KEY",
	    "the public key of the log, without configuration" },
	{ 0, NULL, NULL, NULL },
};

struct witnessing {
	const struct invocation *iv;
	struct witness_source *source;
	struct note_signer signer;
	struct note_verifier witness;
	struct note_verifier one; /* of --log-key */
	const struct note_verifier *keys;
	size_t nkeys;
	char store[4096];
};

static int
load_key(struct witnessing *w, struct err *e)
{
	if (log_key_file(w->iv->global[GLOBAL_KEY], note_witness_parse,
		&w->signer, e) == -1)
		return -1;
	note_signer_verifier(&w->signer, &w->witness);
	return 0;
}

static int
load_log_keys(struct witnessing *w, struct err *e)
{
	const char *text = option_value(w->iv, "log-key");
	struct err why;

	if (text == NULL) {
		w->keys = w->iv->log_keys;
		w->nkeys = w->iv->nlog_keys;
		return 0;
	}
	w->keys = &w->one;
	w->nkeys = 1;
	return note_verifier_parse(text, strlen(text), &w->one, &why) == 0
	    ? 0
	    : err_set(e, "--log-key: %s", why.msg);
}

/* Keys of desks sign their own logs. */
static int
open_checkpoint(struct witnessing *w, const struct buf *note,
    struct checkpoint *out, struct err *e)
{
	struct checkpoint claimed;
	struct str text;
	const char *p = (const char *)note->data;

	if (note_text(p, note->len, &text, e) == -1 ||
	    checkpoint_read(text, &claimed, e) == -1)
		return -1;
	if (checkpoint_open(
		p, note->len, claimed.origin, w->keys, w->nkeys, out, e) == 0)
		return 0;
	for (size_t i = 0; i < w->iv->ndesks; i++)
		if (checkpoint_open(p, note->len, claimed.origin,
			&w->iv->desks[i].key, 1, out, NULL) == 0)
			return 0;
	return -1;
}

/* All keys under which what is kept may have been signed. */
static int
kept_newest(struct witnessing *w, const char *origin, struct checkpoint *out,
    struct err *e)
{
	int rc = witness_store_newest(
	    w->store, origin, w->keys, w->nkeys, &w->witness, out, e);

	for (size_t i = 0; rc == -1 && i < w->iv->ndesks; i++)
		rc = witness_store_newest(w->store, origin,
		    &w->iv->desks[i].key, 1, &w->witness, out, e);
	return rc;
}

/* The hashes make the root that the checkpoint states. */
static int
check_root(struct witnessing *w, const char *log, const struct checkpoint *c,
    struct err *e)
{
	uint8_t root[HASH_LEN];

	if (witness_source_tree(w->source, log, c->size, e) == -1 ||
	    merkle_root_make(
		c->size, witness_source_node, w->source, root, e) == -1)
		return -1;
	return memcmp(root, c->root, HASH_LEN) == 0
	    ? 0
	    : err_set(e,
		  "its %" PRIu64 " hashes do not make the root it swears to",
		  c->size);
}

/* Whether what was sworn to before is the beginning of what is now. */
static int
check_history(struct witnessing *w, const struct checkpoint *before,
    const struct checkpoint *now, struct err *e)
{
	struct merkle_proof p;

	if (before->size > now->size)
		return err_set(e,
		    "it swore to %" PRIu64 " messages before, and now to "
		    "%" PRIu64 ": %" PRIu64 " have disappeared",
		    before->size, now->size, before->size - now->size);
	if (before->size == 0)
		return 0;
	if (merkle_consistency_make(before->size, now->size,
		witness_source_node, w->source, &p, e) == -1)
		return -1;
	return merkle_consistency_ok(
		   before->size, before->root, now->size, now->root, &p)
	    ? 0
	    : err_set(e,
		  "the %" PRIu64 " messages it swore to before are not the "
		  "first of the %" PRIu64 " it swears to now: something was "
		  "changed or taken out",
		  before->size, now->size);
}

/* Loud, with what to do; the evidence is kept. */
static enum exit_code
refuse(struct witnessing *w, const char *log, const char *origin,
    const struct buf *note, const char *why)
{
	char path[4096] = "";
	struct err e;

	complain(EXIT_DAMAGED, "%s: REFUSED: %s", log, why);
	if (witness_store_beside(w->store, origin, "refused", note, path, &e) ==
	    -1)
		complain(EXIT_OTHER, "the evidence cannot be kept: %s", e.msg);
	else
		complain(EXIT_DAMAGED,
		    "%s: nothing was signed. Keep %s and the directory it is "
		    "in, and tell the client council and the organisation's "
		    "board: the log was changed after it was sworn to",
		    log, path);
	return EXIT_DAMAGED;
}

/* What was done on purpose is kept too: a restoring asks for it. */
static int
keep_acts(
    struct witnessing *w, const char *log, const char *origin, struct err *e)
{
	char path[4096];
	int rc = 0;

	for (int k = 0; rc == 0 && k <= ACT_RESTORED; k++) {
		const char *name = act_file_name((enum act_kind)k);
		struct buf file = BUF_INIT;

		rc = witness_source_act(w->source, log, name, &file, e);
		if (rc == 0)
			rc = witness_store_beside(
			    w->store, origin, name, &file, path, e);
		rc = rc == 1 ? 0 : rc;
		buf_free(&file);
	}
	return rc;
}

static enum exit_code
cosign(struct witnessing *w, const char *log, const struct checkpoint *c,
    struct buf *note)
{
	char path[4096];
	struct err e;

	if (note_cosign(&w->signer, clock_now(), note, &e) == -1 ||
	    keep_acts(w, log, c->origin, &e) == -1 ||
	    witness_store_put(w->store, c, &w->witness, note, path, &e) == -1)
		return complain(EXIT_OTHER, "%s: %s", log, e.msg);
	say(w->iv, "%s: %" PRIu64 " messages, consistent; cosigned", log,
	    c->size);
	printf("%s\n", path);
	return EXIT_DONE;
}

static bool
is_same(const struct checkpoint *a, const struct checkpoint *b)
{
	return a->size == b->size && memcmp(a->root, b->root, HASH_LEN) == 0;
}

static enum exit_code
judge(struct witnessing *w, const char *log, struct buf *note)
{
	struct checkpoint now, before = { .size = 0 };
	struct err e;
	int known;

	if (open_checkpoint(w, note, &now, &e) == -1)
		return refuse(w, log, "unknown", note, e.msg);
	known = kept_newest(w, now.origin, &before, &e);
	if (known == -1)
		return complain(EXIT_OTHER, "%s: the store: %s", log, e.msg);
	if (known == 1 && is_same(&before, &now)) {
		if (keep_acts(w, log, now.origin, &e) == -1)
			return complain(EXIT_OTHER, "%s: %s", log, e.msg);
		say(w->iv, "%s: nothing new since %" PRIu64 " messages", log,
		    now.size);
		return EXIT_DONE;
	}
	if (check_root(w, log, &now, &e) == -1 ||
	    (known == 1 && check_history(w, &before, &now, &e) == -1))
		return refuse(w, log, now.origin, note, e.msg);
	if (known == 0)
		say(w->iv, "%s: seen for the first time (%s)", log, now.origin);
	return cosign(w, log, &now, note);
}

static enum exit_code
witness_log(struct witnessing *w, const char *log)
{
	struct buf note = BUF_INIT;
	enum exit_code code;
	struct err e;
	int rc = witness_source_checkpoint(w->source, log, &note, &e);

	if (rc == -1)
		code = complain(EXIT_OTHER, "%s: %s", log, e.msg);
	else if (rc == 1)
		code = complain(EXIT_OTHER,
		    "%s: has no checkpoint yet, or does not show it (one is "
		    "made when a week has ended; public_log)",
		    log);
	else
		code = judge(w, log, &note);
	buf_free(&note);
	return code;
}

static enum exit_code
witness_all(struct witnessing *w, char *const *logs, size_t n)
{
	enum exit_code worst = EXIT_DONE, code;

	for (size_t i = 0; i < n; i++) {
		code = witness_log(w, logs[i]);
		if (worst != EXIT_DAMAGED && code != EXIT_DONE)
			worst = code;
	}
	return worst;
}

static enum exit_code
witness_logs(struct witnessing *w)
{
	const struct invocation *iv = w->iv;
	char **names = NULL;
	enum exit_code code;
	struct err e;
	size_t n, i;

	if (iv->argc > 1)
		return witness_all(w, iv->argv + 1, (size_t)iv->argc - 1);
	if (witness_source_is_url(w->source))
		return complain(EXIT_USAGE,
		    "name the boxes behind the address: gehoor witness "
		    "--key FILE URL BOX ...");
	if (witness_source_list(w->source, &names, &n, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = n > 0 ? witness_all(w, names, n)
		     : complain(EXIT_OTHER,
			   "%s: there is no checkpoint in it yet", iv->argv[0]);
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return code;
}

static enum exit_code
witness_run(struct invocation *iv)
{
	struct witnessing w = { .iv = iv };
	enum exit_code code;
	struct err e;

	if (iv->global[GLOBAL_KEY] == NULL)
		return complain(EXIT_USAGE,
		    "--key FILE is the witness's own key; make one with "
		    "gehoor keygen --witness NAME");
	if (load_log_keys(&w, &e) == -1 || load_key(&w, &e) == -1 ||
	    witness_store_path(option_value(iv, "store"),
		iv->conf == NULL ? NULL : iv->conf->witness, w.store,
		sizeof(w.store) - 1024, &e) == -1 ||
	    witness_source_new(iv->argv[0], &w.source, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		code = witness_logs(&w);
	witness_source_free(&w.source);
	crypto_wipe(&w.signer, sizeof(w.signer));
	return code;
}

const struct command cmd_witness = {
	.name = "witness",
	.brief = "check that the logs only grew, and cosign what they swear to",
	.operands = "URL|DIR [BOX ...]",
	.min_operands = 1,
	.max_operands = -1,
	.options = witness_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.alone = "log-key",
	.run = witness_run,
	.example = "gehoor witness --key witness.key --log-key KEY "
		   "https://voorbeeld.nl lijn",
};
