/*
 * import_log.c - the log of what a desk brought in for a box.
 */
#include "import_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "finding.h"
#include "gehoor/boxlog.h"
#include "gehoor/checkpoint.h"
#include "gehoor/clock.h"
#include "import_place.h"
#include "logwalk.h"

#define BATCH ((uint64_t)4 << 20) /* bytes sealed between two writes */

struct import_log {
	struct import_log_of of;
	char dir[4096];
	struct boxlog *log;
	struct tagmap *tags;
	struct buf json, plain;
	uint64_t waiting; /* bytes */
	bool failed;
};

/* ---- reading -------------------------------------------------------------- */

static void
hear(const struct finding *f, void *arg)
{
	bool *damaged = arg;

	complain_finding(f, NULL);
	*damaged |= f->level == FINDING_DAMAGE;
}

/* A walk through the whole log. */
struct reading {
	char dir[4096];
	struct note_verifier key; /* the walk borrows it */
	struct logwalk *walk;
	bool damaged;
};

/* 0, 1: there is no log yet, or -1. */
static int
reading_open(const struct import_log_of *of, const struct invocation *iv,
    struct reading *r, struct err *e)
{
	r->walk = NULL;
	r->damaged = false;
	note_signer_verifier(of->signer, &r->key);
	if (import_place_dir(of->conf, of->desk, of->box->name, r->dir,
		sizeof(r->dir), e) == -1)
		return -1;
	if (access(r->dir, F_OK) == -1)
		return 1;
	return logwalk_open(&(struct logwalk_options){ .dir = r->dir,
				.box = of->box->name,
				.keys = &r->key,
				.nkeys = 1,
				.finding = hear,
				.arg = &r->damaged,
				.desks = iv->desks,
				.ndesks = iv->ndesks },
	    &r->walk, e);
}

int
import_log_known(const struct import_log_of *of, struct tagmap *out,
    const struct invocation *iv, struct err *e)
{
	struct logwalk_record record;
	struct reading r;
	int rc = reading_open(of, iv, &r, e);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	while (rc == 0 && logwalk_next(r.walk, &record))
		rc = tagmap_add(out, record.frame->tag, record.frame->index);
	logwalk_close(&r.walk);
	if (rc == -1)
		return err_set(e, "no memory");
	return r.damaged ? 1 : 0;
}

/* ---- writing -------------------------------------------------------------- */

static void
seen_cb(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	struct import_log *l = arg;

	if (tagmap_add(l->tags, tag, index) == -1)
		l->failed = true;
}

static struct boxlog_options
options(const struct import_log *l, bool aside)
{
	return (struct boxlog_options){ .dir = l->dir,
		.box = l->of.box->name,
		.readers = l->of.box->readers,
		.nreaders = l->of.box->nreaders,
		.signer = l->of.signer,
		.week = week_of(clock_now()),
		.aside = aside };
}

int
import_log_open(
    const struct import_log_of *of, struct import_log **out, struct err *e)
{
	struct import_log *l = calloc(1, sizeof(*l));
	struct boxlog_options o;

	if (l == NULL)
		return err_set(e, "no memory");
	l->of = *of;
	l->tags = tagmap_new();
	if (l->tags == NULL) {
		err_set(e, "no memory");
	} else if (import_place_dir(of->conf, of->desk, of->box->name, l->dir,
		       sizeof(l->dir), e) == 0) {
		o = options(l, true);
		if (boxlog_open(&o, seen_cb, l, &l->log, NULL, e) == 0 &&
		    !l->failed) {
			*out = l;
			return 0;
		}
		if (l->failed)
			err_set(e, "no memory");
	}
	import_log_drop(&l);
	return -1;
}

static int
commit(struct import_log *l, struct err *e)
{
	l->waiting = 0;
	return boxlog_commit(l->log, e) == BOXLOG_OK ? 0 : -1;
}

