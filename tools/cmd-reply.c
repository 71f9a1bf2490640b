/*
 * cmd-reply.c - gehoor reply: answers one sender, who reads it with the code.
 *
 * First the event in the log of the desk, then the file: what the log says
 * and the files lack is made again by --resume.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "desk_log.h"
#include "desk_read.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "gehoor/utf8.h"
#include "message.h"
#include "reply_file.h"
#include "reply_resume.h"

#define READ_MAX 65536

static const struct option_row reply_options[] = {
	{ 'b', "box", "BOX", "the box of the message" },
	{ 0, "id", "ID", "the message, by the id of gehoor cat --ids" },
	{ 'f', "file", "FILE", "the answer; else standard input" },
	{ 0, "passed-on", "ROLE",
	    "the message was passed on to peer, council, quality or board" },
	{ 0, "role", "ROLE", "in which role you act" },
	{ 0, "resume", NULL,
	    "make files again that the log of the desks speaks of" },
	{ 0, NULL, NULL, NULL },
};

/* One answer being made. */
struct replying {
	const struct invocation *iv;
	struct message message;
	struct buf text; /* clean */
	uint32_t version;
};

/* All of a file or of standard input. */
static int
read_answer(const struct invocation *iv, struct buf *out, struct err *e)
{
	const char *path = option_value(iv, "file");
	uint8_t part[4096];
	ssize_t n;

	if (path != NULL && strcmp(path, "-") != 0)
		return conf_read_file(path, READ_MAX, false, out, e);
	if (isatty(STDIN_FILENO))
		say(iv,
		    "write the answer; end with Control-D on a line of "
		    "its own");
	while ((n = read(STDIN_FILENO, part, sizeof(part))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "standard input");
		buf_add(out, part, (size_t)n);
		if (out->len > READ_MAX)
			return err_set(e, "the answer is far too long");
	}
	return out->failed ? err_set(e, "no memory") : 0;
}

static int
clean_answer(struct replying *r, const struct buf *raw, struct err *e)
{
	size_t size;

	utf8_clean(&r->text, raw->data, raw->len);
	while (r->text.len > 0 && r->text.data[r->text.len - 1] == '\n')
		r->text.len--;
	size = reply_text_size(
	    (struct str){ (const char *)r->text.data, r->text.len });
	if (size > REPLY_TEXT_MAX)
		return err_set(e,
		    "the answer is %zu bytes too long; at most %d fit",
		    size - REPLY_TEXT_MAX, REPLY_TEXT_MAX);
	if (r->text.len == 0 && option_value(r->iv, "passed-on") == NULL)
		return err_set(e,
		    "the answer is empty; write something, or say --passed-on "
		    "ROLE");
	return 0;
}

static bool
has_key(const struct record *r)
{
	static const uint8_t none[sizeof(r->reply_key)];

	return memcmp(r->reply_key, none, sizeof(none)) != 0;
}

/* Whether that message can be answered. */
static int
check_message(const struct message *m, struct err *e)
{
	if (m->erased)
		return err_set(e, "that message was erased");
	if (m->shredded)
		return err_set(e, "the key of that message was shredded");
	if (m->record.thread.n > 0)
		return err_set(e,
		    "that is an addition; answer the first message of its "
		    "thread: --id %.*s",
		    (int)m->record.thread.n, m->record.thread.p);
	if (!has_key(&m->record))
		return err_set(e, "that message has no key for an answer");
	return 0;
}

/* The highest version that any desk gave this message so far. */
static int
count_version(const struct desk_place *at, const struct desk_event *ev,
    void *arg, struct err *e)
{
	struct replying *r = arg;

	(void)at;
	(void)e;
	if (ev->act == DESK_REPLIED &&
	    memcmp(ev->leaf, r->message.leaf, HASH_LEN) == 0 &&
	    ev->version > r->version)
		r->version = ev->version;
	return 0;
}

static int
next_version(struct replying *r, struct err *e)
{
	const struct desk_read_options o = { r->iv->conf, r->iv->desks,
		r->iv->ndesks, r->iv->key, complain_finding, count_version, r };
	uint32_t filed =
	    reply_file_version(r->message.log->state, r->message.tag);

	if (desk_read_all(&o, e) == -1)
		return -1;
	if (filed > r->version)
		r->version = filed;
	if (r->version == UINT32_MAX)
		return err_set(e, "that message has too many answers");
	r->version++;
	return 0;
}

