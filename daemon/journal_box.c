/*
 * journal_box.c - one box as the writer thread sees it: its log and its tags.
 */
#include "journal_box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/record.h"
#include "log.h"

#define MIB ((uint64_t)1 << 20)

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

struct journal_box *
journal_box_new(
    const struct conf *c, const struct conf_box *cb, const uint8_t *sign_sk)
{
	struct journal_box *b;

	if ((b = calloc(1, sizeof(*b))) == NULL ||
	    (b->name = strdup(cb->name)) == NULL ||
	    asprintf(&b->dir, "%s/log/%s", c->state, cb->name) == -1)
		fatal("journal");
	b->readers = readers_copy(cb->readers, cb->nreaders);
	b->nreaders = cb->nreaders;
	b->sign_sk = sign_sk;
	b->max_bytes = (uint64_t)c->segment_mib * MIB;
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
	free(*b);
	*b = NULL;
}

static void
box_seen(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	(void)index;
	if (tagmap_add(arg, tag) == -1)
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
		.sign_sk = b->sign_sk,
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
	if (tagmap_add(b->tags, en->tag) == -1)
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
	else
		en->outcome = box_seal(b, en, plain);
	buf_free(&en->json);
	buf_clear(plain);
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
