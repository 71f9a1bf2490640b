/*
 * boxlog_publish.c - what a log swears to, and when; what can be told of one
 * record.
 */
#include <inttypes.h>
#include <string.h>

#include "boxlog_struct.h"

/*
 * The week that has just ended, if it is to have a checkpoint.  A clock that
 * was far ahead and has come back does not keep it from that; one that went
 * back a little does, since a checkpoint out of its time tells of messages.
 */
static bool
is_due(const struct boxlog *b, struct week now, int every, struct week *ended)
{
	struct week before = week_add(b->begun, -1);

	*ended = week_add(now, -1);
	if (boxlog_is_ahead(before, *ended))
		before = week_add(*ended, -every);
	return weeks_between(boxlog_marks_last(&b->marks, before, *ended),
		   *ended) >= every &&
	    week_number(*ended) != week_number(b->looked);
}

int
boxlog_checkpoint(
    struct boxlog *b, struct week now, int every_weeks, struct err *e)
{
	struct checkpoint c = { .size = b->tree.size };
	struct buf note = BUF_INIT;
	struct week ended;
	struct err why;
	int rc;

	if (!is_due(b, now, every_weeks, &ended))
		return 0;
	if (b->marks.note.len > 0 && c.size == b->marks.newest.size) {
		b->looked = ended;
		return 0;
	}
	memcpy(c.origin, b->origin, sizeof(c.origin));
	merkle_root(&b->tree, c.root);
	rc = checkpoint_sign(&c, b->signer, &note, &why);
	if (rc == 0)
		rc = boxlog_marks_publish(
		    b->dirfd, &b->marks, &c, &note, ended, &why);
	buf_free(&note);
	return rc == 0
	    ? 1
	    : err_set(e, "%s: no checkpoint: %.350s", b->dir, why.msg);
}

const struct buf *
boxlog_published(const struct boxlog *b, struct checkpoint *out)
{
	if (b->marks.note.len == 0)
		return NULL;
	*out = b->marks.newest;
	return &b->marks.note;
}

bool
boxlog_covered(const struct boxlog *b, uint64_t index, struct week *out)
{
	return boxlog_marks_covered(&b->marks, index, out);
}

bool
boxlog_restored(const struct boxlog *b, struct week *out)
{
	*out = b->restored;
	return b->restored.year != 0;
}

int
boxlog_leaf(struct boxlog *b, uint64_t index, uint8_t leaf[static HASH_LEN],
    struct err *e)
{
	if (b->leaves == NULL || index >= b->tree.size)
		return err_set(e, "%s: record %" PRIu64 " has no leaf hash",
		    b->dir, index);
	return leaves_get(b->leaves, index, leaf, e);
}

const char *
boxlog_origin(const struct boxlog *b)
{
	return b->origin;
}

const uint8_t *
boxlog_log_id(const struct boxlog *b)
{
	return b->log_id;
}
