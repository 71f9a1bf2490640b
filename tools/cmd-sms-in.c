/*
 * cmd-sms-in.c - gehoor sms-in: hands text messages of Gammu SMSD and
 * smstools3 to gehoord, and their answers back.
 *
 * A file is removed when its message is on disk, and not before: what is left
 * is handed over with the next message.  Nothing is printed that a log of
 * those programs may not hold.
 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "copy.h"
#include "spool.h"
#include "texting.h"

static const struct option_row sms_in_options[] = {
	{ 0, "smstools3", NULL,
	    "as event handler of smstools3: EVENT FILE [ID]" },
	{ 0, "gammu", NULL, "as RunOnReceive of Gammu SMSD: [ID ...]" },
	{ 0, "outgoing", "DIR", "smstools3 sends the answers in there" },
	{ 0, "inbox", "DIR", "read Gammu's files, for long messages" },
	{ 0, "outbox", "DIR", "Gammu sends the answers in there" },
	{ 0, "socket", "PATH", "gehoord's admin socket, without -c" },
	{ 0, "json", NULL, "print what was read" },
	{ 0, NULL, NULL, NULL },
};

/* What a call has to do with every message. */
struct hand {
	const struct invocation *iv;
	const char *line, *socket;
	bool away;           /* gehoord is, or does not take anything now */
	enum exit_code code; /* the worst so far */
};

static void
failed(struct hand *h, const char *what)
{
	h->code = complain(EXIT_OTHER, "sms-in: %s", what);
}

static int
reply(const struct hand *h, const char *to, const struct buf *answer,
    struct err *e)
{
	const char *outgoing = option_value(h->iv, "outgoing");
	const char *outbox = option_value(h->iv, "outbox");
	struct str text = { (const char *)answer->data, answer->len };

	if (text.n == 0)
		return 0;
	if (outgoing != NULL)
		return spool_reply_smstools(outgoing, to, text, e);
	return outbox == NULL ? 0 : spool_reply_gammu(outbox, to, text, e);
}

/* Says what is wrong with the line, by the status of the answer. */
static void
not_taken(struct hand *h, long status, const struct err *e)
{
	struct err why;

	h->away = status != 400;
	if (status == -1)
		why = *e;
	else if (status == 404)
		err_set(&why,
		    "gehoord has no line \"%s\" with gateway = \"smstools3\" "
		    "or \"gammu\"",
		    h->line);
	else
		err_set(&why,
		    "gehoord did not take the message (status %ld); it stays "
		    "where it is and is tried again with the next one",
		    status);
	failed(h, why.msg);
}

/* True if it is on disk, or nothing to keep. */
static bool
pass_on(struct hand *h, const struct texting *t)
{
	struct buf json = BUF_INIT, answer = BUF_INIT;
	char path[128];
	struct err e;
	long status = -1;

	snprintf(path, sizeof(path), "/sms/%.64s", h->line);
	texting_json(t, &json);
	if (json.failed)
		err_set(&e, "no memory");
	else
		status = ask_post(h->socket, path, "application/json",
		    (struct str){ (const char *)json.data, json.len }, &answer,
		    &e);
	if (status == 200 && option_value(h->iv, "json") != NULL)
		printf("%.*s\n", (int)json.len, (const char *)json.data);
	if (status != 200)
		not_taken(h, status, &e);
	else if (reply(h, t->from, &answer, &e) == -1)
		failed(h, e.msg);
	buf_free(&json);
	buf_free(&answer);
	return status == 200;
}

static void
remove_file(struct hand *h, const char *path)
{
	struct err e;

	if (spool_remove(path, &e) == -1)
		failed(h, e.msg);
}

/* ---- smstools3 ------------------------------------------------------------ */

static void
smstools_file(struct hand *h, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buf b = BUF_INIT;
	enum texting_result r;
	struct texting t;
	struct err e;

	if (spool_read(path, &b, &e) == -1) {
		failed(h, "a file that smstools3 names cannot be read");
		return;
	}
	r = texting_smstools(
	    b.data, b.len, slash == NULL ? path : slash + 1, &t);
	if (r == TEXTING_BROKEN)
		failed(h,
		    "a file is no message of smstools3: it has no "
		    "From; language_file must not rename headers");
	else if (r == TEXTING_OTHER || pass_on(h, &t))
		remove_file(h, path);
	texting_free(&t);
	buf_free(&b);
}

/* Where smsd keeps parts that wait for others, it may be among the messages. */
static bool
is_waiting(const char *name)
{
	static const char end[] = "-concatenated";
	size_t n = strlen(name);

	return n >= sizeof(end) - 1 &&
	    strcmp(name + n - (sizeof(end) - 1), end) == 0;
}

/* Those that could not be handed over before, in the same directory. */
static void
smstools_left(struct hand *h, const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[COPY_PATH], left[COPY_PATH];
	char **names = NULL;
	struct err e;
	size_t n = 0;

	if (slash == NULL || (size_t)(slash - path) >= sizeof(dir))
		return;
	snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
	if (spool_left(dir, &names, &n, &e) == -1)
		failed(h, e.msg);
	for (size_t i = 0; i < n && !h->away; i++)
		if (strcmp(names[i], slash + 1) != 0 && !is_waiting(names[i]) &&
		    copy_path(left, dir, names[i], &e) == 0)
			smstools_file(h, left);
	spool_free(&names, n);
}

