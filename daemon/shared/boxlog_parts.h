/*
 * boxlog_parts.h - what the files boxlog*.c share and nobody else includes.
 */
#ifndef BOXLOG_PARTS_H
#define BOXLOG_PARTS_H

#include "durable.h"
#include "gehoor/boxlog.h"
#include "gehoor/act_file.h"
#include "gehoor/leaves.h"

/* What was found in a log: where the next segment goes on. */
struct boxlog_found {
	uint32_t number; /* of the last segment; 0: none */
	uint8_t log_id[LOG_ID_LEN];
	enum segment_before before; /* how it ended */
	uint64_t before_offset;
	struct merkle tree;
	struct week begun; /* week of the first segment there is */
};

/* A checkpoint that was published: what the tree must still give. */
struct boxlog_mark {
	struct week week;
	bool named; /* has a file of its own week */
	uint64_t size;
	uint8_t root[HASH_LEN];
};

/*
 * All checkpoints of a log, by size and week, and the newest as a note.  Of
 * earlier generations only those are kept that the present one goes on from.
 */
struct boxlog_marks {
	struct boxlog_mark *items;
	size_t n;
	struct checkpoint newest; /* of this generation */
	struct buf note;          /* empty: none */
};

/*
 * boxlog_checkpoint.c: reads all checkpoints of a directory, which must be
 * signed by o's signer or keys.  0, or -1 naming the file.
 */
int boxlog_marks_read(const struct boxlog_options *o,
    const struct act_list *restored, struct boxlog_marks *out, struct err *e);
void boxlog_marks_free(struct boxlog_marks *m);

/* The week of the first checkpoint that covers a record. */
bool boxlog_marks_covered(
    const struct boxlog_marks *m, uint64_t index, struct week *out);

/* Whether a week can only come from a clock that was far ahead. */
bool boxlog_is_ahead(struct week week, struct week ended);

/* The newest week with a checkpoint that is not so, or before. */
struct week boxlog_marks_last(
    const struct boxlog_marks *m, struct week before, struct week ended);

/* Writes both files of a new checkpoint, and keeps it. 0 or -1. */
int boxlog_marks_publish(int dir, struct boxlog_marks *m,
    const struct checkpoint *c, const struct buf *note, struct week week,
    struct err *e);

/* Writes "checkpoint" again if a crash came between the two. 0 or -1. */
int boxlog_marks_repair(int dir, const struct boxlog_marks *m, struct err *e);

/* Whether it is signed by o's signer, or by one of its keys. */
bool boxlog_signed(const struct boxlog_options *o,
    bool (*is_signed)(const void *arg, const uint8_t pk[static 32]),
    const void *arg);

/* The signer's key and the others, under the name of an origin. */
int boxlog_verify(const struct boxlog_options *o, const char *p, size_t n,
    const char *origin, struct checkpoint *out, struct err *e);

/* boxlog_scan.c: goes through all segments; completes the leaves. */
int boxlog_scan(const struct boxlog_options *o, struct leaves *l,
    const struct act_list *restored, const struct boxlog_marks *marks,
    boxlog_seen_fn *seen, void *arg, struct boxlog_found *out, struct err *note,
    struct err *e);

/* boxlog_files.c: makes the directory, and locks it for one writer. */
int boxlog_directory(const char *dir, struct err *e); /* the fd, or -1 */

/* A segment that is begun. */
struct boxlog_begun {
	uint32_t number;
	const struct buf *key_file;
	const uint8_t *header; /* SEGMENT_HEADER_LEN bytes */
	int64_t file_time;
	bool aside; /* both files have BOXLOG_NEW behind their names */
};

/*
 * Makes the key file and the segment, both durable.  Returns the segment
 * open for appending, or -1 and neither is there.
 */
int boxlog_create(int dirfd, const struct boxlog_begun *s, struct err *e);

/* What was begun aside gets its name, durably (0 or -1); or goes. */
int boxlog_appear(int dirfd, uint32_t number, struct err *e);
void boxlog_vanish(int dirfd, uint32_t number);

#endif
