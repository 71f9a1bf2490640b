/*
 * journal_box.c - one box as the writer thread sees it: its log and its tags.
 */
#include "journal_box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/record.h"
#include "gehoor/tile.h"
#include "log.h"

/* What segment_mib counts; tests of rotation are built with less. */
#ifndef SEGMENT_UNIT
#define SEGMENT_UNIT ((uint64_t)1 << 20)
#endif

static struct reader *
readers_copy(const struct reader *readers, size_t n)
{
	struct reader *copy = calloc(n + 1, sizeof(*copy));

	if (copy == NULL)
		fatal("journal");
	if (n > 0)
		memcpy(copy, readers, n * sizeof(*copy));
	return copy;
}

/* The keys of log_keys, which the configuration has checked. */
static void
keys_copy(struct journal_box *b, const struct conf *c)
{
	const char *text;
	size_t i;

	if ((b->keys = calloc(c->log_keys.n + 1, sizeof(*b->keys))) == NULL)
		fatal("journal");
	for (i = 0; i < c->log_keys.n; i++) {
		text = c->log_keys.items[i];
		if (note_verifier_parse(
			text, strlen(text), &b->keys[b->nkeys], NULL) == 0)
			b->nkeys++;
	}
}

struct journal_box *
journal_box_new(const struct conf *c, const struct conf_box *cb,
    const struct note_signer *signer)
{
	struct journal_box *b;

	if ((b = calloc(1, sizeof(*b))) == NULL ||
	    (b->name = strdup(cb->name)) == NULL ||
	    asprintf(&b->dir, "%s/log/%s", c->state, cb->name) == -1)
		fatal("journal");
	b->readers = readers_copy(cb->readers, cb->nreaders);
	b->nreaders = cb->nreaders;
	b->signer = signer;
	keys_copy(b, c);
	b->max_bytes = (uint64_t)c->segment_mib * SEGMENT_UNIT;
	b->max_weeks = c->segment_weeks;
	return b;
}

void
journal_box_free(struct journal_box **b)
{
	if (*b == NULL)
		return;
	journal_box_fail(*b);
	free((*b)->name);
	free((*b)->dir);
	free((*b)->readers);
	free((*b)->keys);
	journal_published_free(&(*b)->fresh);
	journal_published_free(&(*b)->published);
	free(*b);
	*b = NULL;
}

static void
box_seen(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	if (tagmap_add(arg, tag, index) == -1)
		fatal("journal: the tags of a box");
}

int
journal_box_open(struct journal_box *b, struct week now, struct err *e)
{
	const struct boxlog_options o = {
		.dir = b->dir,
		.box = b->name,
		.readers = b->readers,
		.nreaders = b->nreaders,
		.signer = b->signer,
		.keys = b->keys,
		.nkeys = b->nkeys,
		.week = now,
		.max_bytes = b->max_bytes,
		.max_weeks = b->max_weeks,
	};
	struct err note = { "" };

	if ((b->tags = tagmap_new()) == NULL)
		fatal("journal: the tags of a box");
	if (boxlog_open(&o, box_seen, b->tags, &b->log, &note, e) == -1) {
		b->log = NULL;
		tagmap_free(&b->tags);
		return -1;
	}
	b->next = boxlog_size(b->log);
	/* Once only: the event loop reads it while the writer opens again. */
	if (b->restored.year == 0)
		(void)boxlog_restored(b->log, &b->restored);
	if (note.msg[0] != '\0')
		log_warn("box %s: %s", b->name, note.msg);
	return 0;
}

int
journal_box_close(struct journal_box *b, struct err *e)
{
	int r = 0;

	if (b->log != NULL)
		r = boxlog_close(&b->log, e);
	b->log = NULL;
	tagmap_free(&b->tags);
	tile_tree_free(&b->tree);
	b->touched = false;
	return r;
}

void
journal_box_fail(struct journal_box *b)
{
	/* The reason was told already; there is nothing to add here. */
	(void)journal_box_close(b, NULL);
}

/* Seals the words of an entry that is not in the log yet. */
static enum journal_outcome
box_seal(
    struct journal_box *b, const struct journal_entry *en, struct buf *plain)
{
	struct err e;

	if (record_pack(en->json.data, en->json.len, NULL, 0, plain, &e) ==
		-1 ||
	    boxlog_add(b->log, en->tag, plain->data, plain->len, &e) == -1) {
		log_warn("box %s: %s", b->name, e.msg);
		return JOURNAL_FAILED;
	}
	/* After this a copy in the same batch is a repeat. */
	if (tagmap_add(b->tags, en->tag, b->next++) == -1)
		fatal("journal: the tags of a box");
	b->touched = true;
	return JOURNAL_STORED;
}

