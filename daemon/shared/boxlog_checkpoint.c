/*
 * boxlog_checkpoint.c - the checkpoints of a log: reading those that were
 * published, and what a tree has to agree with.
 */
#include <errno.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxlog_parts.h"

#define PREFIX "checkpoint-"
#define AHEAD_WEEKS 8   /* no clock that is only a little wrong */
#define MARKS_MAX 20000 /* more weeks than anybody will see */

bool
boxlog_signed(const struct boxlog_options *o,
    bool (*is_signed)(const void *arg, const uint8_t pk[static 32]),
    const void *arg)
{
	if (is_signed(arg, o->signer->pk))
		return true;
	for (size_t i = 0; i < o->nkeys; i++)
		if (is_signed(arg, o->keys[i].pk))
			return true;
	return false;
}

int
boxlog_verify(const struct boxlog_options *o, const char *p, size_t n,
    const char *origin, struct checkpoint *out, struct err *e)
{
	struct note_verifier own;

	note_signer_verifier(o->signer, &own);
	if (checkpoint_open(p, n, origin, &own, 1, out, e) == 0)
		return 0;
	if (o->nkeys == 0)
		return -1;
	return checkpoint_open(p, n, origin, o->keys, o->nkeys, out, e);
}

void
boxlog_marks_free(struct boxlog_marks *m)
{
	free(m->items);
	buf_free(&m->note);
	*m = (struct boxlog_marks){ .items = NULL, .note = BUF_INIT };
}

/* What is being read. */
struct reading {
	const struct boxlog_options *o;
	const struct act_list *restored;
	struct boxlog_marks *m;
	int dir;
	struct buf file;
	struct err *e;
};

/* The generation whose origin it is (1 is the first), or 0. */
static unsigned
generation_of(const struct reading *r, const char *origin)
{
	char known[NOTE_NAME_MAX + 1];

	for (unsigned g = 1; g <= r->restored->n + 1; g++)
		if (checkpoint_origin(
			r->o->signer->name, r->o->box, g, known, NULL) == 0 &&
		    strcmp(known, origin) == 0)
			return g;
	return 0;
}

/* Reads and checks one file. The generation, or 0 with the reason. */
static unsigned
read_one(struct reading *r, const char *name, struct checkpoint *c)
{
	struct checkpoint claimed;
	struct str text;
	struct err why;
	unsigned g = 0;
	int rc;

	buf_clear(&r->file);
	rc = durable_read(r->dir, name, CHECKPOINT_MAX, &r->file, &why);
	if (rc == 1)
		err_set(&why, "is gone");
	else if (rc == 0 &&
	    note_text((const char *)r->file.data, r->file.len, &text, &why) ==
		0 &&
	    checkpoint_read(text, &claimed, &why) == 0) {
		g = generation_of(r, claimed.origin);
		if (g == 0)
			err_set(&why, "is of another log (%s)", claimed.origin);
		else if (boxlog_verify(r->o, (const char *)r->file.data,
			     r->file.len, claimed.origin, c, &why) != 0)
			g = 0;
	}
	if (g == 0)
		err_set(r->e, "%s/%s: %.300s; restore this file from a backup",
		    r->o->dir, name, why.msg);
	return g;
}

static int
mark_add(struct reading *r, const struct boxlog_mark *mark)
{
	struct boxlog_marks *m = r->m;
	struct boxlog_mark *larger;

	if (m->n == MARKS_MAX)
		return err_set(
		    r->e, "%s: more than %d checkpoints", r->o->dir, MARKS_MAX);
	larger = realloc(m->items, (m->n + 1) * sizeof(*larger));
	if (larger == NULL)
		return err_set(r->e, "no memory for checkpoints");
	m->items = larger;
	m->items[m->n++] = *mark;
	return 0;
}

/* The newest one of this generation is what a next one must go on from. */
static int
keep_newest(struct reading *r, const struct checkpoint *c)
{
	if (r->m->note.len > 0 && c->size < r->m->newest.size)
		return 0;
	buf_clear(&r->m->note);
	buf_add(&r->m->note, r->file.data, r->file.len);
	r->m->newest = *c;
	return r->m->note.failed ? err_set(r->e, "no memory for checkpoints")
				 : 0;
}

/*
 * One file.  What an earlier generation published beyond the backup that was
 * restored is lost, and said to be so in the act.
 */
static int
take(struct reading *r, const char *name, struct week week, bool named)
{
	struct boxlog_mark mark = { .week = week, .named = named };
	struct checkpoint c;
	unsigned g = read_one(r, name, &c);

	if (g == 0)
		return -1;
	mark.size = c.size;
	memcpy(mark.root, c.root, HASH_LEN);
	if (g <= r->restored->n)
		return c.size > r->restored->acts[g - 1].size
		    ? 0
		    : mark_add(r, &mark);
	if (keep_newest(r, &c) != 0)
		return -1;
	return mark_add(r, &mark);
}

