/*
 * cmd-erase.c - gehoor erase: one message goes for good, and everybody can
 * see that two people of different roles wanted it.
 *
 * In this order, each step safe to do again: the event of the desk, the
 * signed entries beside the log and the logs of the desks, the key, the
 * answer, the bytes, what desks wrote about it, the database.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd_ingest.h"
#include "command.h"
#include "desk_log.h"
#include "desk_read.h"
#include "desks.h"
#include "erase.h"
#include "erase_apply.h"
#include "erase_signed.h"
#include "forget_lock.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "message.h"
#include "verify.h"
#include "walk_acts.h"

static const struct option_row erase_options[] = {
	{ 0, "reason", "TEXT", "why, on one line; everybody can read it" },
	{ 0, "second-key", "FILE",
	    "the key of a second desk, with another role" },
	{ 0, "role", "ROLE", "in which role you act" },
	{ 0, "second-role", "ROLE", "in which role the second person acts" },
	{ 0, "yes", NULL, "do not ask" },
	{ 0, "apply", NULL,
	    "on the server: zero what is signed for in the logs" },
	{ 0, NULL, NULL, NULL },
};

/* One of the two who sign. */
struct person {
	struct note_signer key;
	const struct conf_desk *desk;
	const char *role;
};

/* One erasure. */
struct erasing {
	struct invocation *iv;
	struct message message;
	struct log_signers by; /* whose signatures count in its log */
	struct act act;
	struct person first, second;
	bool event_there; /* some desk wrote it down already */
	bool hidden;      /* what a desk wrote could not be read */
};

/* An answer, or what else a desk wrote about the message. */
struct dependent {
	struct erasing *er;
	struct act *acts; /* one for each, with the desk's name in reason */
	size_t n;
};

static int
take_event(const struct desk_place *at, const struct desk_event *ev, void *arg,
    struct err *e)
{
	struct dependent *d = arg;
	struct act *larger, *a;

	if (memcmp(ev->leaf, d->er->message.leaf, HASH_LEN) != 0)
		return 0;
	d->er->event_there |= ev->act == DESK_ERASED;
	if (ev->act == DESK_ERASED)
		return 0;
	larger = realloc(d->acts, (d->n + 1) * sizeof(*larger));
	if (larger == NULL)
		return err_set(e, "no memory");
	d->acts = larger;
	a = &larger[d->n++];
	*a = d->er->act;
	a->segment = at->segment;
	a->index = at->index;
	memcpy(a->leaf, at->leaf, HASH_LEN);
	snprintf(a->origin, sizeof(a->origin), "%s", at->desk);
	return 0;
}

/* An event that cannot be read may be about the message. */
static void
hear(const struct finding *f, void *arg)
{
	struct dependent *d = arg;

	complain_finding(f, NULL);
	if (f->kind == FINDING_CLOSED)
		complain(EXIT_OTHER, "%s", f->what);
	d->er->hidden |=
	    f->level == FINDING_DAMAGE || f->kind == FINDING_CLOSED;
}

/* Half of an earlier erasure is no event any more, and no damage. */
static int
read_events(struct erasing *er, struct dependent *d, struct err *e)
{
	const struct invocation *iv = er->iv;
	const struct desk_read_options o = { iv->conf, iv->desks, iv->ndesks,
		iv->key, hear, take_event, d };
	unsigned done;

	if (erase_signed_desks(iv, iv->key, &done, e) != EXIT_DONE)
		return -1;
	return desk_read_all(&o, e);
}

/* ---- before anything is done ------------------------------------------------ */

static int
check_message(const struct erasing *er, struct err *e)
{
	if (!er->message.ended)
		return err_set(e,
		    "segment %" PRIu32 " of %s is still being written; it is "
		    "closed when gehoord is started again, or after "
		    "segment_weeks (%d); copy the log again then",
		    er->message.segment, er->message.log->shown,
		    er->iv->conf->segment_weeks);
	return 0;
}

/* Who sign, and that they are two people in two roles. */
static int
load_people(struct erasing *er, struct err *e)
{
	struct person *one = &er->first, *two = &er->second;
	const struct invocation *iv = er->iv;

	if (desk_key_own(iv->conf, &one->key, &one->desk, e) == -1 ||
	    desk_key_load(iv->conf, option_value(iv, "second-key"), &two->key,
		&two->desk, e) == -1)
		return -1;
	if (memcmp(one->key.pk, two->key.pk, sizeof(one->key.pk)) == 0)
		return err_set(e,
		    "--second-key has the same key as the desk %s; erasing "
		    "takes two people, each with the key of another desk",
		    one->desk->id);
	one->role =
	    desk_acts_as(one->desk, option_value(iv, "role"), "role", e);
	if (one->role == NULL)
		return -1;
	two->role = desk_acts_as(
	    two->desk, option_value(iv, "second-role"), "second-role", e);
	if (two->role == NULL)
		return -1;
	return strcmp(one->role, two->role) != 0
	    ? 0
	    : err_set(e, "both act as %s; erasing takes two different roles",
		  one->role);
}