void
journal_box_add(
    struct journal_box *b, struct journal_entry *en, struct buf *plain)
{
	if (b->log == NULL)
		en->outcome = JOURNAL_FAILED;
	else if (tagmap_has(b->tags, en->tag))
		en->outcome = JOURNAL_REPEAT;
	else if (en->has_earlier && tagmap_has(b->tags, en->earlier)) {
		en->outcome = JOURNAL_REPEAT;
		en->was_earlier = true;
	} else
		en->outcome = box_seal(b, en, plain);
	buf_free(&en->json);
	buf_clear(plain);
}

bool
journal_box_look(struct journal_box *b, const uint8_t tag[static TAG_LEN],
    struct journal_found *out)
{
	struct err e;

	if (b->log == NULL || !tagmap_find(b->tags, tag, &out->index))
		return false;
	if (boxlog_leaf(b->log, out->index, out->leaf, &e) == -1) {
		log_warn("box %s: %s", b->name, e.msg);
		return false;
	}
	memcpy(out->log_id, boxlog_log_id(b->log), LOG_ID_LEN);
	snprintf(out->origin, sizeof(out->origin), "%s", boxlog_origin(b->log));
	if (!boxlog_covered(b->log, out->index, &out->covered))
		out->covered = (struct week){ 0, 0 };
	out->found = true;
	return true;
}

bool
journal_box_checkpoint(
    struct journal_box *b, struct week now, int every_weeks, int64_t second)
{
	struct err e;
	int r;

	if (b->log == NULL)
		return false;
	r = boxlog_checkpoint(b->log, now, every_weeks, &e);
	if (r == -1)
		log_rarely(&b->refused, second, "box %s: %s", b->name, e.msg);
	else if (r == 1)
		log_info("box %s: a checkpoint was signed", b->name);
	return r == 1;
}

void
journal_published_free(struct journal_published **p)
{
	if (*p == NULL)
		return;
	buf_free(&(*p)->note);
	tile_tree_free(&(*p)->tree);
	free(*p);
	*p = NULL;
}

/* The writer's own tree grows; the event loop gets a copy of its own. */
static int
box_trees(struct journal_box *b, struct journal_published *p, struct err *e)
{
	struct tile_tree *grown;

	if (tile_tree_new(b->dir, p->checkpoint.size, b->tree, &grown, e) == -1)
		return -1;
	tile_tree_free(&b->tree);
	b->tree = grown;
	return tile_tree_new(b->dir, p->checkpoint.size, grown, &p->tree, e);
}

struct journal_published *
journal_box_publish(struct journal_box *b)
{
	struct journal_published *p = calloc(1, sizeof(*p));
	const struct buf *note;
	struct err e;

	if (p == NULL)
		fatal("journal");
	if (b->log == NULL ||
	    (note = boxlog_published(b->log, &p->checkpoint)) == NULL) {
		journal_published_free(&p);
		return NULL;
	}
	buf_add(&p->note, note->data, note->len);
	if (p->note.failed || box_trees(b, p, &e) == -1) {
		log_warn("box %s: its checkpoint cannot be served: %s", b->name,
		    p->note.failed ? "no memory" : e.msg);
		journal_published_free(&p);
	}
	return p;
}

enum boxlog_result
journal_box_commit(struct journal_box *b, struct err *e)
{
	enum boxlog_result r;

	if (b->log == NULL || !b->touched)
		return BOXLOG_OK;
	b->touched = false;
	r = boxlog_commit(b->log, e);
	if (r != BOXLOG_OK)
		journal_box_fail(b);
	return r;
}

void
journal_box_rotate(struct journal_box *b, struct week now, bool aged)
{
	struct err e;

	if (b->log == NULL || (!aged && boxlog_bytes(b->log) < b->max_bytes))
		return;
	if (boxlog_rotate(b->log, now, &e) == 0)
		return;
	log_warn("box %s: %s", b->name, e.msg);
	journal_box_fail(b);
}

bool
journal_box_same_readers(const struct journal_box *b, const struct conf_box *cb)
{
	return b->nreaders == cb->nreaders &&
	    memcmp(b->readers, cb->readers,
		b->nreaders * sizeof(*b->readers)) == 0;
}

int
journal_box_readers(struct journal_box *b, const struct reader *readers,
    size_t n, struct week now, struct err *e)
{
	struct reader *copy = readers_copy(readers, n);

	/* A log that is not open takes them when it is opened again. */
	if (b->log != NULL && boxlog_readers(b->log, copy, n, now, e) == -1) {
		journal_box_fail(b);
		free(copy);
		return -1;
	}
	free(b->readers);
	b->readers = copy;
	b->nreaders = n;
	return 0;
}
