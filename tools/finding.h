/*
 * finding.h - something worth saying about a log, and where it is.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/err.h"

enum finding_level {
	FINDING_NOTE,  /* to know: a torn tail, a shredded key */
	FINDING_DAMAGE /* not as it was written */
};

/* X(constant, name for programs). */
#define FINDING_KINDS(X) \
	X(FINDING_FOREIGN, "foreign")   /* a file that is none of ours */ \
	X(FINDING_TORN, "torn")         /* ended within a frame */ \
	X(FINDING_OPEN, "open")         /* not ended: running, or a crash */ \
	X(FINDING_SHREDDED, "shredded") /* the key file is gone */ \
	X(FINDING_DAMAGED, "damage")    /* bytes are not as written */ \
	X(FINDING_VERSION, "version")   /* of a format we do not know */ \
	X(FINDING_IO, "unreadable")     /* the disk or the rights say no */ \
	X(FINDING_GAP, "gap")           /* segments are missing */ \
	X(FINDING_CHAIN, "chain")       /* not what the last one says */ \
	X(FINDING_SIGNATURE, "signature") \
	X(FINDING_ROOT, "root")     /* the tree has another root */ \
	X(FINDING_LEAVES, "leaves") /* the leaves file differs */ \
	X(FINDING_KEY_FILE, "key-file") \
	X(FINDING_ACT, "act")               /* erased, expired, restored */ \
	X(FINDING_RESTORED, "restored")     /* goes on from a backup */ \
	X(FINDING_EXPIRED, "expired")       /* deleted after its time */ \
	X(FINDING_CHECKPOINT, "checkpoint") /* what was sworn to */ \
	X(FINDING_CLOSED, "closed")         /* not sealed to this reader */

enum finding_kind {
#define X(constant, name) constant,
	FINDING_KINDS(X)
#undef X
	    FINDING_KIND_COUNT
};

#define FINDING_NOWHERE UINT64_MAX

struct finding {
	enum finding_level level;
	enum finding_kind kind;
	const char *path; /* of the file or directory */
	uint64_t offset;  /* FINDING_NOWHERE: the whole file */
	const char *what; /* a line that names the path too */
};

const char *finding_kind_name(enum finding_kind kind);

typedef void finding_fn(const struct finding *f, void *arg);

#endif
