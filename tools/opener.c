/*
 * opener.c - opens the records that a walk comes along.
 */
#include "opener.h"

#include <stdlib.h>

struct opener {
	const struct reader_secret *reader;
	uint32_t segment;       /* of the keys below; 0: none yet */
	struct unseal *keys;    /* NULL: they could not be opened ... */
	enum opener_result why; /* ... because */
	struct err reason;
	struct buf padded;
	struct record_plain plain;
};

struct opener *
opener_new(const struct reader_secret *r)
{
	struct opener *o = calloc(1, sizeof(*o));

	if (o != NULL)
		o->reader = r;
	return o;
}

void
opener_reset(struct opener *o)
{
	o->segment = 0;
	unseal_close(&o->keys);
	record_plain_free(&o->plain);
	buf_clear(&o->padded);
}

void
opener_free(struct opener **o)
{
	if (*o == NULL)
		return;
	opener_reset(*o);
	buf_free(&(*o)->padded);
	free(*o);
	*o = NULL;
}

/* The keys of the segment that the walk has entered. */
static void
open_keys(struct opener *o, const struct logwalk *w)
{
	const struct buf *file = logwalk_key_file(w);
	struct err why;

	unseal_close(&o->keys);
	o->segment = logwalk_header(w)->number;
	if (file == NULL) {
		o->why = logwalk_is_shredded(w) ? OPENER_SHREDDED
						: OPENER_UNREADABLE;
		err_set(&o->reason, "the key file of segment %08u is %s",
		    (unsigned)o->segment,
		    o->why == OPENER_SHREDDED ? "shredded" : "damaged");
		return;
	}
	switch (unseal_open(file->data, file->len, logwalk_header_bytes(w),
	    o->reader, &o->keys, &why)) {
	case UNSEAL_OK:
		return;
	case UNSEAL_NOT_FOR_US:
		o->why = OPENER_NOT_OURS;
		break;
	default:
		o->why = OPENER_UNREADABLE;
		break;
	}
	err_set(&o->reason, "segment %08u: %s", (unsigned)o->segment, why.msg);
}

enum opener_result
opener_open(struct opener *o, const struct logwalk *w,
    const struct logwalk_record *r, struct str *json, struct err *e)
{
	if (r->frame->type == FRAME_ERASED)
		return OPENER_ERASED;
	if (o->segment != logwalk_header(w)->number)
		open_keys(o, w);
	if (o->keys == NULL) {
		*e = o->reason;
		return o->why;
	}
	buf_clear(&o->padded);
	if (unseal_record(o->keys, r->frame, r->raw + SEGMENT_FRAME_LEN,
		&o->padded, e) != UNSEAL_OK)
		return OPENER_UNREADABLE;
	record_plain_free(&o->plain);
	if (record_unpack(o->padded.data, o->padded.len, &o->plain, e) == -1)
		return OPENER_UNREADABLE;
	*json = o->plain.json;
	return OPENER_OPENED;
}
