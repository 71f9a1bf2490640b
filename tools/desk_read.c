/*
 * desk_read.c - all events of all desks.
 */
#include "desk_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "logwalk.h"
#include "opener.h"

#define BOX "desk"

struct reading {
	const struct desk_read_options *o;
	struct opener *opener;
	struct desk_event_store *store;
	const char *desk;
	const char *dir;
	uint64_t closed; /* events of this desk that this key does not open */
};

/* Something about one record that is not as it should be. */
static void
tell(const struct reading *r, uint64_t index, const char *why)
{
	char what[512];
	struct finding f = { FINDING_DAMAGE, FINDING_DAMAGED, r->dir,
		FINDING_NOWHERE, what };

	snprintf(what, sizeof(what), "%.200s: event %" PRIu64 ": %.200s",
	    r->dir, index, why);
	r->o->finding(&f, r->o->arg);
}

/* Sealed to those who were readers then, or their segment was shredded. */
static void
tell_closed(const struct reading *r)
{
	char what[512];
	struct finding f = { FINDING_NOTE, FINDING_CLOSED, r->dir,
		FINDING_NOWHERE, what };

	snprintf(what, sizeof(what),
	    "%.200s: %" PRIu64 " events are not sealed to this reader, or "
	    "their key is gone",
	    r->dir, r->closed);
	r->o->finding(&f, r->o->arg);
}

static int
take(struct reading *r, const struct logwalk *w,
    const struct logwalk_record *record, struct err *e)
{
	const struct desk_place at = { r->desk, record->frame->index,
		record->leaf, logwalk_header(w)->number };
	struct desk_event ev;
	struct str json;
	struct err why;
	int rc;

	switch (opener_open(r->opener, w, record, &json, &why)) {
	case OPENER_ERASED:
		return 0;
	case OPENER_OPENED:
		break;
	case OPENER_SHREDDED:
	case OPENER_NOT_OURS:
		r->closed++;
		return 0;
	default:
		tell(r, record->frame->index, why.msg);
		return 0;
	}
	rc = desk_event_read(json, r->store, &ev, &why);
	if (rc == -1)
		tell(r, record->frame->index, why.msg);
	return rc == 0 ? r->o->event(&at, &ev, r->o->arg, e) : 0;
}

static int
read_log(struct reading *r, const struct note_verifier *key, struct err *e)
{
	const struct logwalk_options o = { r->dir, BOX, key, 1, NULL, false,
		r->o->finding, r->o->arg, r->o->desks, r->o->ndesks };
	struct logwalk_record record;
	struct logwalk *walk = NULL;
	int rc = 0;

	if (logwalk_open(&o, &walk, e) == -1)
		return -1;
	opener_reset(r->opener);
	while (rc == 0 && logwalk_next(walk, &record))
		rc = take(r, walk, &record, e);
	logwalk_close(&walk);
	if (r->closed > 0)
		tell_closed(r);
	r->closed = 0;
	return rc;
}

/* Desks in the byte order of their ids. */
static int
by_id(const void *a, const void *b)
{
	const struct conf_desk *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static int
read_desks(struct reading *r, const struct conf_desk **order, struct err *e)
{
	const struct conf *c = r->o->conf;
	char dir[4096];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < c->ndesks; i++) {
		r->desk = order[i]->id;
		snprintf(dir, sizeof(dir), "%s/desk/%s", c->state, r->desk);
		r->dir = dir;
		if (access(dir, F_OK) == 0)
			rc = read_log(
			    r, &r->o->desks[order[i] - c->desks].key, e);
	}
	r->dir = NULL;
	return rc;
}

int
desk_read_all(const struct desk_read_options *o, struct err *e)
{
	struct reading r = { .o = o };
	const struct conf_desk **order =
	    calloc(o->conf->ndesks + 1, sizeof(struct conf_desk *));
	int rc = -1;

	for (size_t i = 0; order != NULL && i < o->conf->ndesks; i++)
		order[i] = &o->conf->desks[i];
	if (order != NULL && o->conf->ndesks > 0)
		qsort(
		    order, o->conf->ndesks, sizeof(struct conf_desk *), by_id);
	r.opener = opener_new(o->key);
	r.store = desk_event_store_new();
	if (order == NULL || r.opener == NULL || r.store == NULL)
		err_set(e, "no memory");
	else
		rc = read_desks(&r, order, e);
	opener_free(&r.opener);
	desk_event_store_free(&r.store);
	free(order);
	return rc;
}
