/*
 * logchain.c - what a segment's header must say, given the one before.
 */
#include "logchain.h"

#include <inttypes.h>
#include <string.h>

void
logchain_start(struct logchain *c)
{
	*c = (struct logchain){
		.known = true, .number = 1, .before = SEGMENT_BEFORE_NONE
	};
}

void
logchain_resume(struct logchain *c, uint32_t number)
{
	*c = (struct logchain){ .known = false, .number = number };
}

static int
check_before(
    const struct logchain *c, const struct segment_header *h, struct err *e)
{
	if (h->before == SEGMENT_BEFORE_NONE && c->number != 1)
		return err_set(e,
		    "says it is the first segment, but is %08" PRIu32,
		    c->number);
	if (h->before != SEGMENT_BEFORE_NONE && c->number == 1)
		return err_set(e, "says there was a segment before the first");
	if (!c->known)
		return 0;
	if (h->before != c->before)
		return err_set(e, "says that the segment before %s, but it %s",
		    h->before == SEGMENT_BEFORE_CLEAN ? "was ended"
						      : "was left open",
		    c->before == SEGMENT_BEFORE_CLEAN ? "has an end frame"
						      : "has no end frame");
	if (h->before_offset != c->before_offset)
		return err_set(e,
		    "says that the segment before ended at "
		    "offset %" PRIu64 ", but it ends at %" PRIu64,
		    h->before_offset, c->before_offset);
	return 0;
}

static int
check_tree(
    const struct segment_header *h, const struct merkle *tree, struct err *e)
{
	uint8_t root[HASH_LEN];

	if (h->first_index != tree->size)
		return err_set(e,
		    "begins with record %" PRIu64 ", but the log"
		    " has %" PRIu64 " before it",
		    h->first_index, tree->size);
	merkle_root(tree, root);
	if (memcmp(root, h->before_root, HASH_LEN) != 0)
		return err_set(e,
		    "signs another tree of %" PRIu64 " records "
		    "than those before it make",
		    h->first_index);
	return 0;
}

int
logchain_check(const struct logchain *c, const char *box,
    const struct segment_header *h, const struct merkle *tree, struct err *e)
{
	if (h->number != c->number)
		return err_set(e,
		    "is segment %08" PRIu32 " under another "
		    "name",
		    h->number);
	if (strcmp(h->box, box) != 0)
		return err_set(e, "belongs to the box %s, not %s", h->box, box);
	if (c->begun && memcmp(h->log_id, c->log_id, LOG_ID_LEN) != 0)
		return err_set(e, "belongs to another log of that box");
	if (check_before(c, h, e) == -1)
		return -1;
	return tree == NULL ? 0 : check_tree(h, tree, e);
}

bool
logchain_tree(
    const struct segment_header *h, struct leaves *l, struct merkle *out)
{
	uint8_t leaf[HASH_LEN], root[HASH_LEN];
	struct merkle tree;
	uint64_t i;

	merkle_init(&tree);
	for (i = 0; i < h->first_index; i++) {
		if (leaves_get(l, i, leaf, NULL) == -1)
			return false;
		merkle_add(&tree, leaf);
	}
	merkle_root(&tree, root);
	if (memcmp(root, h->before_root, HASH_LEN) != 0)
		return false;
	*out = tree;
	return true;
}

void
logchain_enter(struct logchain *c, const struct segment_header *h)
{
	if (!c->begun)
		memcpy(c->log_id, h->log_id, LOG_ID_LEN);
	c->begun = true;
}

void
logchain_leave(struct logchain *c, enum segment_result result, uint64_t offset)
{
	c->number++;
	c->known = result == SEGMENT_END || result == SEGMENT_OPEN ||
	    result == SEGMENT_TORN;
	c->before =
	    result == SEGMENT_END ? SEGMENT_BEFORE_CLEAN : SEGMENT_BEFORE_TORN;
	c->before_offset = offset;
}

void
logchain_skip(struct logchain *c)
{
	c->number++;
	c->known = false;
}

bool
logchain_signed(const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct note_verifier *keys, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (segment_header_signed_by(header, keys[i].pk))
			return true;
	return false;
}

bool
logchain_end_signed(const uint8_t end[static SEGMENT_END_LEN],
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct note_verifier *keys, size_t n)
{
	uint8_t hash[32];
	size_t i;

	segment_header_hash(header, hash);
	for (i = 0; i < n; i++)
		if (segment_end_signed_by(end, hash, keys[i].pk))
			return true;
	return false;
}
