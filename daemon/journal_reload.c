/*
 * journal_reload.c - takes the boxes of a new configuration while running.
 *
 * First everything that can fail, in an order that can be undone; only then
 * the boxes that are gone are ended.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "gehoor/clock.h"
#include "journal_writer.h"
#include "keys.h"
#include "log.h"

/* What must be put back if a later step fails. */
struct reload {
	struct journal *j;
	const struct conf *c;
	struct week now;
	struct journal_box **opened; /* by the number they will have */
	struct reader **old;         /* readers before, by number */
	size_t *nold;
	size_t room;
};

static long
box_number(const struct journal *j, const char *name)
{
	size_t i;

	for (i = 0; i < j->nboxes; i++)
		if (strcmp(j->boxes[i]->name, name) == 0)
			return (long)i;
	return -1;
}

static void
reload_init(struct reload *r, struct journal *j, const struct conf *c)
{
	r->j = j;
	r->c = c;
	r->now = week_of(clock_now());
	r->room = j->nboxes + c->nboxes;
	r->opened = calloc(r->room + 1, sizeof(struct journal_box *));
	r->old = calloc(r->room + 1, sizeof(struct reader *));
	r->nold = calloc(r->room + 1, sizeof(size_t));
	if (r->opened == NULL || r->old == NULL || r->nold == NULL)
		fatal("journal");
}

static void
reload_free(struct reload *r)
{
	size_t i;

	for (i = 0; i < r->room; i++) {
		journal_box_free(&r->opened[i]);
		free(r->old[i]);
	}
	free(r->opened);
	free(r->old);
	free(r->nold);
}

/* Opens the boxes that are new, or that were gone and are back. */
static int
reload_open(struct reload *r, struct err *e)
{
	struct journal *j = r->j;
	size_t i, next = j->nboxes;
	struct err why;
	long n;

	for (i = 0; i < r->c->nboxes; i++) {
		n = box_number(j, r->c->boxes[i].name);
		if (n != -1 && !j->boxes[n]->gone)
			continue;
		if (n == -1)
			n = (long)next++;
		r->opened[n] = journal_box_new(
		    r->c, &r->c->boxes[i], keys_signer(j->app->keys));
		if (journal_box_open(r->opened[n], r->now, &why) == -1)
			return err_set(
			    e, "box %s: %s", r->c->boxes[i].name, why.msg);
	}
	return 0;
}

static int
reload_readers_of(
    struct reload *r, size_t n, const struct conf_box *cb, struct err *e)
{
	struct journal_box *b = r->j->boxes[n];
	struct reader *old = calloc(b->nreaders + 1, sizeof(*old));

	if (old == NULL)
		fatal("journal");
	memcpy(old, b->readers, b->nreaders * sizeof(*old));
	r->nold[n] = b->nreaders;
	if (journal_box_readers(b, cb->readers, cb->nreaders, r->now, e) ==
	    -1) {
		free(old);
		return -1;
	}
	r->old[n] = old;
	return 0;
}

static int
reload_readers(struct reload *r, struct err *e)
{
	const struct conf_box *cb;
	struct err why;
	size_t i;
	long n;

	for (i = 0; i < r->c->nboxes; i++) {
		cb = &r->c->boxes[i];
		n = box_number(r->j, cb->name);
		if (n == -1 || r->j->boxes[n]->gone ||
		    journal_box_same_readers(r->j->boxes[n], cb))
			continue;
		if (reload_readers_of(r, (size_t)n, cb, &why) == -1)
			return err_set(e, "box %s: %s", cb->name, why.msg);
	}
	return 0;
}

static void
reload_undo(struct reload *r)
{
	struct err e;
	size_t i;

	for (i = 0; i < r->j->nboxes; i++)
		if (r->old[i] != NULL &&
		    journal_box_readers(r->j->boxes[i], r->old[i], r->nold[i],
			r->now, &e) == -1)
			log_warn("box %s: %s", r->j->boxes[i]->name, e.msg);
	for (i = 0; i < r->room; i++)
		if (r->opened[i] != NULL)
			journal_box_fail(r->opened[i]);
}

static void
reload_finish(struct reload *r)
{
	struct journal *j = r->j;
	struct journal_box **boxes;
	struct err e;
	size_t i;

	boxes = realloc(j->boxes, (r->room + 1) * sizeof(struct journal_box *));
	if (boxes == NULL)
		fatal("journal");
	j->boxes = boxes;
	for (i = 0; i < r->room; i++) {
		if (r->opened[i] == NULL)
			continue;
		if (i < j->nboxes)
			journal_box_free(&boxes[i]);
		else
			j->nboxes = i + 1;
		boxes[i] = r->opened[i];
		r->opened[i] = NULL;
	}
	for (i = 0; i < j->nboxes; i++) {
		if (boxes[i]->gone ||
		    conf_box_find(r->c, str_of(boxes[i]->name)) != NULL)
			continue;
		if (journal_box_close(boxes[i], &e) == -1)
			log_warn("box %s: %s", boxes[i]->name, e.msg);
		boxes[i]->gone = true;
	}
}

/* The queue may be given more or less room; never less than is in use. */
static void
reload_room(struct journal *j, const struct conf *c)
{
	struct journal_entry **batch;

	j->cap = (size_t)c->queue;
	j->batch_ms = c->batch_ms;
	j->checkpoint_weeks = c->checkpoint_weeks;
	batch = realloc(j->batch, j->cap * sizeof(struct journal_entry *));
	if (batch == NULL)
		fatal("journal");
	j->batch = batch;
	j->room = j->cap;
}

int
journal_reload(struct journal *j, const struct conf *c, struct err *e)
{
	struct reload r;
	int result = 0;

	pthread_mutex_lock(&j->work);
	reload_init(&r, j, c);
	if (reload_open(&r, e) == -1 || reload_readers(&r, e) == -1) {
		reload_undo(&r);
		result = -1;
		/* A box may have been given up: the writer opens it again. */
		atomic_store(&j->healthy, false);
	} else {
		reload_finish(&r);
		reload_room(j, c);
	}
	pthread_mutex_unlock(&j->work);
	atomic_store(&j->look_now, true);
	pthread_mutex_lock(&j->lock);
	pthread_cond_signal(&j->wake);
	pthread_mutex_unlock(&j->lock);
	reload_free(&r);
	return result;
}
