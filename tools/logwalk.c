/*
 * logwalk.c - goes through the log of one box: segments, chain and tree.
 *
 * The chain is checked at every header (logchain.c judges it); this file
 * moves from segment to segment and from record to record, and keeps the
 * tree.  Behind damage the tree is begun anew from the leaves file, if that
 * gives the root which the next header signs.
 */
#include "logwalk.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/boxlog.h"
#include "gehoor/leaves.h"
#include "gehoor/segment_reader.h"
#include "key_file.h"
#include "logchain.h"

struct logwalk {
	struct logwalk_options o;
	uint32_t *numbers;         /* of the segments there are */
	size_t nnumbers, position; /* the next to be entered */
	char leaves_path[4096];
	struct leaves *leaves;
	struct segment_reader *reader; /* NULL: between segments */
	char path[4096];               /* of the segment */
	struct segment_header header;
	uint8_t header_bytes[SEGMENT_HEADER_LEN];
	struct logchain chain; /* what the next header must say */
	struct merkle tree;
	bool tree_known;
	struct logwalk_place place; /* its tree is the one below */
	struct logwalk_place entered;
	struct frame frame;
	uint8_t leaf[HASH_LEN];
	uint64_t differ_from, differ_to; /* run of wrong leaves */
	struct logwalk_count count;
	struct buf key_file;
	enum key_file_state key_state;
	bool damaged, finished, resuming;
};

__attribute__((format(printf, 6, 7))) static void
found(struct logwalk *w, enum finding_level level, enum finding_kind kind,
    const char *path, uint64_t offset, const char *fmt, ...)
{
	char what[sizeof(((struct err *)NULL)->msg)];
	struct finding f = { level, kind, path, offset, what };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (level == FINDING_DAMAGE)
		w->damaged = true;
	if (w->o.finding != NULL)
		w->o.finding(&f, w->o.arg);
}

/* Damage of the chain: what follows cannot be judged by what was. */
static void
broken(struct logwalk *w)
{
	w->chain.known = false;
	w->tree_known = false;
	if (!w->o.go_on)
		w->finished = true;
}

/* Says which leaf hashes differed, when the run of them has ended. */
static void
flush_differing(struct logwalk *w)
{
	if (w->differ_to == 0)
		return;
	found(w, FINDING_DAMAGE, FINDING_LEAVES, w->leaves_path,
	    w->differ_from * HASH_LEN,
	    "%s: not the hashes of records %" PRIu64 " to %" PRIu64,
	    w->leaves_path, w->differ_from, w->differ_to - 1);
	w->differ_to = 0;
}

/* The leaf of a record whose bytes are there, beside the file's. */
static void
compare_leaf(struct logwalk *w, uint64_t index)
{
	uint8_t stored[HASH_LEN];

	if (leaves_get(w->leaves, index, stored, NULL) == -1 ||
	    memcmp(stored, w->leaf, HASH_LEN) == 0) {
		flush_differing(w);
		return;
	}
	if (w->differ_to == 0)
		w->differ_from = index;
	w->differ_to = index + 1;
}

/* What the chain says of a header, as a finding. */
static void
judge_header(struct logwalk *w, const struct segment_header *h)
{
	struct err why;

	if (!logchain_signed(w->header_bytes, w->o.keys, w->o.nkeys)) {
		found(w, FINDING_DAMAGE, FINDING_SIGNATURE, w->path, 192,
		    "%s: the header is not signed by a key of log_keys",
		    w->path);
		broken(w);
	}
	if (logchain_check(&w->chain, w->o.box, h,
		w->tree_known ? &w->tree : NULL, &why) == -1) {
		found(w, FINDING_DAMAGE, FINDING_CHAIN, w->path, 0, "%s: %s",
		    w->path, why.msg);
		broken(w);
	}
	if (w->finished || w->tree_known || w->resuming)
		return;
	w->tree_known = logchain_tree(h, w->leaves, &w->tree);
	if (!w->tree_known)
		w->tree.size = h->first_index;
}

static void
judge_key_file(struct logwalk *w, const struct segment_header *h)
{
	char name[SEGMENT_NAME_LEN + 1], path[sizeof(w->path)];
	struct err why;

	segment_name(h->number, "key", name);
	snprintf(path, sizeof(path), "%s/%s", w->o.dir, name);
	w->key_state = key_file_read(path, h, &w->key_file, &why);
	if (w->key_state == KEY_FILE_GONE)
		found(w, FINDING_NOTE, FINDING_SHREDDED, path, FINDING_NOWHERE,
		    "%s", why.msg);
	else if (w->key_state != KEY_FILE_OK)
		found(w, FINDING_DAMAGE, FINDING_KEY_FILE, path,
		    FINDING_NOWHERE, "%s", why.msg);
}

/* A segment that cannot even be opened. */
static void
cannot_open(struct logwalk *w, enum segment_result result, const char *why)
{
	found(w, FINDING_DAMAGE,
	    result == SEGMENT_VERSION_REFUSED ? FINDING_VERSION
		: result == SEGMENT_IO        ? FINDING_IO
					      : FINDING_DAMAGED,
	    w->path, 0, "%s", why);
	logchain_skip(&w->chain);
	broken(w);
}