static int
make_act(struct erasing *er, struct err *e)
{
	const char *reason = option_value(er->iv, "reason");
	const struct message *m = &er->message;
	struct act *a = &er->act;

	if (strlen(reason) == 0 || strlen(reason) > ACT_REASON_MAX ||
	    strpbrk(reason, "\r\n\t") != NULL)
		return err_set(
		    e, "a reason is one line of 1 to %d bytes", ACT_REASON_MAX);
	memset(a, 0, sizeof(*a));
	a->kind = ACT_ERASED;
	a->segment = m->segment;
	a->index = m->index;
	a->week = week_of(clock_now());
	memcpy(a->log_id, m->log_id, LOG_ID_LEN);
	memcpy(a->leaf, m->leaf, HASH_LEN);
	snprintf(a->reason, sizeof(a->reason), "%s", reason);
	return verify_origin(&(struct verify_options){ .dir = m->log->dir,
				 .box = m->log->name,
				 .keys = er->by.keys,
				 .nkeys = er->by.n },
	    a->origin, e);
}

static bool
confirm(const struct erasing *er)
{
	char line[16] = "";

	if (option_value(er->iv, "yes") != NULL)
		return true;
	if (!isatty(STDIN_FILENO))
		return false;
	fprintf(stderr,
	    "Message %" PRIu64 " of %s will be gone for good, everywhere.  "
	    "Type yes: ",
	    er->message.index, er->message.log->shown);
	return fgets(line, sizeof(line), stdin) != NULL &&
	    strcmp(line, "yes\n") == 0;
}

/* ---- the steps ----------------------------------------------------------------- */

static int
add_event(struct erasing *er, struct err *e)
{
	struct desk_event ev = { .act = DESK_ERASED,
		.role = str_of(er->first.role),
		.second = str_of(er->second.role),
		.week = er->act.week,
		.box = str_of(er->message.log->name),
		.text = str_of(er->act.reason),
		.segment = er->act.segment,
		.index = er->act.index };
	struct desk_log *log = NULL;
	struct err why;
	int rc;

	if (er->event_there)
		return 0;
	memcpy(ev.log_id, er->act.log_id, LOG_ID_LEN);
	memcpy(ev.leaf, er->act.leaf, HASH_LEN);
	if (desk_log_open(er->iv->conf, er->first.role, &log, e) == -1)
		return -1;
	rc = desk_log_add(log, &ev, e);
	/* Closed before its own files are written again. */
	if (desk_log_close(&log, &why) == -1 && rc == 0)
		rc = err_set(e, "%s", why.msg);
	return rc;
}

/* The entry beside a log, if it is not there yet. */
static int
add_act(struct erasing *er, const char *dir, const struct act *a, struct err *e)
{
	const struct act_keys keys = { er->by.keys, er->by.n, er->iv->desks,
		er->iv->ndesks };
	const struct note_signer *const both[] = { &er->first.key,
		&er->second.key };
	struct buf note = BUF_INIT;
	struct walk_acts acts;
	bool there;
	int rc;

	if (walk_acts_read(dir, &keys, &acts, e) == -1) {
		walk_acts_free(&acts);
		return -1;
	}
	there = walk_acts_erased(&acts, a->index) != NULL;
	walk_acts_free(&acts);
	if (there)
		return 0;
	rc = act_sign(a, both, 2, &note, e);
	if (rc == 0)
		rc = act_file_add(dir, ACT_ERASED, &note, e);
	buf_free(&note);
	return rc;
}

/* What desks wrote about it is signed for in the same way. */
static int
add_dependent(struct erasing *er, const struct dependent *d, struct err *e)
{
	char dir[4096];

	for (size_t i = 0; i < d->n; i++) {
		struct act a = d->acts[i];

		snprintf(dir, sizeof(dir), "%s/desk/%s", er->iv->conf->state,
		    a.origin);
		if (erase_log_id(dir, a.segment, a.log_id, e) == -1)
			return -1;
		snprintf(a.origin, sizeof(a.origin), "%s", er->act.origin);
		if (add_act(er, dir, &a, e) == -1)
			return -1;
	}
	return 0;
}

/*
 * All entries first: from then on --apply alone takes every word away.  The
 * key goes also where a server has zeroed the bytes before.
 */
