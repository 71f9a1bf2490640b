/*
 * boxlog_scan.c - goes through all segments of a log before it is continued.
 *
 * Checks frames, the chain of headers, signatures, the tree and the leaves,
 * and says where the next segment goes on.  Repairs nothing.
 */
#include "boxlog_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gehoor/segment_reader.h"

#define ADVICE "; restore this file from a backup"

struct scan {
	const struct boxlog_options *o;
	const struct act_list *restored;
	const struct boxlog_marks *marks;
	size_t mark; /* the next one to agree with */
	struct leaves *leaves;
	boxlog_seen_fn *seen;
	void *arg;
	struct boxlog_found found;
	char *path; /* of the segment being read */
	struct segment_reader *reader;
	struct err *e;
};

/* Only of what was verified, so that a bad segment leaves no trace. */
static int
flush_leaves(struct scan *s)
{
	return leaves_flush(s->leaves, week_start(s->o->week), s->e);
}

/* The tree has grown to where it was published: it must be the same. */
static int
agree(struct scan *s)
{
	const struct merkle *tree = &s->found.tree;
	uint8_t root[HASH_LEN];

	if (s->mark == s->marks->n ||
	    s->marks->items[s->mark].size != tree->size)
		return 0;
	merkle_root(tree, root);
	for (; s->mark < s->marks->n &&
	     s->marks->items[s->mark].size == tree->size;
	     s->mark++)
		if (memcmp(s->marks->items[s->mark].root, root, HASH_LEN) != 0)
			return err_set(s->e,
			    "%s: its first %" PRIu64 " records are not those "
			    "of the checkpoint that was published for them; "
			    "restore the segments and leaves from a backup",
			    s->o->dir, tree->size);
	return 0;
}

static int
grow(struct scan *s, const uint8_t leaf[static HASH_LEN])
{
	merkle_add(&s->found.tree, leaf);
	return agree(s);
}

/* Takes a record's leaf as computed: compares it, or completes the file. */
static int
take_leaf(struct scan *s, const uint8_t leaf[static HASH_LEN])
{
	uint64_t index = s->found.tree.size;
	uint8_t kept[HASH_LEN];

	if (grow(s, leaf) != 0)
		return -1;
	if (index >= leaves_count(s->leaves))
		return leaves_add(s->leaves, leaf, s->e);
	if (leaves_get(s->leaves, index, kept, s->e) != 0)
		return -1;
	if (memcmp(kept, leaf, HASH_LEN) == 0)
		return 0;
	return err_set(s->e,
	    "%s: record %" PRIu64 " is not the one in %s/"
	    "leaves; restore both files from a backup",
	    s->path, index, s->o->dir);
}

/* A record whose frame is gone: only the file of leaves knows its leaf. */
static int
take_kept_leaf(struct scan *s)
{
	uint64_t index = s->found.tree.size;
	uint8_t leaf[HASH_LEN];

	if (index >= leaves_count(s->leaves))
		return err_set(s->e,
		    "%s/leaves: has no entry %" PRIu64 ", "
		    "which cannot be computed any more" ADVICE,
		    s->o->dir, index);
	if (leaves_get(s->leaves, index, leaf, s->e) != 0)
		return -1;
	return grow(s, leaf);
}

/* The log id of a segment: that of the first, or of the restoring before. */
static const uint8_t *
log_id_of(const struct scan *s, uint32_t number)
{
	const uint8_t *id = s->found.log_id;

	for (size_t i = 0; i < s->restored->n; i++)
		if (s->restored->acts[i].segment <= number)
			id = s->restored->acts[i].new_id;
	return id;
}

/* The first segment there is; older ones may have been deleted by age. */
static int
take_first_header(struct scan *s, const struct segment_header *h)
{
	memcpy(s->found.log_id, h->log_id, LOG_ID_LEN);
	s->found.begun = h->opened;
	while (s->found.tree.size < h->first_index)
		if (take_kept_leaf(s) != 0)
			return -1;
	return 0;
}

/* A later segment must go on exactly where the one before it ended. */
static int
check_chain(struct scan *s, const struct segment_header *h)
{
	if (h->number != s->found.number + 1)
		return err_set(s->e,
		    "%s: segment %u before it is missing; "
		    "restore that file from a backup",
		    s->path, (unsigned)s->found.number + 1);
	if (h->before != s->found.before ||
	    h->before_offset != s->found.before_offset)
		return err_set(s->e,
		    "%s: follows a segment %u that ended "
		    "otherwise (at offset %" PRIu64 ", found %" PRIu64 "); "
		    "restore segment %u from a backup",
		    s->path, (unsigned)s->found.number, h->before_offset,
		    s->found.before_offset, (unsigned)s->found.number);
	return 0;
}

