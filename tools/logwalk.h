/*
 * logwalk.h - goes through the log of one box: segments, chain and tree.
 *
 * The one reader of verify, cat and ingest.  Needs no secret.  Everything
 * that is not as it was written becomes a finding; what is read is always a
 * prefix of the log, or (if asked to go on) what lies behind the damage too.
 */
#ifndef LOGWALK_H
#define LOGWALK_H

#include <stdbool.h>

#include "finding.h"
#include "gehoor/act_file.h"
#include "gehoor/buf.h"
#include "gehoor/note.h"
#include "gehoor/segment.h"

struct logwalk;

/* Up to where a log has been read; all zero: nothing yet. */
struct logwalk_place {
	uint32_t segment;
	uint64_t offset;    /* behind the last record */
	uint8_t header[32]; /* hash of the segment's header */
	struct merkle tree; /* of all records before */
};

struct logwalk_options {
	const char *dir; /* borrowed, as all here */
	const char *box;
	const struct note_verifier *keys;
	size_t nkeys;
	const struct logwalk_place *from; /* NULL: the beginning */
	bool go_on;                       /* behind damage */
	finding_fn *finding;
	void *arg;
	const struct act_desk *desks; /* whose acts count */
	size_t ndesks;
};

struct logwalk_record {
	const struct frame *frame;
	const uint8_t *raw;  /* the whole frame */
	const uint8_t *leaf; /* HASH_LEN bytes */
};

/* Lists the directory. 0, or -1 if it cannot be read or no memory. */
int logwalk_open(
    const struct logwalk_options *o, struct logwalk **out, struct err *e);

/* The next record; false at the end, or at damage. Borrowed until next. */
bool logwalk_next(struct logwalk *w, struct logwalk_record *r);

/* The segment of the last record: its header, as read and as bytes. */
const struct segment_header *logwalk_header(const struct logwalk *w);
const uint8_t *logwalk_header_bytes(const struct logwalk *w);
/* Its key file, if that is whole; else NULL. */
const struct buf *logwalk_key_file(const struct logwalk *w);
bool logwalk_is_shredded(const struct logwalk *w);

/* What was done to the log on purpose. Borrowed until the close. */
struct walk_acts;
const struct walk_acts *logwalk_acts(const struct logwalk *w);

/* All records up to here; NULL where damage made that unknown. */
const struct merkle *logwalk_tree(const struct logwalk *w);

/* Segments entered so far; records and bytes of frames seen. */
struct logwalk_count {
	uint32_t segments;
	uint64_t records, erased, bytes; /* erased: of the records */
};
struct logwalk_count logwalk_count(const struct logwalk *w);

/* Where another walk can go on: behind the last record, or before all
 * records that this walk read of the segment it is in. */
void logwalk_place(const struct logwalk *w, struct logwalk_place *out);
void logwalk_entered(const struct logwalk *w, struct logwalk_place *out);

void logwalk_close(struct logwalk **w);

#endif