int
import_log_add(struct import_log *l, const struct record *r,
    const uint8_t tag[static TAG_LEN], struct err *e)
{
	if (tagmap_has(l->tags, tag))
		return 0;
	buf_clear(&l->json);
	buf_clear(&l->plain);
	record_write(r, &l->json);
	if (l->json.failed)
		return err_set(e, "no memory");
	if (record_pack(l->json.data, l->json.len, NULL, 0, &l->plain, e) ==
		-1 ||
	    boxlog_add(l->log, tag, l->plain.data, l->plain.len, e) == -1)
		return -1;
	if (tagmap_add(l->tags, tag, tagmap_count(l->tags)) == -1)
		return err_set(e, "no memory");
	l->waiting += l->plain.len;
	return l->waiting > BATCH && commit(l, e) == -1 ? -1 : 1;
}

static void
import_log_free(struct import_log **l)
{
	tagmap_free(&(*l)->tags);
	buf_free(&(*l)->json);
	buf_free(&(*l)->plain);
	free(*l);
	*l = NULL;
}

/*
 * What is in has a segment behind it from now on: everything in it is as old
 * as that, however long it takes until something is imported again.
 */
static int
end_weeks(struct import_log *l, struct err *e)
{
	struct boxlog_options o = options(l, false);
	struct boxlog *log = NULL;
	int rc;

	if (boxlog_open(&o, NULL, NULL, &log, NULL, e) == -1)
		return -1;
	rc = boxlog_checkpoint(log, o.week, 1, e);
	if (boxlog_close(&log, e) == -1)
		rc = -1;
	return rc == -1 ? -1 : 0;
}

int
import_log_finish(struct import_log **l, struct err *e)
{
	struct err why;
	int rc = commit(*l, e);

	if (rc == 0)
		rc = boxlog_close(&(*l)->log, e);
	/* The messages are there; what is left is done by the next import. */
	if (rc == 0 && end_weeks(*l, &why) == -1)
		complain(EXIT_OTHER, "%s", why.msg);
	import_log_drop(l);
	return rc;
}

/* How many records the newest checkpoint is of; 0: there is none. */
static uint64_t
sworn_size(const char *dir)
{
	struct checkpoint c = { .size = 0 };
	struct buf note = BUF_INIT;
	char path[4096 + 16];
	struct str text;

	snprintf(path, sizeof(path), "%s/checkpoint", dir);
	if (conf_read_regular(path, CHECKPOINT_MAX, &note, NULL) == 0 &&
	    (note_text((const char *)note.data, note.len, &text, NULL) == -1 ||
		checkpoint_read(text, &c, NULL) == -1))
		c.size = 0;
	buf_free(&note);
	return c.size;
}

/* Whether it has what no checkpoint covers since a week that has ended. */
static int
is_due(
    const struct import_log_of *of, const struct invocation *iv, struct err *e)
{
	struct logwalk_record record;
	struct reading r;
	bool due = false;
	int rc = reading_open(of, iv, &r, e);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	while (logwalk_next(r.walk, &record))
		continue;
	if (!r.damaged && logwalk_header(r.walk)->number > 0)
		due = logwalk_tree(r.walk)->size > sworn_size(r.dir) &&
		    weeks_between(logwalk_header(r.walk)->opened,
			week_of(clock_now())) > 0;
	logwalk_close(&r.walk);
	return due;
}

int
import_log_swear(
    const struct import_log_of *of, const struct invocation *iv, struct err *e)
{
	struct import_log l = { .of = *of };
	int rc;

	if (import_place_dir(of->conf, of->desk, of->box->name, l.dir,
		sizeof(l.dir), e) == -1)
		return -1;
	rc = is_due(of, iv, e);
	return rc == 1 && end_weeks(&l, e) == -1 ? -1 : rc;
}

void
import_log_drop(struct import_log **l)
{
	if (*l == NULL)
		return;
	boxlog_drop(&(*l)->log);
	import_log_free(l);
}