static int
add_event(struct replying *r, const char *role, struct err *e)
{
	const char *passed = option_value(r->iv, "passed-on");
	struct desk_event ev = { .act = DESK_REPLIED,
		.week = week_of(clock_now()),
		.box = str_of(r->message.log->name),
		.version = r->version,
		.passed_on = str_of(passed == NULL ? "" : passed),
		.text = { (const char *)r->text.data, r->text.len } };
	struct desk_log *log = NULL;
	struct err why;
	int rc;

	memcpy(ev.log_id, r->message.log_id, LOG_ID_LEN);
	memcpy(ev.leaf, r->message.leaf, HASH_LEN);
	if (desk_log_open(r->iv->conf, role, &log, e) == -1)
		return -1;
	ev.role = desk_log_role(log);
	rc = desk_log_add(log, &ev, e);
	if (desk_log_close(&log, &why) == -1 && rc == 0)
		rc = err_set(e, "%s", why.msg);
	return rc;
}

static int
write_answer(struct replying *r, struct err *e)
{
	const char *passed = option_value(r->iv, "passed-on");
	struct reply reply = { .version = r->version,
		.text = { (const char *)r->text.data, r->text.len },
		.week = week_of(clock_now()) };

	snprintf(reply.passed_on, sizeof(reply.passed_on), "%s",
	    passed == NULL ? "" : passed);
	return reply_file_write(r->message.log->state, &reply, r->message.tag,
	    r->message.record.reply_key, e);
}

static int
answer(struct replying *r, const struct boxes *boxes, struct err *e)
{
	const struct message_wanted wanted = { option_value(r->iv, "id"), 0 };
	struct buf raw = BUF_INIT;
	int rc = -1;

	if (message_find(r->iv, boxes, &wanted, true, &r->message, e) == 0 &&
	    check_message(&r->message, e) == 0 &&
	    read_answer(r->iv, &raw, e) == 0 && clean_answer(r, &raw, e) == 0 &&
	    next_version(r, e) == 0 &&
	    add_event(r, option_value(r->iv, "role"), e) == 0)
		rc = write_answer(r, e);
	buf_free(&raw);
	return rc;
}

static const char *
wrong_options(const struct invocation *iv)
{
	const char *passed = option_value(iv, "passed-on");

	if (option_value(iv, "resume") != NULL)
		return NULL;
	if (option_value(iv, "box") == NULL || option_value(iv, "id") == NULL)
		return "--box and --id say which message is answered";
	for (size_t i = 0; passed != NULL && conf_roles[i] != NULL; i++)
		if (strcmp(conf_roles[i], passed) == 0)
			passed = NULL;
	return passed == NULL
	    ? NULL
	    : "--passed-on takes peer, council, quality or board";
}

static enum exit_code
resume(const struct invocation *iv)
{
	struct boxes boxes = { NULL, 0 };
	enum exit_code code;
	unsigned made;
	struct err e;

	if (boxes_list(iv->conf, NULL, 0, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = reply_resume(iv, &boxes, &made);
	boxes_free(&boxes);
	say(iv, "%u answers were made again", made);
	return code;
}

static enum exit_code
reply_run(struct invocation *iv)
{
	struct replying r = { .iv = iv, .text = BUF_INIT };
	const char *wrong = wrong_options(iv);
	char box[2 * BOX_NAME_MAX + 2], *names[] = { box };
	struct boxes boxes = { NULL, 0 };
	enum exit_code code = EXIT_DONE;
	struct err e;

	if (wrong != NULL)
		return complain(EXIT_USAGE, "%s", wrong);
	if (option_value(iv, "resume") != NULL)
		return resume(iv);
	snprintf(box, sizeof(box), "%s", option_value(iv, "box"));
	if (boxes_list(iv->conf, names, 1, &boxes, &e) == -1 ||
	    answer(&r, &boxes, &e) == -1)
		code = complain(EXIT_OTHER, "%s", e.msg);
	else
		say(iv,
		    "the answer is in %s/replies/new (version %" PRIu32 "); "
		    "gehoord shows it after %d o'clock; where the server is "
		    "another machine, push that directory to it",
		    r.message.log->state, r.version, iv->conf->publish_hour);
	message_free(&r.message);
	buf_free(&r.text);
	boxes_free(&boxes);
	return code;
}

const struct command cmd_reply = {
	.name = "reply",
	.brief = "answer a message; only its sender's code opens the answer",
	.operands = "",
	.options = reply_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY,
	.run = reply_run,
	.example = "gehoor -k reader.key reply --box lijn --id 3f9a1c07 "
		   "-f antwoord.txt",
	.common = true,
};
