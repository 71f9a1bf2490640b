/*
 * restore_kept.h - what others kept about a log that is being restored: the
 * witnesses' checkpoints, and what was done on purpose since the backup.
 */
#ifndef RESTORE_KEPT_H
#define RESTORE_KEPT_H

#include "gehoor/act_file.h"
#include "gehoor/checkpoint.h"
#include "kept.h"
#include "state_logs.h"

struct restore_kept {
	/* in */
	const struct state_log *log;
	const char *dir;  /* of the log being restored */
	const char *name; /* N of its origins */
	unsigned generation;
	struct act_keys keys;
	uint64_t size; /* records */
	uint32_t last; /* segment */
	/* out */
	struct kept checkpoints; /* owned by the caller (kept_free) */
	size_t known;            /* what was found */
	bool sworn;
	struct checkpoint newest; /* if sworn */
};

/*
 * Looks in the directories: in those of witnesses (STORE/ORIGIN), and of
 * states (STATE/log/BOX, STATE/desk/ID).  Adds what is about these records to
 * the files of acts in k->dir.  0 or -1: err names the file.
 */
int restore_kept_take(
    struct restore_kept *k, char *const *places, size_t n, struct err *e);

#endif
