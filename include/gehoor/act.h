/*
 * act.h - what was done to a log on purpose, signed by those who did it: the
 * files "erased", "expired" and "restored" beside the segments.
 *
 * Each is a row of signed notes, one empty line between two of them.  The
 * text of a note has no empty line; its first line names the kind, the
 * others are a word, a blank and a value, in this order:
 *
 *	gehoor erased v1		one record was zeroed
 *	origin ORIGIN
 *	log LOGID			32 hexadecimal digits
 *	segment 3
 *	index 17
 *	leaf BASE64			stays in the tree
 *	week 2026-W48
 *	reason TEXT			one line
 *
 *	gehoor expired v1		segments up to this one were deleted
 *	origin ORIGIN
 *	log LOGID			of that segment
 *	segment 12
 *	size 4711			records up to its end
 *	root BASE64			of the tree of that size
 *	week 2026-W48
 *
 *	gehoor restored v1		the log goes on from a backup
 *	origin ORIGIN			of the generation that ended
 *	log LOGID			that ended
 *	segment 9			the first that has the new log id
 *	size 1200			records in the backup
 *	root BASE64			of the tree of that size
 *	new LOGID
 *	was SIZE BASE64			the newest checkpoint known before
 *	week 2026-W48
 *
 * "erased" is signed by two desks with different roles, "expired" by one
 * desk, "restored" by the server; who may sign is for the caller to judge.
 */
#ifndef GEHOOR_ACT_H
#define GEHOOR_ACT_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/note.h"
#include "gehoor/segment.h"
#include "gehoor/week.h"

#define ACT_MAX 4096            /* bytes of one note */
#define ACT_REASON_MAX 400      /* bytes of a reason */
#define ACT_FILE_MAX (8u << 20) /* bytes of a file that is read */

enum act_kind { ACT_ERASED, ACT_EXPIRED, ACT_RESTORED };

struct act {
	enum act_kind kind;
	char origin[NOTE_NAME_MAX + 1];
	uint8_t log_id[LOG_ID_LEN];
	uint32_t segment;
	uint64_t index;         /* erased */
	uint8_t leaf[HASH_LEN]; /* erased */
	uint64_t size;          /* expired, restored */
	uint8_t root[HASH_LEN]; /* expired, restored */
	uint8_t new_id[LOG_ID_LEN];
	uint64_t was_size; /* restored */
	uint8_t was_root[HASH_LEN];
	struct week week;
	char reason[ACT_REASON_MAX + 1]; /* erased */
};

/* Adds the text of the note. */
void act_write(const struct act *a, struct buf *text);

/* Reads the text of a note. 0 or -1. */
int act_read(struct str text, struct act *out, struct err *e);

/*
 * Takes the next note off a file's content: *note is the whole note, for
 * note_verify.  1, 0 at the end, or -1 (no further note can be found).
 */
int act_next(struct str *rest, struct str *note, struct err *e);

#endif
