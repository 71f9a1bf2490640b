/*
 * cmd-ingest.c - gehoor ingest: from the sealed log to the database.
 *
 * The first time, and with --rebuild, a new file is built beside and takes
 * the place of the old one at the end.  Later on, only what is new is read;
 * unless parts of one text message came in two runs, which only a whole run
 * can put together.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "basis.h"
#include "boxes.h"
#include "cmd_ingest.h"
#include "command.h"
#include "db.h"
#include "gehoor/json_write.h"
#include "ingest.h"

/* How many records of each log are known, and what they are. */
#define READABLE_SQL \
	"SELECT box, sum(n) FROM sum WHERE status <> 'unreadable'" \
	" GROUP BY box"

static const struct option_row ingest_options[] = {
	{ 0, "rebuild", NULL, "read all logs again into a new database" },
	{ 0, "skip-closed", NULL,
	    "count what this reader cannot open as unreadable" },
	{ 0, "timing", NULL, "say what each stage takes for a message" },
	{ 'j', "json", NULL, "print what was read for a program" },
	{ 0, NULL, NULL, NULL },
};

/* How a run goes. */
enum mode {
	MODE_NEW,     /* what is new, or all if there is no database yet */
	MODE_REBUILD, /* all, as was asked for */
	MODE_AGAIN,   /* all, unless that would lose something */
	MODE_ALONE    /* what is new; parts that come late by themselves */
};

/* One run over all boxes. */
struct run {
	const struct invocation *iv;
	enum mode mode;
	char *scratch; /* the new file; NULL: go on in the old one */
	struct sqlite3 *db;
	struct ingest *ingest;
	struct buf *json; /* NULL: words */
	uint64_t read;
	struct store_done all;
	bool damaged, closed, done;
};

static void
tell(const char *box, enum finding_level level, const char *what, void *arg)
{
	struct run *run = arg;

	if (level != FINDING_DAMAGE) {
		say(run->iv, "%s: %s", box, what);
		return;
	}
	run->damaged = true;
	complain(EXIT_DAMAGED, "%s: damage: %s", box, what);
}

static void
begin_json(struct buf *json)
{
	buf_clear(json);
	json_open(json, '{');
	json_key(json, "boxes");
	json_open(json, '[');
}

/* The terms of the sum line of what was read now. */
static void
json_sums(struct buf *b, const uint64_t *sums)
{
	size_t i;

	for (i = 0; i < STATUS_COUNT; i++)
		json_member_int(b, status_terms[i], (int64_t)sums[i]);
}

static void
add_result(struct run *run, const char *box, const struct ingest_result *r)
{
	size_t i;

	run->read += r->read;
	for (i = 0; i < STATUS_COUNT; i++)
		run->all.sums[i] += r->done.sums[i];
	run->all.likely += r->done.likely;
	run->all.danger += r->done.danger;
	run->damaged |= r->damaged;
	run->closed |= r->closed;
	if (r->closed)
		complain(EXIT_OTHER,
		    "%s: not read to the end: this reader "
		    "secret does not open all of it",
		    box);
	if (run->json == NULL)
		return;
	json_open(run->json, '{');
	json_member(run->json, "box", str_of(box));
	json_member_int(run->json, "read", (int64_t)r->read);
	json_sums(run->json, r->done.sums);
	json_member_int(run->json, "danger", (int64_t)r->done.danger);
	json_member_bool(run->json, "damaged", r->damaged);
	json_member_bool(run->json, "closed", r->closed);
	json_close(run->json, '}');
}

static bool
is_listed(const struct boxes *boxes, const char *name)
{
	size_t i;

	for (i = 0; i < boxes->n; i++)
		if (strcmp(boxes->logs[i].shown, name) == 0)
			return true;
	return false;
}

/* Boxes that were read before and whose log is not there any more. */
static int
tell_missing(struct run *run, const struct boxes *boxes, struct err *e)
{
	struct sqlite3_stmt *q =
	    db_prepare(run->db, "SELECT name FROM box ORDER BY name", e);
	const char *name;
	int rc;

	if (q == NULL)
		return -1;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(q, 0);
		if (is_listed(boxes, name))
			continue;
		tell(name, FINDING_DAMAGE,
		    "its log was read before and is "
		    "gone",
		    run);
	}
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : db_failed(run->db, e);
}

/* How one run ended, beside -1. */
enum ended {
	ENDED_DONE,
	ENDED_LATE, /* a part came late: everything must be read again */
	ENDED_LESS  /* that would lose something; the database is as it was */
};

static int
ingest_all(struct run *run, const struct boxes *boxes, struct err *e)
{
	struct ingest_result r;
	size_t i;

	for (i = 0; i < boxes->n; i++) {
		if (ingest_box(run->ingest, &boxes->logs[i], &r, e) == -1)
			return -1;
		if (r.again)
			return ENDED_LATE;
		add_result(run, boxes->logs[i].shown, &r);
	}
	return tell_missing(run, boxes, e) == -1 ||
		ingest_finish(run->ingest, e) == -1
	    ? -1
	    : ENDED_DONE;
}