static void
judge_gap(struct logwalk *w, uint32_t number)
{
	if (number == w->chain.number)
		return;
	if (number == w->chain.number + 1)
		found(w, FINDING_DAMAGE, FINDING_GAP, w->o.dir, FINDING_NOWHERE,
		    "%s: segment %08" PRIu32 " is missing", w->o.dir,
		    w->chain.number);
	else
		found(w, FINDING_DAMAGE, FINDING_GAP, w->o.dir, FINDING_NOWHERE,
		    "%s: segments %08" PRIu32 " to %08" PRIu32 " are missing",
		    w->o.dir, w->chain.number, number - 1);
	w->chain.number = number;
	broken(w);
}

/* Enters the next segment; false when there is none to enter. */
static bool
enter_segment(struct logwalk *w)
{
	char name[SEGMENT_NAME_LEN + 1];
	enum segment_result result;
	struct err why;

	if (w->position == w->nnumbers)
		return false;
	judge_gap(w, w->numbers[w->position]);
	if (w->finished)
		return false;
	segment_name(w->numbers[w->position++], "seg", name);
	snprintf(w->path, sizeof(w->path), "%s/%s", w->o.dir, name);
	result = segment_reader_open(w->path, &w->reader, &why);
	if (result != SEGMENT_OK) {
		cannot_open(w, result, why.msg);
		return !w->finished;
	}
	w->header = *segment_reader_header(w->reader);
	memcpy(w->header_bytes, segment_reader_header_bytes(w->reader),
	    SEGMENT_HEADER_LEN);
	w->count.segments++;
	judge_header(w, &w->header);
	if (w->finished)
		return false;
	w->place.segment = w->header.number;
	w->place.offset = SEGMENT_HEADER_LEN;
	segment_header_hash(w->header_bytes, w->place.header);
	logwalk_place(w, &w->entered);
	judge_key_file(w, &w->header);
	logchain_enter(&w->chain, &w->header);
	return true;
}

/* The end frame says how many, which root, and who signs for it. */
static void
judge_end(struct logwalk *w)
{
	const uint8_t *raw = segment_reader_end(w->reader);
	struct segment_end end;
	uint8_t root[HASH_LEN];

	segment_end_get(raw, &end);
	merkle_root(&w->tree, root);
	if (w->tree_known &&
	    (end.size != w->tree.size ||
		memcmp(end.root, root, HASH_LEN) != 0)) {
		found(w, FINDING_DAMAGE, FINDING_ROOT, w->path, w->place.offset,
		    "%s: the end frame at offset %" PRIu64 " signs another "
		    "tree than its records make",
		    w->path, w->place.offset);
		broken(w);
	}
	if (!logchain_end_signed(raw, w->header_bytes, w->o.keys, w->o.nkeys)) {
		found(w, FINDING_DAMAGE, FINDING_SIGNATURE, w->path,
		    w->place.offset,
		    "%s: the end frame at offset %" PRIu64 " is not"
		    " signed by a key of log_keys",
		    w->path, w->place.offset);
		broken(w);
	}
}

static void
judge_damage(struct logwalk *w, enum segment_result result, const char *why)
{
	found(w, FINDING_DAMAGE,
	    result == SEGMENT_IO ? FINDING_IO : FINDING_DAMAGED, w->path,
	    segment_reader_offset(w->reader), "%s", why);
	broken(w);
}

/* Leaves a segment in the way its reading ended. */
static void
leave_segment(struct logwalk *w, enum segment_result result, const char *why)
{
	uint64_t offset = segment_reader_offset(w->reader);

	switch (result) {
	case SEGMENT_END:
		judge_end(w);
		break;
	case SEGMENT_TORN:
		found(
		    w, FINDING_NOTE, FINDING_TORN, w->path, offset, "%s", why);
		break;
	case SEGMENT_OPEN:
		found(w, FINDING_NOTE, FINDING_OPEN, w->path, offset,
		    "%s: not ended (the daemon runs, or it crashed)", w->path);
		break;
	default:
		judge_damage(w, result, why);
		break;
	}
	logchain_leave(&w->chain, result, offset);
	segment_reader_close(&w->reader);
}

/* Puts the record into the tree, also one whose bytes are erased. */
static void
add_record(struct logwalk *w, const uint8_t *raw)
{
	size_t n = SEGMENT_FRAME_LEN + (size_t)w->frame.body_len;

	w->place.offset = segment_reader_offset(w->reader);
	w->count.records++;
	w->count.bytes += n;
	w->count.erased += w->frame.type == FRAME_ERASED;
	if (w->frame.type == FRAME_RECORD) {
		merkle_leaf(raw, n, w->leaf);
		compare_leaf(w, w->frame.index);
	} else if (leaves_get(w->leaves, w->frame.index, w->leaf, NULL) == -1) {
		memset(w->leaf, 0, HASH_LEN);
		found(w, FINDING_DAMAGE, FINDING_LEAVES, w->leaves_path,
		    w->frame.index * HASH_LEN,
		    "%s: the hash of erased record %" PRIu64 " is missing",
		    w->leaves_path, w->frame.index);
		broken(w);
	}
	merkle_add(&w->tree, w->leaf);
}

