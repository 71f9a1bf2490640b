/*
 * boxlog.c - the writing side of a box's log: batches, rotation, the end.
 */
#include "gehoor/boxlog.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boxlog_struct.h"

#define BATCH_KEEP (4u << 20) /* more room than this is given back */

/* Fills the header of the segment that comes next. */
static void
next_header(const struct boxlog *b, const struct boxlog_found *f,
    struct week now, struct segment_header *h)
{
	memset(h, 0, sizeof(*h));
	memcpy(h->log_id, b->log_id, LOG_ID_LEN);
	memcpy(h->box, b->box, sizeof(h->box));
	h->number = f->number + 1;
	h->before = f->number == 0 ? SEGMENT_BEFORE_NONE : f->before;
	h->before_offset = f->number == 0 ? 0 : f->before_offset;
	h->first_index = b->tree.size;
	merkle_root(&b->tree, h->before_root);
	h->opened = now;
}

/* Creates the segment after the one found, with a fresh key. */
static int
segment_begin(struct boxlog *b, const struct boxlog_found *f, struct week now,
    struct err *e)
{
	uint8_t bytes[SEGMENT_HEADER_LEN];
	struct buf key_file = BUF_INIT;
	struct segment_header h;
	uint8_t *k0 = b->secrets->k0;

	if (f->number >= SEGMENT_MAX_NUMBER)
		return err_set(e, "%s: has too many segments", b->dir);
	next_header(b, f, now, &h);
	crypto_random(k0, KEY_LEN);
	seal_commit(&h, k0);
	segment_header_put(&h, b->signer->sk, bytes);
	seal_start(&b->secrets->seal, bytes, k0, h.first_index);
	b->file_time = week_start(now);
	b->fd = -1;
	if (seal_key_file(&h, k0, b->readers, b->nreaders, &key_file, e) == 0)
		b->fd = boxlog_create(b->dirfd,
		    &(struct boxlog_begun){
			h.number, &key_file, bytes, b->file_time, b->aside },
		    e);
	crypto_wipe(k0, KEY_LEN);
	buf_free(&key_file);
	if (b->fd < 0) {
		seal_wipe(&b->secrets->seal);
		return -1;
	}
	segment_header_hash(bytes, b->header_hash);
	b->header = h;
	b->bytes = SEGMENT_HEADER_LEN;
	b->spent = false;
	return 0;
}

static void
boxlog_free(struct boxlog *b)
{
	if (b->fd >= 0)
		close(b->fd);
	if (b->dirfd >= 0)
		close(b->dirfd);
	crypto_secret_free((void **)&b->secrets);
	leaves_close(&b->leaves);
	boxlog_marks_free(&b->marks);
	buf_free(&b->batch);
	buf_free(&b->batch_leaves);
	buf_free(&b->aside_leaves);
	free(b->readers);
	free(b->dir);
	free(b);
}

static int
take_readers(struct boxlog *b, const struct reader *readers, size_t n)
{
	struct reader *copy = calloc(n > 0 ? n : 1, sizeof(*copy));

	if (copy == NULL)
		return -1;
	if (n > 0)
		memcpy(copy, readers, n * sizeof(*copy));
	free(b->readers);
	b->readers = copy;
	b->nreaders = n;
	return 0;
}

static struct boxlog *
boxlog_new(const struct boxlog_options *o)
{
	struct boxlog *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->fd = b->dirfd = -1;
	b->signer = o->signer;
	b->aside = o->aside;
	b->max_bytes = o->max_bytes;
	b->max_weeks = o->max_weeks;
	memcpy(b->box, o->box, strlen(o->box));
	b->dir = strdup(o->dir);
	b->secrets = crypto_secret_new(sizeof(*b->secrets));
	if (b->dir == NULL || b->secrets == NULL ||
	    take_readers(b, o->readers, o->nreaders) != 0) {
		boxlog_free(b);
		return NULL;
	}
	return b;
}

/* What was done on purpose, and published, before the records are read. */
static int
read_beside(struct boxlog *b, const struct boxlog_options *o,
    struct act_list *restored, struct err *e)
{
	struct note_verifier *keys = calloc(o->nkeys + 1, sizeof(*keys));
	const struct act_keys who = { keys, o->nkeys + 1, NULL, 0 };
	int rc;

	if (keys == NULL)
		return err_set(e, "no memory for keys");
	note_signer_verifier(o->signer, &keys[0]);
	if (o->nkeys > 0)
		memcpy(&keys[1], o->keys, o->nkeys * sizeof(*keys));
	rc = act_file_read(o->dir, ACT_RESTORED, &who, restored, e);
	free(keys);
	if (rc != 0)
		return -1;
	if (restored->n > 0)
		b->restored = restored->acts[restored->n - 1].week;
	return checkpoint_origin(o->signer->name, o->box,
		   (unsigned)restored->n + 1, b->origin, e) != 0
	    ? -1
	    : boxlog_marks_read(o, restored, &b->marks, e);
}