/* As if nothing had been read; but damage that was told stays a finding. */
static void
start_over(struct run *run, enum mode mode, const char *why)
{
	say(run->iv, "%s", why);
	run->mode = mode;
	run->read = 0;
	run->all = (struct store_done){ .likely = 0 };
	run->closed = false;
	if (run->json != NULL)
		begin_json(run->json);
}

/* The database that is there, if it can go on. 1, 0 or -1. */
static int
open_old(struct run *run, const char *path, struct err *e)
{
	int same;

	if (run->mode == MODE_REBUILD || run->mode == MODE_AGAIN ||
	    access(path, F_OK) == -1)
		return 0;
	if (db_open(path, &run->db, e) == -1)
		return -1;
	same =
	    run->mode == MODE_ALONE ? 1 : basis_is(run->db, run->iv->conf, e);
	if (same != 1)
		db_close(&run->db);
	if (same == 0)
		start_over(run, MODE_AGAIN,
		    "themes, points or the model are others than those "
		    "messages were judged by: reading everything again");
	return same;
}

static int
open_database(struct run *run, struct err *e)
{
	const char *path = run->iv->conf->database;
	int there = open_old(run, path, e);

	if (there != 0)
		return there == 1 ? 0 : -1;
	if (asprintf(&run->scratch, "%s.new", path) == -1) {
		run->scratch = NULL;
		return err_set(e, "no memory");
	}
	return db_create_scratch(run->scratch, &run->db, e);
}

/* A new database is only put in place if this key could open something. */
static int
close_database(struct run *run, struct err *e)
{
	if (run->scratch == NULL)
		return 0;
	if (run->closed && run->read == 0)
		return err_set(e,
		    "nothing could be opened; the database is "
		    "left as it was");
	return db_replace(&run->db, run->scratch, run->iv->conf->database, e);
}

/* Whether the old database knows more of a log than the new one. 1, 0, -1. */
static int
knows_more(struct sqlite3 *old, struct sqlite3 *new, struct err *e)
{
	struct sqlite3_stmt *had = db_prepare(old, READABLE_SQL, e);
	struct sqlite3_stmt *has = db_prepare(new, READABLE_SQL, e);
	int ret = had == NULL || has == NULL ? -1 : 0;
	int rc = SQLITE_DONE;

	while (ret == 0 && (rc = sqlite3_step(had)) == SQLITE_ROW) {
		const void *log = sqlite3_column_text(had, 0);
		int64_t n = 0;

		sqlite3_reset(has);
		while (sqlite3_step(has) == SQLITE_ROW)
			if (strcmp(log,
				(const char *)sqlite3_column_text(has, 0)) == 0)
				n = sqlite3_column_int64(has, 1);
		ret = n < sqlite3_column_int64(had, 1);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = db_failed(old, e);
	sqlite3_finalize(had);
	sqlite3_finalize(has);
	return ret;
}

/* What nobody asked for must not take away what another key could open. */
static int
loses(struct run *run, struct err *e)
{
	struct sqlite3 *old = NULL;
	int ret;

	if (run->mode != MODE_AGAIN)
		return 0;
	if (db_open(run->iv->conf->database, &old, e) == -1)
		return -1;
	ret = knows_more(old, run->db, e);
	db_close(&old);
	return ret;
}

static int
ingest_open(struct run *run, struct err *e)
{
	const struct invocation *iv = run->iv;
	const struct ingest_options o = { iv->conf, run->db, iv->key,
		iv->log_keys, iv->nlog_keys, iv->desks, iv->ndesks,
		run->scratch != NULL, option_value(iv, "skip-closed") != NULL,
		run->mode == MODE_ALONE, option_value(iv, "timing") != NULL,
		iv->quiet, tell, run };

	return ingest_new(&o, &run->ingest, e);
}

static int
run_once(struct run *run, const struct boxes *boxes, struct err *e)
{
	int ret = -1, less;

	if (open_database(run, e) == -1 || ingest_open(run, e) == -1)
		goto cleanup;
	ret = ingest_all(run, boxes, e);
	if (ret != ENDED_DONE)
		goto cleanup;
	stopwatch_print(ingest_stopwatch(run->ingest), run->read, stderr);
	ingest_free(&run->ingest);
	less = loses(run, e);
	ret = less == 1 ? ENDED_LESS : less == 0 ? close_database(run, e) : -1;
cleanup:
	ingest_free(&run->ingest);
	db_close(&run->db);
	if (run->scratch != NULL && ret != ENDED_DONE)
		unlink(run->scratch);
	free(run->scratch);
	run->scratch = NULL;
	return ret;
}

static int
run_locked(struct run *run, const struct boxes *boxes, struct err *e)
{
	int ret = run_once(run, boxes, e);

	if (ret == ENDED_LATE) {
		start_over(run, MODE_AGAIN,
		    "parts of one text message came in two runs: reading "
		    "everything again");
		ret = run_once(run, boxes, e);
	}
	if (ret == ENDED_LESS) {
		start_over(run, MODE_ALONE,
		    "not all that was read before can be read now, so the "
		    "database goes on as it is: what is there stays as it was "
		    "judged, and a part that came late counts as a message");
		ret = run_once(run, boxes, e);
	}
	return ret;
}

/* Two ingests at a time would count twice, or undo each other. */
static int
lock(const char *database, struct err *e)
{
	char *path;
	int fd;

	if (asprintf(&path, "%s.lock", database) == -1)
		return err_set(e, "no memory");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1) {
		err_sys(e, "%s", path);
	} else if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		err_set(e,
		    errno == EWOULDBLOCK ? "%s: another ingest is "
					   "running"
					 : "%s: cannot be locked",
		    path);
		close(fd);
		fd = -1;
	}
	free(path);
	return fd;
}