static bool
header_signed(const void *arg, const uint8_t pk[static 32])
{
	return segment_header_signed_by(arg, pk);
}

static int
check_header(struct scan *s, uint32_t number)
{
	const struct segment_header *h = segment_reader_header(s->reader);
	uint8_t root[HASH_LEN];

	if (h->number != number)
		return err_set(s->e, "%s: is segment %u by its header" ADVICE,
		    s->path, (unsigned)h->number);
	if (strcmp(h->box, s->o->box) != 0)
		return err_set(
		    s->e, "%s: belongs to box %s" ADVICE, s->path, h->box);
	if (!boxlog_signed(
		s->o, header_signed, segment_reader_header_bytes(s->reader)))
		return err_set(s->e,
		    "%s: its header is not signed with this sign_key or a key "
		    "of log_keys; restore this file from a backup, or, if the "
		    "key was replaced, add the old public key to log_keys",
		    s->path);
	if ((s->found.number == 0 ? take_first_header(s, h)
				  : check_chain(s, h)) != 0)
		return -1;
	if (memcmp(h->log_id, log_id_of(s, number), LOG_ID_LEN) != 0)
		return err_set(
		    s->e, "%s: belongs to another log" ADVICE, s->path);
	merkle_root(&s->found.tree, root);
	if (h->first_index != s->found.tree.size ||
	    memcmp(h->before_root, root, HASH_LEN) != 0)
		return err_set(s->e,
		    "%s: the records before it are not those "
		    "it follows (record %" PRIu64 "); restore the segments "
		    "and leaves before it from a backup",
		    s->path, h->first_index);
	return 0;
}

/* An end frame, and the hash of the header it belongs to. */
struct end_of {
	const uint8_t *body;
	uint8_t hash[32];
};

static bool
end_signed(const void *arg, const uint8_t pk[static 32])
{
	const struct end_of *end = arg;

	return segment_end_signed_by(end->body, end->hash, pk);
}

static int
check_end(struct scan *s)
{
	struct end_of of = { segment_reader_end(s->reader), { 0 } };
	uint8_t root[HASH_LEN];
	struct segment_end end;

	segment_header_hash(segment_reader_header_bytes(s->reader), of.hash);
	segment_end_get(of.body, &end);
	merkle_root(&s->found.tree, root);
	if (!boxlog_signed(s->o, end_signed, &of) ||
	    memcmp(end.root, root, HASH_LEN) != 0)
		return err_set(s->e,
		    "%s: its end frame (before offset %" PRIu64
		    ") does not fit its records" ADVICE,
		    s->path, segment_reader_offset(s->reader));
	return 0;
}

static int
take_frame(struct scan *s, const struct frame *f, const uint8_t *raw)
{
	uint8_t leaf[HASH_LEN];

	if (f->type == FRAME_ERASED)
		return take_kept_leaf(s);
	merkle_leaf(raw, SEGMENT_FRAME_LEN + (size_t)f->body_len, leaf);
	if (s->seen != NULL)
		s->seen(f->tag, f->index, s->arg);
	return take_leaf(s, leaf);
}

/* Reads all frames; how the segment ended goes to found. */
static int
scan_frames(struct scan *s, enum segment_result *ended)
{
	enum segment_result result;
	const uint8_t *raw;
	struct frame f;
	struct err why;

	while ((result = segment_reader_next(s->reader, &f, &raw, &why)) ==
	    SEGMENT_OK)
		if (take_frame(s, &f, raw) != 0)
			return -1;
	*ended = result;
	s->found.before_offset = segment_reader_offset(s->reader);
	if (result == SEGMENT_END) {
		s->found.before = SEGMENT_BEFORE_CLEAN;
		return check_end(s) == 0 ? flush_leaves(s) : -1;
	}
	s->found.before = SEGMENT_BEFORE_TORN;
	if (result == SEGMENT_OPEN || result == SEGMENT_TORN)
		return 0;
	return err_set(
	    s->e, "%.440s%s", why.msg, result == SEGMENT_DAMAGED ? ADVICE : "");
}

/*
 * Brings the page cache and the disk to agree about the last segment: what a
 * killed process left is written, and what a failed sync left only in memory
 * is forgotten, so that the scan sees what will still be there tomorrow.
 */
