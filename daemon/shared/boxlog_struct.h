/*
 * boxlog_struct.h - the log of a box as it is written; for boxlog.c and
 * boxlog_publish.c only.
 */
#ifndef BOXLOG_STRUCT_H
#define BOXLOG_STRUCT_H

#include "boxlog_parts.h"

/* In locked memory. */
struct boxlog_secrets {
	struct seal seal;
	uint8_t k0[KEY_LEN];
};

struct boxlog {
	char *dir;
	char box[BOX_NAME_MAX + 1];
	struct reader *readers;
	size_t nreaders;
	const struct note_signer *signer;
	uint64_t max_bytes;
	int max_weeks;
	struct boxlog_secrets *secrets;
	int dirfd;  /* holds the lock */
	int fd;     /* of the open segment, or -1 */
	bool spent; /* must not be written to again */
	bool aside; /* the segment appears when the log is closed */
	struct segment_header header;
	uint8_t header_hash[32];
	uint64_t bytes; /* of the open segment */
	int64_t file_time;
	struct merkle tree; /* of what is durable */
	uint8_t log_id[LOG_ID_LEN];
	struct leaves *leaves;
	struct boxlog_marks marks; /* checkpoints */
	struct week begun;         /* week of the first segment */
	struct week restored;      /* week of the last restoring, or year 0 */
	struct week looked;        /* newest week that needs no checkpoint */
	char origin[NOTE_NAME_MAX + 1];
	struct buf batch; /* frames sealed, not yet written */
	struct buf batch_leaves;
	struct buf aside_leaves; /* of what was written aside */
};

#endif