static void
tell_sums(const struct run *run)
{
	const struct invocation *iv = run->iv;
	struct buf line = BUF_INIT;
	const char *text, *between = ":";
	size_t i;

	buf_addf(&line, "%" PRIu64 " new records", run->read);
	for (i = 0; i < STATUS_COUNT; i++) {
		if (run->all.sums[i] == 0)
			continue;
		buf_addf(&line, "%s %" PRIu64 " %s", between, run->all.sums[i],
		    status_terms[i]);
		between = ",";
	}
	text = buf_cstr(&line);
	if (text != NULL)
		say(iv, "%s", text);
	buf_free(&line);
}

static void
tell_likely(const struct run *run)
{
	if (run->all.likely == 1)
		say(run->iv,
		    "1 text message may be a repeat of another: counted, and "
		    "flagged in the database");
	else if (run->all.likely > 1)
		say(run->iv,
		    "%" PRIu64 " text messages may be repeats of others: "
		    "counted, and flagged in the database",
		    run->all.likely);
}

/* Nobody reads along day and night, but who reads now should see these. */
static void
tell_danger(const struct run *run)
{
	if (run->all.danger > 0)
		say(run->iv,
		    "%" PRIu64 " of them may speak of danger; somebody should "
		    "read them now: gehoor find --danger",
		    run->all.danger);
}

static enum exit_code
verdict(const struct run *run)
{
	if (run->damaged)
		return EXIT_DAMAGED;
	return run->closed ? EXIT_OTHER : EXIT_DONE;
}

/* Under the lock, from the list of logs to the verdict. */
static enum exit_code
ingest_logs(struct run *run)
{
	struct boxes boxes = { NULL, 0 };
	enum exit_code code = EXIT_OTHER;
	struct err e;
	int fd = lock(run->iv->conf->database, &e);

	if (fd == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (boxes_list(run->iv->conf, NULL, 0, &boxes, &e) == -1 ||
	    run_locked(run, &boxes, &e) == -1) {
		complain(EXIT_OTHER, "%s", e.msg);
	} else {
		run->done = true;
		tell_sums(run);
		tell_likely(run);
		tell_danger(run);
		code = verdict(run);
	}
	boxes_free(&boxes);
	close(fd);
	return code;
}

enum exit_code
ingest_now(struct invocation *iv, bool whole)
{
	struct invocation quiet = *iv;
	struct run run = { .iv = whole ? iv : &quiet,
		.mode = whole ? MODE_REBUILD : MODE_NEW };

	quiet.quiet = true;
	if (access(iv->conf->database, F_OK) == -1)
		return EXIT_DONE;
	return ingest_logs(&run);
}

static enum exit_code
ingest_run(struct invocation *iv)
{
	struct run run = { .iv = iv,
		.mode = option_value(iv, "rebuild") != NULL ? MODE_REBUILD
							    : MODE_NEW };
	struct buf json = BUF_INIT;
	enum exit_code code;

	if (option_value(iv, "json") != NULL)
		run.json = &json;
	begin_json(&json);
	code = ingest_logs(&run);
	json_close(&json, ']');
	json_close(&json, '}');
	buf_addc(&json, '\n');
	if (run.json != NULL && run.done)
		fwrite(json.data, 1, json.len, stdout);
	buf_free(&json);
	return code;
}

const struct command cmd_ingest = {
	.name = "ingest",
	.brief = "bring what is new in the logs into the database",
	.operands = "",
	.options = ingest_options,
	.needs = NEEDS_CONF | NEEDS_LOG_KEYS | NEEDS_KEY,
	.run = ingest_run,
	.example = "gehoor -k reader.key ingest",
	.common = true,
};