static int
carry_out(struct erasing *er, const struct dependent *d, struct err *e)
{
	const struct invocation *iv = er->iv;
	const struct box_log *log = er->message.log;
	const struct erase_signed o = { log->dir, log->state,
		{ er->by.keys, er->by.n, iv->desks, iv->ndesks }, iv->key };
	unsigned done;

	if (add_act(er, log->dir, &er->act, e) == -1 ||
	    add_dependent(er, d, e) == -1 ||
	    erase_key(log->dir, &er->act, iv->key, e) == -1)
		return -1;
	if (erase_signed(&o, &done, e) != EXIT_DONE ||
	    erase_signed_desks(iv, iv->key, &done, e) != EXIT_DONE)
		return -1;
	return 0;
}

static int
erase(struct erasing *er, struct err *e)
{
	struct dependent d = { er, NULL, 0 };
	int rc = -1;

	if (read_events(er, &d, e) == 0 && add_event(er, e) == 0)
		rc = carry_out(er, &d, e);
	free(d.acts);
	return rc;
}

static const char *
wrong_options(const struct invocation *iv)
{
	if (option_value(iv, "apply") != NULL)
		return NULL;
	if (iv->argc != 2)
		return "erase takes a box and the number of a message "
		       "(gehoor cat --ids)";
	if (strlen(iv->argv[1]) > 18 ||
	    strspn(iv->argv[1], "0123456789") != strlen(iv->argv[1]) ||
	    *iv->argv[1] == '\0')
		return "the number of a message is what gehoor cat --ids "
		       "prints as index";
	if (option_value(iv, "reason") == NULL ||
	    option_value(iv, "second-key") == NULL)
		return "erasing takes --reason TEXT and --second-key FILE, of "
		       "a desk with another role";
	return NULL;
}

/* The message, once it is found and may be erased. */
static enum exit_code
erase_found(struct erasing *er, struct invocation *iv, uint64_t index)
{
	const struct message *m = &er->message;
	enum exit_code code;
	struct err e;

	er->by = box_log_signers(m->log, iv->log_keys, iv->nlog_keys);
	if (make_act(er, &e) == -1 || load_people(er, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (!confirm(er))
		return complain(EXIT_OTHER,
		    "not confirmed: nothing was done "
		    "(--yes does not ask)");
	if (erase(er, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = ingest_now(iv, true);
	if (er->hidden)
		return complain(EXIT_DAMAGED,
		    "the message is erased, but not all of what desks wrote "
		    "could be read; what is about it there stays");
	if (code == EXIT_DONE)
		say(iv,
		    "message %" PRIu64 " of %s is erased; where the server is "
		    "another machine, push %s/erased and the files of segment "
		    "%08" PRIu32 " to it, and run gehoor erase --apply there",
		    index, m->log->shown, m->log->dir, m->segment);
	return code;
}

/* Found, asked for and gone under one lock: nobody deletes it meanwhile. */
static enum exit_code
erase_in(struct invocation *iv, const struct boxes *boxes)
{
	const struct message_wanted wanted = { NULL,
		strtoull(iv->argv[1], NULL, 10) };
	struct forget_lock lock = { { 0 }, 0 };
	struct erasing er = { .iv = iv };
	enum exit_code code;
	struct err e;

	if (forget_lock(iv->conf, boxes, &lock, &e) == -1 ||
	    message_find(iv, boxes, &wanted, false, &er.message, &e) != 0 ||
	    check_message(&er, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		code = erase_found(&er, iv, wanted.index);
	forget_unlock(&lock);
	crypto_wipe(&er.first, sizeof(er.first));
	crypto_wipe(&er.second, sizeof(er.second));
	message_free(&er.message);
	return code;
}

static enum exit_code
erase_run(struct invocation *iv)
{
	const char *wrong = wrong_options(iv);
	struct boxes boxes;
	enum exit_code code;
	struct err e;

	if (wrong != NULL)
		return complain(EXIT_USAGE, "%s", wrong);
	if (option_value(iv, "apply") != NULL)
		return erase_apply(iv);
	if (boxes_list(iv->conf, iv->argv, 1, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = erase_in(iv, &boxes);
	boxes_free(&boxes);
	return code;
}

const struct command cmd_erase = {
	.name = "erase",
	.brief = "make one message unreadable for ever, signed by two desks",
	.operands = "[BOX INDEX]",
	.min_operands = 0,
	.max_operands = 2,
	.options = erase_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY,
	.alone = "apply",
	.alone_needs = NEEDS_CONF | NEEDS_LOG_KEYS,
	.run = erase_run,
	.example = "gehoor -k reader.key erase lijn 17 --reason \"op verzoek\" "
		   "--second-key kwaliteit.key",
};
