/*
 * logwalk_judge.c - whether what a walk comes along is as it was written.
 */
#include "logwalk_parts.h"
#include "segment_path.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

void
logwalk_load_acts(struct logwalk *w)
{
	const struct act_keys keys = { w->o.keys, w->o.nkeys, w->o.desks,
		w->o.ndesks };
	struct err why;

	if (walk_acts_read(w->o.dir, &keys, &w->acts, &why) == -1)
		found(w, FINDING_DAMAGE, FINDING_ACT, w->o.dir, FINDING_NOWHERE,
		    "%s", why.msg);
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

/* Whether an act is about the tree before that segment. */
static bool
is_before(const struct act *a, const struct segment_header *h)
{
	return a->size == h->first_index &&
	    memcmp(a->root, h->before_root, HASH_LEN) == 0;
}

/*
 * The log goes on from a backup under a new id: what was received after the
 * backup is gone, and the act swears to it.
 */
static void
judge_restored(struct logwalk *w, const struct segment_header *h)
{
	const struct act *a = walk_acts_restored(&w->acts, h->number);

	if (a == NULL)
		return;
	if (!is_before(a, h) ||
	    (w->chain.begun &&
		memcmp(a->log_id, w->chain.log_id, LOG_ID_LEN) != 0)) {
		found(w, FINDING_DAMAGE, FINDING_RESTORED, w->path, 0,
		    "%s: is not the segment that restored speaks of", w->path);
		broken(w);
		return;
	}
	memcpy(w->chain.log_id, a->new_id, LOG_ID_LEN);
	w->chain.begun = true;
	found(w, FINDING_NOTE, FINDING_RESTORED, w->path, 0,
	    "%s: the log was restored from a backup before this segment; "
	    "%" PRIu64 " records that were sworn to are lost",
	    w->path, walk_acts_lost(a));
}

/* The records before were deleted after their time; their hashes stay. */
static void
judge_expired(struct logwalk *w, const struct segment_header *h)
{
	const struct act *a;

	if (w->count.segments != 1 || h->number == 1 || w->resuming)
		return;
	a = walk_acts_expired(&w->acts, h->number - 1);
	if (a == NULL)
		return;
	if (a->segment == h->number - 1 && !is_before(a, h)) {
		found(w, FINDING_DAMAGE, FINDING_EXPIRED, w->path, 0,
		    "%s: expired speaks of another tree before this segment",
		    w->path);
		broken(w);
	} else if (!w->tree_known) {
		found(w, FINDING_DAMAGE, FINDING_LEAVES, w->leaves_path, 0,
		    "%s: the hashes of the records that were deleted after "
		    "their time do not make the tree before %s",
		    w->leaves_path, w->path);
	} else {
		found(w, FINDING_NOTE, FINDING_EXPIRED, w->path, 0,
		    "%s: the %" PRIu64 " records before it were deleted after "
		    "their time",
		    w->o.dir, h->first_index);
	}
}

/* What the chain says of a header, as a finding. */
void
logwalk_judge_header(struct logwalk *w, const struct segment_header *h)
{
	struct err why;

	judge_restored(w, h);
	if (w->finished)
		return;
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
	judge_expired(w, h);
}

void
logwalk_judge_key_file(struct logwalk *w, const struct segment_header *h)
{
	char path[sizeof(w->path)];
	struct err why;

	segment_path(w->o.dir, h->number, "key", path, sizeof(path));
	w->key_state = key_file_read(path, h, &w->key_file, &why);
	if (w->key_state == KEY_FILE_GONE)
		found(w, FINDING_NOTE, FINDING_SHREDDED, path, FINDING_NOWHERE,
		    "%s", why.msg);
	else if (w->key_state != KEY_FILE_OK)
		found(w, FINDING_DAMAGE, FINDING_KEY_FILE, path,
		    FINDING_NOWHERE, "%s", why.msg);
}

/* A segment that cannot even be opened. */
void
logwalk_judge_unopened(
    struct logwalk *w, enum segment_result result, const char *why)
{
	found(w, FINDING_DAMAGE,
	    result == SEGMENT_VERSION_REFUSED ? FINDING_VERSION
		: result == SEGMENT_IO        ? FINDING_IO
					      : FINDING_DAMAGED,
	    w->path, 0, "%s", why);
	logchain_skip(&w->chain);
	broken(w);
}

void
logwalk_judge_gap(struct logwalk *w, uint32_t number)
{
	if (number == w->chain.number)
		return;
	if (w->count.segments == 0 && w->chain.number == 1 &&
	    walk_acts_expired(&w->acts, number - 1) != NULL) {
		w->chain.number = number;
		w->chain.known = false;
		w->tree_known = false;
		return;
	}
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
void
logwalk_judge_left(
    struct logwalk *w, enum segment_result result, const char *why)
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

/* A record is zeroed if, and only if, two desks signed for it. */
static void
judge_erased(struct logwalk *w)
{
	const struct act *a = walk_acts_erased(&w->acts, w->frame.index);
	bool erased = w->frame.type == FRAME_ERASED;
	bool meant = a != NULL && memcmp(a->leaf, w->leaf, HASH_LEN) == 0 &&
	    memcmp(a->log_id, w->header.log_id, LOG_ID_LEN) == 0;

	if (erased && !meant)
		found(w, FINDING_DAMAGE, FINDING_ACT, w->path, w->place.offset,
		    "%s: record %" PRIu64 " is zeroed, but there is no signed "
		    "entry for it in %s/erased",
		    w->path, w->frame.index, w->o.dir);
	else if (!erased && meant)
		found(w, FINDING_NOTE, FINDING_ACT, w->path, w->place.offset,
		    "%s: record %" PRIu64 " is to be erased, but is still "
		    "there; gehoor erase finishes it",
		    w->path, w->frame.index);
	else if (!erased && a != NULL)
		found(w, FINDING_DAMAGE, FINDING_ACT, w->path, w->place.offset,
		    "%s: the entry for record %" PRIu64 " in %s/erased is "
		    "about another record",
		    w->path, w->frame.index, w->o.dir);
}

/* Puts the record into the tree, also one whose bytes are erased. */
void
logwalk_judge_record(struct logwalk *w, const uint8_t *raw)
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
	judge_erased(w);
	/* Of a tree that is not known only the size can be told. */
	if (w->tree_known)
		merkle_add(&w->tree, w->leaf);
	else
		w->tree.size++;
}

/* No segment is left: the hashes alone make the tree that expired names. */
static void
judge_all_expired(struct logwalk *w)
{
	const struct act *a = walk_acts_expired(&w->acts, 1);
	struct segment_header h;

	for (size_t i = 0; a != NULL && i < w->acts.expired.n; i++)
		if (w->acts.expired.acts[i].segment > a->segment)
			a = &w->acts.expired.acts[i];
	if (a == NULL)
		return;
	h = (struct segment_header){ .first_index = a->size };
	memcpy(h.before_root, a->root, HASH_LEN);
	if (logchain_tree(&h, w->leaves, &w->tree))
		found(w, FINDING_NOTE, FINDING_EXPIRED, w->o.dir,
		    FINDING_NOWHERE,
		    "%s: all %" PRIu64 " records were deleted after their time",
		    w->o.dir, a->size);
	else
		found(w, FINDING_DAMAGE, FINDING_LEAVES, w->leaves_path, 0,
		    "%s: the hashes of the records that were deleted after "
		    "their time do not make the tree that expired names",
		    w->leaves_path);
}

/*
 * The file of leaves is never synced: a crash, or a daemon that runs, may owe
 * those of the newest segment.  A hash too many is a record too few.
 */
void
logwalk_judge_leaves(struct logwalk *w)
{
	uint64_t count = leaves_count(w->leaves), size;

	flush_differing(w);
	if (w->nnumbers == 0)
		judge_all_expired(w);
	size = w->tree.size;
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

void
logwalk_judge_resumed(struct logwalk *w, const struct logwalk_place *from)
{
	if (w->damaged)
		return;
	found(w, FINDING_DAMAGE, FINDING_CHAIN, w->o.dir, FINDING_NOWHERE,
	    "%s: not the log that was read before, up to offset "
	    "%" PRIu64 " of segment %08" PRIu32 "; if it was put back "
	    "from a back-up: gehoor ingest --rebuild",
	    w->o.dir, from->offset, from->segment);
}