/* What was sent, or was not, and reports hold a number: they go. */
static void
smstools(struct hand *h, const char *event, const char *path)
{
	static const char *const over[] = { "SENT", "FAILED", "REPORT",
		"CALL" };

	for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++) {
		if (strcmp(event, over[i]) != 0)
			continue;
		remove_file(h, path);
		return;
	}
	if (strcmp(event, "RECEIVED") != 0) {
		h->code = complain(EXIT_USAGE,
		    "sms-in: \"%.20s\" is no event of smstools3; it calls "
		    "its event handler with RECEIVED, SENT, FAILED, REPORT "
		    "or CALL, and a file",
		    event);
		return;
	}
	smstools_left(h, path);
	smstools_file(h, path);
}

/* ---- Gammu ------------------------------------------------------------------ */

static const char *
environment(const char *name)
{
	return getenv(name);
}

/* Reads all parts of one message; true if it is one. */
static bool
gammu_read(struct hand *h, const char *dir, char *const *names, size_t n,
    struct texting *t)
{
	char path[COPY_PATH];
	struct buf b = BUF_INIT;
	bool fine = n > 0;
	struct err e;

	*t = (struct texting){ .text = BUF_INIT };
	for (size_t i = 0; i < n && fine; i++) {
		buf_clear(&b);
		fine = copy_path(path, dir, names[i], &e) == 0 &&
		    spool_read(path, &b, &e) == 0 &&
		    texting_gammu_file(b.data, b.len, names[i], t) ==
			TEXTING_MESSAGE;
	}
	if (!fine)
		failed(h, "a file of Gammu's inbox cannot be read");
	buf_free(&b);
	return fine;
}

static void
gammu_files(struct hand *h, const char *dir, char *const *names, size_t n)
{
	char path[COPY_PATH];
	struct texting t;
	struct err e;

	if (gammu_read(h, dir, names, n, &t) && pass_on(h, &t))
		for (size_t i = 0; i < n; i++)
			if (copy_path(path, dir, names[i], &e) == 0)
				remove_file(h, path);
	texting_free(&t);
}

static bool
is_given(const struct invocation *iv, const char *name)
{
	for (int i = 1; i < iv->argc; i++)
		if (strcmp(iv->argv[i], name) == 0)
			return true;
	return false;
}

/* Messages left in the inbox, each with all its parts. */
static void
gammu_left(struct hand *h, const char *dir)
{
	char **names = NULL;
	struct err e;
	size_t n = 0, i, k, set;

	if (spool_left(dir, &names, &n, &e) == -1)
		failed(h, e.msg);
	for (i = 0; i < n && !h->away; i = k) {
		set = texting_gammu_set(names[i]);
		for (k = i + 1;
		     k < n && set > 0 && texting_gammu_set(names[k]) == set &&
		     memcmp(names[i], names[k], set) == 0;
		     k++)
			continue;
		if (set > 0 && !is_given(h->iv, names[i]))
			gammu_files(h, dir, names + i, k - i);
	}
	spool_free(&names, n);
}

static void
gammu(struct hand *h)
{
	const char *dir = option_value(h->iv, "inbox");
	char *const *ids = h->iv->argv + 1;
	size_t n = (size_t)h->iv->argc - 1;
	struct texting t;

	if (dir != NULL) {
		gammu_left(h, dir);
		gammu_files(h, dir, ids, n);
		return;
	}
	switch (texting_gammu(environment, n > 0 ? ids[0] : "", &t)) {
	case TEXTING_MESSAGE:
		(void)pass_on(h, &t);
		break;
	case TEXTING_OTHER:
		break;
	case TEXTING_BROKEN:
		failed(h,
		    "there is no SMS_1_NUMBER: Gammu SMSD runs this as "
		    "RunOnReceive");
		break;
	}
	texting_free(&t);
}

static enum exit_code
sms_in_run(struct invocation *iv)
{
	bool tools = option_value(iv, "smstools3") != NULL;
	const char *socket = option_value(iv, "socket");
	struct hand h = { iv, iv->argv[0],
		socket == NULL ? iv->conf->admin : socket, false, EXIT_DONE };

	if (tools == (option_value(iv, "gammu") != NULL))
		return complain(
		    EXIT_USAGE, "sms-in needs --smstools3 or --gammu");
	if (tools && iv->argc != 3 && iv->argc != 4)
		return complain(EXIT_USAGE,
		    "sms-in --smstools3 needs LINE EVENT FILE: in smsd.conf "
		    "write eventhandler = a script that runs it with \"$@\"");
	if (tools)
		smstools(&h, iv->argv[1], iv->argv[2]);
	else
		gammu(&h);
	return h.code;
}

const struct command cmd_sms_in = {
	.name = "sms-in",
	.brief = "hand a text message of Gammu or smstools3 to gehoord",
	.operands = "LINE [EVENT FILE [ID] | ID ...]",
	.min_operands = 1,
	.max_operands = -1,
	.options = sms_in_options,
	.needs = NEEDS_CONF,
	.alone = "socket",
	.run = sms_in_run,
	.example = "gehoor sms-in modem --smstools3 RECEIVED FILE",
};