/*
 * The file of leaves is never synced: a crash, or a daemon that runs, may owe
 * those of the newest segment.  A hash too many is a record too few.
 */
static void
judge_leaves(struct logwalk *w)
{
	uint64_t count = leaves_count(w->leaves), size = w->tree.size;

	flush_differing(w);
	if (!w->tree_known || count == size)
		return;
	if (count > size)
		found(w, FINDING_DAMAGE, FINDING_LEAVES, w->leaves_path,
		    size * HASH_LEN,
		    "%s: holds the hashes of %" PRIu64
		    " records, but the log has %" PRIu64 ": records are "
		    "missing at its end",
		    w->leaves_path, count, size);
	else
		found(w,
		    count < w->header.first_index ? FINDING_DAMAGE
						  : FINDING_NOTE,
		    FINDING_LEAVES, w->leaves_path, count * HASH_LEN,
		    "%s: the hashes of the last %" PRIu64
		    " records are missing; gehoord computes them again when "
		    "it starts",
		    w->leaves_path, size - count);
}

bool
logwalk_next(struct logwalk *w, struct logwalk_record *r)
{
	enum segment_result result;
	const uint8_t *raw;
	struct err why;

	while (!w->finished) {
		if (w->reader == NULL) {
			if (enter_segment(w))
				continue;
			if (!w->finished)
				judge_leaves(w);
			w->finished = true;
			break;
		}
		result = segment_reader_next(w->reader, &w->frame, &raw, &why);
		if (result == SEGMENT_OK) {
			add_record(w, raw);
			*r = (struct logwalk_record){ &w->frame, raw, w->leaf };
			return true;
		}
		leave_segment(w, result, why.msg);
	}
	return false;
}

/* Whether the segment entered is the one that was read before. */
static bool
is_same(struct logwalk *w, const struct logwalk_place *from)
{
	struct err why;

	return memcmp(w->place.header, from->header, sizeof(from->header)) ==
	    0 &&
	    segment_reader_seek(
		w->reader, from->offset, from->tree.size, &why) == SEGMENT_OK;
}

/* Goes back to where an earlier walk stopped, if the log is still that. */
static void
resume(struct logwalk *w, const struct logwalk_place *from)
{
	while (w->position < w->nnumbers &&
	    w->numbers[w->position] < from->segment)
		w->position++;
	logchain_resume(&w->chain, from->segment);
	w->tree_known = false;
	w->resuming = true;
	if (enter_segment(w) && w->reader != NULL && is_same(w, from)) {
		w->place = *from;
		w->tree = from->tree;
		w->tree_known = true;
		w->resuming = false;
		w->entered = *from;
		return;
	}
	if (!w->damaged)
		found(w, FINDING_DAMAGE, FINDING_CHAIN, w->o.dir,
		    FINDING_NOWHERE,
		    "%s: not the log that was read before, up to offset "
		    "%" PRIu64 " of segment %08" PRIu32 "; if it was put back "
		    "from a back-up: gehoor ingest --rebuild",
		    w->o.dir, from->offset, from->segment);
	w->place = *from;
	w->tree = from->tree;
	w->finished = true;
}

int
logwalk_open(
    const struct logwalk_options *o, struct logwalk **out, struct err *e)
{
	struct logwalk *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return err_set(e, "no memory");
	w->o = *o;
	snprintf(w->leaves_path, sizeof(w->leaves_path), "%s/leaves", o->dir);
	w->tree_known = true;
	merkle_init(&w->tree);
	logchain_start(&w->chain);
	if (leaves_open(o->dir, false, &w->leaves, e) == -1 ||
	    boxlog_list(o->dir, &w->numbers, &w->nnumbers, NULL, e) == -1) {
		logwalk_close(&w);
		return -1;
	}
	if (o->from != NULL && o->from->segment != 0)
		resume(w, o->from);
	*out = w;
	return 0;
}

const struct segment_header *
logwalk_header(const struct logwalk *w)
{
	return &w->header;
}

const uint8_t *
logwalk_header_bytes(const struct logwalk *w)
{
	return w->header_bytes;
}

const struct buf *
logwalk_key_file(const struct logwalk *w)
{
	return w->key_state == KEY_FILE_OK ? &w->key_file : NULL;
}

bool
logwalk_is_shredded(const struct logwalk *w)
{
	return w->key_state == KEY_FILE_GONE;
}

struct logwalk_count
logwalk_count(const struct logwalk *w)
{
	return w->count;
}

void
logwalk_place(const struct logwalk *w, struct logwalk_place *out)
{
	*out = w->place;
	out->tree = w->tree;
}

void
logwalk_entered(const struct logwalk *w, struct logwalk_place *out)
{
	*out = w->entered;
}

void
logwalk_close(struct logwalk **w)
{
	if (*w == NULL)
		return;
	segment_reader_close(&(*w)->reader);
	leaves_close(&(*w)->leaves);
	buf_free(&(*w)->key_file);
	free((*w)->numbers);
	free(*w);
	*w = NULL;
}