static int
take_name(struct reading *r, const char *name)
{
	size_t skip = strlen(PREFIX);
	struct week week = { 0, 0 };

	if (strcmp(name, "checkpoint") == 0)
		return take(r, name, week, false);
	if (strncmp(name, PREFIX, skip) != 0 ||
	    week_parse(name + skip, strlen(name + skip), &week) != 0)
		return 0;
	return take(r, name, week, true);
}

static int
by_size(const void *a, const void *b)
{
	const struct boxlog_mark *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return week_number(x->week) - week_number(y->week);
}

static int
read_all(struct reading *r)
{
	DIR *d = opendir(r->o->dir);
	struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return err_sys(r->e, "%s", r->o->dir);
	r->dir = dirfd(d);
	while (rc == 0 && (errno = 0, entry = readdir(d)) != NULL)
		rc = take_name(r, entry->d_name);
	if (rc == 0 && errno != 0)
		rc = err_sys(r->e, "%s", r->o->dir);
	closedir(d);
	return rc;
}

int
boxlog_marks_read(const struct boxlog_options *o,
    const struct act_list *restored, struct boxlog_marks *out, struct err *e)
{
	struct boxlog_marks m = { .items = NULL, .note = BUF_INIT };
	struct reading r = { o, restored, &m, -1, BUF_INIT, e };
	int rc = read_all(&r);

	buf_free(&r.file);
	if (rc != 0) {
		boxlog_marks_free(&m);
		return -1;
	}
	if (m.n > 0)
		qsort(m.items, m.n, sizeof(*m.items), by_size);
	*out = m;
	return 0;
}

/* ---- what boxlog.c asks ----------------------------------------------- */

bool
boxlog_marks_covered(
    const struct boxlog_marks *m, uint64_t index, struct week *out)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].named && m->items[i].size > index) {
			*out = m->items[i].week;
			return true;
		}
	return false;
}

bool
boxlog_is_ahead(struct week week, struct week ended)
{
	return weeks_between(ended, week) > AHEAD_WEEKS;
}

struct week
boxlog_marks_last(
    const struct boxlog_marks *m, struct week before, struct week ended)
{
	struct week last = before;

	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].named &&
		    !boxlog_is_ahead(m->items[i].week, ended) &&
		    weeks_between(last, m->items[i].week) > 0)
			last = m->items[i].week;
	return last;
}

/* Whether the newest file is still what was written into it. */
static int
still_published(int dir, const struct boxlog_marks *m, struct err *e)
{
	struct buf file = BUF_INIT;
	bool same;

	if (m->note.len == 0)
		return 0;
	same = durable_read(dir, "checkpoint", CHECKPOINT_MAX, &file, e) == 0 &&
	    file.len == m->note.len &&
	    memcmp(file.data, m->note.data, file.len) == 0;
	buf_free(&file);
	if (same)
		return 0;
	return err_set(e,
	    "checkpoint is not the one that was published last, of %" PRIu64
	    " records: nothing is signed; restore this file from a backup",
	    m->newest.size);
}

int
boxlog_marks_publish(int dir, struct boxlog_marks *m,
    const struct checkpoint *c, const struct buf *note, struct week week,
    struct err *e)
{
	char name[sizeof(PREFIX) + WEEK_TEXT_LEN] = PREFIX;
	struct boxlog_mark mark = { week, true, c->size, { 0 } }, *larger;
	struct buf copy = BUF_INIT;
	int64_t time = week_start(week);

	if (still_published(dir, m, e) != 0)
		return -1;
	if (m->note.len > 0 && c->size < m->newest.size)
		return err_set(e,
		    "the log has %" PRIu64 " records, its last checkpoint "
		    "%" PRIu64 ": nothing is signed",
		    c->size, m->newest.size);
	memcpy(mark.root, c->root, HASH_LEN);
	week_format(week, name + strlen(PREFIX));
	buf_add(&copy, note->data, note->len);
	larger = realloc(m->items, (m->n + 1) * sizeof(*larger));
	if (larger != NULL)
		m->items = larger;
	if (larger == NULL || copy.failed) {
		buf_free(&copy);
		return err_set(e, "no memory for a checkpoint");
	}
	if (durable_replace(dir, name, note->data, note->len, time, e) != 0 ||
	    durable_replace(
		dir, "checkpoint", note->data, note->len, time, e) != 0) {
		buf_free(&copy);
		return -1;
	}
	m->items[m->n++] = mark;
	buf_free(&m->note);
	m->note = copy;
	m->newest = *c;
	return 0;
}

int
boxlog_marks_repair(int dir, const struct boxlog_marks *m, struct err *e)
{
	struct week week = { 0, 0 };

	if (still_published(dir, m, e) == 0)
		return 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].named && m->items[i].size == m->newest.size)
			week = m->items[i].week;
	return durable_replace(
	    dir, "checkpoint", m->note.data, m->note.len, week_start(week), e);
}