static int
settle(struct scan *s)
{
	int fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int rc;

	if (fd < 0)
		return err_sys(s->e, "%s: cannot be opened", s->path);
	rc = fdatasync(fd);
	if (rc != 0)
		err_sys(s->e, "%s: cannot be synced", s->path);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	return rc;
}

static int
scan_segment(struct scan *s, uint32_t number, enum segment_result *ended)
{
	enum segment_result result;
	struct err why;
	int rc;

	result = segment_reader_open(s->path, &s->reader, &why);
	if (result != SEGMENT_OK)
		return err_set(s->e, "%.440s%s", why.msg,
		    result == SEGMENT_DAMAGED || result == SEGMENT_TORN ? ADVICE
									: "");
	rc = check_header(s, number);
	if (rc == 0)
		rc = scan_frames(s, ended);
	s->found.number = number;
	segment_reader_close(&s->reader);
	return rc;
}

static int
scan_path(struct scan *s, uint32_t number)
{
	char name[SEGMENT_NAME_LEN + 1];

	free(s->path);
	segment_name(number, "seg", name);
	if (asprintf(&s->path, "%s/%s", s->o->dir, name) >= 0)
		return 0;
	s->path = NULL;
	err_set(s->e, "no memory for the scan of a log");
	return -1;
}

static int
scan_all(struct scan *s, const uint32_t *numbers, size_t count,
    enum segment_result *ended)
{
	for (size_t i = 0; i < count; i++) {
		if (scan_path(s, numbers[i]) != 0)
			return -1;
		if (i + 1 == count && settle(s) != 0)
			return -1;
		if (scan_segment(s, numbers[i], ended) != 0)
			return -1;
	}
	if (s->mark < s->marks->n)
		return err_set(s->e,
		    "%s: the newest checkpoint was published for %" PRIu64
		    " records, but there are only %" PRIu64 "; restore the "
		    "segments from a backup (gehoor restore)",
		    s->o->dir, s->marks->items[s->marks->n - 1].size,
		    s->found.tree.size);
	if (leaves_count(s->leaves) > s->found.tree.size)
		return err_set(s->e,
		    "%s: records %" PRIu64 " to %" PRIu64
		    " are in leaves but in no segment; restore the segments "
		    "from a backup",
		    s->o->dir, s->found.tree.size, leaves_count(s->leaves) - 1);
	return flush_leaves(s);
}

static void
say(struct err *note, const struct scan *s, enum segment_result ended,
    const char *foreign)
{
	const char *how = "";

	if (note == NULL)
		return;
	if (s->path != NULL && ended == SEGMENT_TORN)
		how = "was torn by a crash and is kept";
	else if (s->path != NULL && ended == SEGMENT_OPEN)
		how = "was not ended";
	note->msg[0] = '\0';
	if (how[0] != '\0')
		err_set(note,
		    "%s: %s; its last whole frame ends at offset "
		    "%" PRIu64,
		    s->path, how, s->found.before_offset);
	if (foreign[0] != '\0')
		snprintf(note->msg + strlen(note->msg),
		    sizeof(note->msg) - strlen(note->msg),
		    "%s%s: %s does not belong there",
		    how[0] != '\0' ? "; " : "", s->o->dir, foreign);
}

int
boxlog_scan(const struct boxlog_options *o, struct leaves *l,
    const struct act_list *restored, const struct boxlog_marks *marks,
    boxlog_seen_fn *seen, void *arg, struct boxlog_found *out, struct err *note,
    struct err *e)
{
	struct scan s = { .o = o,
		.restored = restored,
		.marks = marks,
		.leaves = l,
		.seen = seen,
		.arg = arg,
		.e = e };
	enum segment_result ended = SEGMENT_END;
	char foreign[BOXLOG_FOREIGN_LEN];
	uint32_t *numbers;
	size_t count;
	int rc;

	if (boxlog_list(o->dir, &numbers, &count, foreign, e) != 0)
		return -1;
	merkle_init(&s.found.tree);
	s.found.begun = o->week;
	rc = agree(&s);
	if (rc == 0)
		rc = scan_all(&s, numbers, count, &ended);
	if (rc == 0) {
		say(note, &s, ended, foreign);
		memmove(s.found.log_id, log_id_of(&s, s.found.number + 1),
		    LOG_ID_LEN);
		*out = s.found;
	}
	free(numbers);
	free(s.path);
	return rc;
}