static bool
is_no_id(const uint8_t id[static LOG_ID_LEN])
{
	static const uint8_t none[LOG_ID_LEN];

	return memcmp(id, none, LOG_ID_LEN) == 0;
}

/* Scans what is there and begins the next segment. */
static int
boxlog_begin(struct boxlog *b, const struct boxlog_options *o,
    boxlog_seen_fn *seen, void *arg, struct err *note, struct err *e)
{
	struct act_list restored = { NULL, 0 };
	struct boxlog_found found;
	int rc = -1;

	b->dirfd = boxlog_directory(o->dir, e);
	if (b->dirfd >= 0 && leaves_open(o->dir, true, &b->leaves, e) == 0 &&
	    read_beside(b, o, &restored, e) == 0)
		rc = boxlog_scan(o, b->leaves, &restored, &b->marks, seen, arg,
		    &found, note, e);
	act_list_free(&restored);
	if (rc != 0 || boxlog_marks_repair(b->dirfd, &b->marks, e) != 0)
		return -1;
	if (is_no_id(found.log_id))
		crypto_random(found.log_id, LOG_ID_LEN);
	memcpy(b->log_id, found.log_id, LOG_ID_LEN);
	b->tree = found.tree;
	b->begun = found.begun;
	return segment_begin(b, &found, o->week, e);
}

int
boxlog_open(const struct boxlog_options *o, boxlog_seen_fn *seen, void *arg,
    struct boxlog **out, struct err *note, struct err *e)
{
	struct boxlog *b;

	if (o->box[0] == '\0' || strlen(o->box) > BOX_NAME_MAX)
		return err_set(
		    e, "a box has a name of 1 to %d characters", BOX_NAME_MAX);
	b = boxlog_new(o);
	if (b == NULL)
		return err_set(e, "%s: no memory", o->dir);
	if (boxlog_begin(b, o, seen, arg, note, e) != 0) {
		boxlog_free(b);
		return -1;
	}
	*out = b;
	return 0;
}

int
boxlog_add(struct boxlog *b, const uint8_t tag[static TAG_LEN],
    const uint8_t *plain, size_t n, struct err *e)
{
	uint8_t *leaf = buf_room(&b->batch_leaves, HASH_LEN);
	int rc = -1;

	if (b->spent)
		return err_set(e, "%s: segment %u is spent", b->dir,
		    (unsigned)b->header.number);
	if ((b->secrets->seal.index - b->header.first_index) * b->nreaders >=
	    SEGMENT_MAX_KEYS)
		return err_set(e, "%s: segment %u is full", b->dir,
		    (unsigned)b->header.number);
	if (leaf == NULL)
		err_set(e, "no memory for a batch");
	else
		rc = seal_record(
		    &b->secrets->seal, tag, plain, n, &b->batch, leaf, e);
	if (rc == 0)
		b->batch_leaves.len += HASH_LEN;
	b->batch.failed = b->batch_leaves.failed = false;
	return rc;
}

/* Forgets the batch.  It is ciphertext, so wiping would only cost time. */
static void
batch_reset(struct boxlog *b)
{
	b->batch.len = 0;
	b->batch_leaves.len = 0;
	if (b->batch.cap > BATCH_KEEP)
		buf_free(&b->batch);
}

/*
 * Writes and syncs.  The file's time is set each time, since it would betray
 * when somebody wrote.
 */
static enum boxlog_result
append(struct boxlog *b, const uint8_t *p, size_t n, struct err *e)
{
	if (durable_write(b->fd, p, n) != 0) {
		b->spent = true;
		err_sys(e, "%s: segment %u cannot be written", b->dir,
		    (unsigned)b->header.number);
		return BOXLOG_WRITE;
	}
	durable_set_time(b->fd, b->file_time);
	if (fdatasync(b->fd) != 0) {
		b->spent = true;
		err_sys(e, "%s: segment %u cannot be synced", b->dir,
		    (unsigned)b->header.number);
		return BOXLOG_SYNC;
	}
	b->bytes += n;
	return BOXLOG_OK;
}

/*
 * The leaves of what is now durable.  A failure here is not one of the batch:
 * what cannot be written is kept and tried again, or computed at the start.
 */
static void
keep_leaves(struct boxlog *b)
{
	const uint8_t *leaf = b->batch_leaves.data;
	const uint8_t *end = leaf + b->batch_leaves.len;

	if (b->aside)
		buf_add(&b->aside_leaves, leaf, b->batch_leaves.len);
	for (; leaf < end; leaf += HASH_LEN) {
		merkle_add(&b->tree, leaf);
		if (!b->aside && b->leaves != NULL &&
		    leaves_add(b->leaves, leaf, NULL) != 0)
			leaves_close(&b->leaves);
	}
	if (!b->aside && b->leaves != NULL)
		leaves_flush(b->leaves, b->file_time, NULL);
}

