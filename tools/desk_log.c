/*
 * desk_log.c - the log of this desk, in the format of every other log.
 *
 * Its readers are those of all boxes together; its records are events.  Each
 * command is a segment of its own: opened, added to, ended.
 */
#include "desk_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "desks.h"
#include "gehoor/boxlog.h"
#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "gehoor/record.h"
#include "log_keys.h"

#define BOX "desk"

struct desk_log {
	struct note_signer signer;
	struct boxlog *log;
	struct reader *readers;
	size_t nreaders;
	char role[16];
	char dir[4096];
};

int
desk_key_load(const struct conf *c, const char *path, struct note_signer *out,
    const struct conf_desk **desk, struct err *e)
{
	if (log_key_file(path, note_signer_parse, out, e) == -1)
		return -1;
	*desk = desk_of_key(c, out->pk);
	if (*desk != NULL)
		return 0;
	crypto_wipe(out, sizeof(*out));
	err_set(e,
	    "%.200s: the key of a desk that is not in %s; add the section "
	    "desk that gehoor keygen --desk printed",
	    path, c->file);
	return -1;
}

int
desk_key_own(const struct conf *c, struct note_signer *out,
    const struct conf_desk **desk, struct err *e)
{
	if (*c->desk_key != '\0')
		return desk_key_load(c, c->desk_key, out, desk, e);
	err_set(e,
	    "%s: desk_key is not set; what people do at a desk is signed: "
	    "gehoor keygen --desk NAME",
	    c->file);
	return -1;
}

/* The union of all boxes' readers. */
static int
gather_readers(struct desk_log *d, const struct conf *c, struct err *e)
{
	size_t i, k, m, room = 0;

	for (i = 0; i < c->nboxes; i++)
		room += c->boxes[i].nreaders;
	d->readers = calloc(room + 1, sizeof(*d->readers));
	if (d->readers == NULL)
		return err_set(e, "no memory");
	for (i = 0; i < c->nboxes; i++)
		for (k = 0; k < c->boxes[i].nreaders; k++) {
			for (m = 0; m < d->nreaders; m++)
				if (memcmp(&d->readers[m],
					&c->boxes[i].readers[k],
					sizeof(*d->readers)) == 0)
					break;
			if (m == d->nreaders && m < SEGMENT_MAX_READERS)
				d->readers[d->nreaders++] =
				    c->boxes[i].readers[k];
		}
	return d->nreaders > 0
	    ? 0
	    : err_set(e,
		  "%s: no box has readers, so nobody could read what "
		  "the desk did",
		  c->file);
}

static int
take_role(struct desk_log *d, const struct conf_desk *desk, const char *asked,
    struct err *e)
{
	const char *role = desk_acts_as(desk, asked, "role", e);

	if (role == NULL)
		return -1;
	snprintf(d->role, sizeof(d->role), "%s", role);
	return 0;
}

static int
make_directory(struct desk_log *d, const struct conf *c,
    const struct conf_desk *desk, struct err *e)
{
	snprintf(d->dir, sizeof(d->dir), "%s/desk", c->state);
	if (mkdir(d->dir, 0750) == -1 && errno != EEXIST)
		return err_sys(e, "%s cannot be made", d->dir);
	snprintf(d->dir, sizeof(d->dir), "%s/desk/%s", c->state, desk->id);
	return 0;
}

static int
open_log(struct desk_log *d, struct err *e)
{
	struct week now = week_of(clock_now());
	const struct boxlog_options o = { .dir = d->dir,
		.box = BOX,
		.readers = d->readers,
		.nreaders = d->nreaders,
		.signer = &d->signer,
		.week = now };

	if (boxlog_open(&o, NULL, NULL, &d->log, NULL, e) == -1)
		return -1;
	return boxlog_checkpoint(d->log, now, 1, e) == -1 ? -1 : 0;
}

int
desk_log_open(const struct conf *c, const char *role, struct desk_log **out,
    struct err *e)
{
	struct desk_log *d = calloc(1, sizeof(*d));
	const struct conf_desk *desk = NULL;

	if (d == NULL)
		return err_set(e, "no memory");
	if (desk_key_own(c, &d->signer, &desk, e) == -1 ||
	    take_role(d, desk, role, e) == -1 ||
	    gather_readers(d, c, e) == -1 ||
	    make_directory(d, c, desk, e) == -1 || open_log(d, e) == -1) {
		desk_log_close(&d, NULL);
		return -1;
	}
	*out = d;
	return 0;
}

struct str
desk_log_role(const struct desk_log *d)
{
	return str_of(d->role);
}

const struct note_signer *
desk_log_signer(const struct desk_log *d)
{
	return &d->signer;
}

int
desk_log_add(struct desk_log *d, const struct desk_event *ev, struct err *e)
{
	struct buf json = BUF_INIT, plain = BUF_INIT;
	uint8_t tag[TAG_LEN];
	int rc = -1;

	crypto_random(tag, sizeof(tag));
	desk_event_write(ev, &json);
	if (json.failed)
		err_set(e, "no memory");
	else if (record_pack(json.data, json.len, NULL, 0, &plain, e) == 0 &&
	    boxlog_add(d->log, tag, plain.data, plain.len, e) == 0 &&
	    boxlog_commit(d->log, e) == BOXLOG_OK)
		rc = 0;
	buf_free(&json);
	buf_free(&plain);
	return rc;
}

int
desk_log_close(struct desk_log **d, struct err *e)
{
	int rc = 0;

	if (*d == NULL)
		return 0;
	if ((*d)->log != NULL)
		rc = boxlog_close(&(*d)->log, e);
	free((*d)->readers);
	crypto_wipe(*d, sizeof(**d));
	free(*d);
	*d = NULL;
	return rc;
}