enum boxlog_result
boxlog_commit(struct boxlog *b, struct err *e)
{
	enum boxlog_result result;

	if (b->batch.len == 0)
		return BOXLOG_OK;
	if (b->spent) {
		err_set(e, "%s: segment %u is spent", b->dir,
		    (unsigned)b->header.number);
		return BOXLOG_WRITE;
	}
	result = append(b, b->batch.data, b->batch.len, e);
	if (result == BOXLOG_OK)
		keep_leaves(b);
	batch_reset(b);
	return result;
}

/* The end frame, with what is durable now. */
static void
end_frame(const struct boxlog *b,
    uint8_t out[static SEGMENT_FRAME_LEN + SEGMENT_END_LEN])
{
	struct segment_end end = { .size = b->tree.size };
	struct frame f = { .type = FRAME_END, .body_len = SEGMENT_END_LEN };
	uint8_t *body = out + SEGMENT_FRAME_LEN;

	end.records = b->tree.size - b->header.first_index;
	merkle_root(&b->tree, end.root);
	segment_end_put(&end, b->header_hash, b->signer->sk, body);
	f.index = b->tree.size;
	f.body_crc = segment_crc(body, SEGMENT_END_LEN);
	frame_put(&f, out);
}

/*
 * Ends the open segment and closes it; afterwards nothing can be added until
 * another is begun.
 */
static int
segment_finish(struct boxlog *b, struct err *e)
{
	uint8_t end[SEGMENT_FRAME_LEN + SEGMENT_END_LEN];
	int rc = 0;

	if (b->fd < 0)
		return 0;
	if (!b->spent) {
		end_frame(b, end);
		rc = append(b, end, sizeof(end), e) == BOXLOG_OK ? 0 : -1;
	}
	b->spent = true;
	seal_wipe(&b->secrets->seal);
	batch_reset(b);
	if ((durable_set_time(b->fd, b->file_time) != 0 || fsync(b->fd) != 0) &&
	    rc == 0)
		rc = err_sys(e, "%s: segment %u cannot be synced", b->dir,
		    (unsigned)b->header.number);
	close(b->fd);
	b->fd = -1;
	return rc;
}

/* Ends the open segment and begins the next one. */
static int
segment_follow(struct boxlog *b, struct week now, struct err *e)
{
	struct boxlog_found f = { .number = b->header.number,
		.before = SEGMENT_BEFORE_CLEAN };

	if (b->spent || b->batch.len > 0)
		return err_set(e, "%s: segment %u cannot be ended now", b->dir,
		    (unsigned)b->header.number);
	if (segment_finish(b, e) != 0)
		return -1;
	f.before_offset = b->bytes;
	return segment_begin(b, &f, now, e);
}

int
boxlog_rotate(struct boxlog *b, struct week now, struct err *e)
{
	bool large = b->max_bytes > 0 && b->bytes > b->max_bytes;
	bool old = b->max_weeks > 0 &&
	    weeks_between(b->header.opened, now) >= b->max_weeks;
	bool full = (b->tree.size - b->header.first_index) * b->nreaders >=
	    SEGMENT_MAX_KEYS / 2;

	return large || old || full ? segment_follow(b, now, e) : 0;
}

int
boxlog_readers(struct boxlog *b, const struct reader *readers, size_t nreaders,
    struct week now, struct err *e)
{
	if (nreaders < 1 || nreaders > SEGMENT_MAX_READERS)
		return err_set(e, "%zu readers, 1 to %d are possible", nreaders,
		    SEGMENT_MAX_READERS);
	if (take_readers(b, readers, nreaders) != 0)
		return err_set(e, "no memory for readers");
	return segment_follow(b, now, e);
}

uint64_t
boxlog_size(const struct boxlog *b)
{
	return b->tree.size;
}

uint64_t
boxlog_bytes(const struct boxlog *b)
{
	return b->bytes;
}

void
boxlog_drop(struct boxlog **b)
{
	if (*b == NULL)
		return;
	boxlog_vanish((*b)->dirfd, (*b)->header.number);
	boxlog_free(*b);
	*b = NULL;
}

/* What was written aside is there; its leaves follow, or at the next start. */
static int
appear(struct boxlog *b, struct err *e)
{
	const uint8_t *leaf = b->aside_leaves.data;
	size_t left = b->aside_leaves.failed ? 0 : b->aside_leaves.len;

	if (boxlog_appear(b->dirfd, b->header.number, e) == -1)
		return -1;
	for (; b->leaves != NULL && left > 0; leaf += HASH_LEN) {
		if (leaves_add(b->leaves, leaf, NULL) != 0)
			leaves_close(&b->leaves);
		left -= HASH_LEN;
	}
	return 0;
}

int
boxlog_close(struct boxlog **b, struct err *e)
{
	int rc;

	if (*b == NULL)
		return 0;
	rc = segment_finish(*b, e);
	if (rc == 0 && (*b)->aside)
		rc = appear(*b, e);
	if (rc != 0 && (*b)->aside) {
		boxlog_drop(b);
		return -1;
	}
	if ((*b)->leaves != NULL)
		leaves_flush((*b)->leaves, (*b)->file_time, NULL);
	boxlog_free(*b);
	*b = NULL;
	return rc;
}
