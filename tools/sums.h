/*
 * sums.h - the sum line: where every record of the logs is.
 *
 * Exact, and therefore of the whole installation only.
 */
#ifndef SUMS_H
#define SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "gehoor/err.h"
#include "gehoor/week.h"

struct sqlite3;

/* X(constant, what the records are in the database), in order of the line. */
#define SUM_TERMS(X) \
	X(SUM_COUNTED, STATUS_COUNTED) \
	X(SUM_CARRIED, STATUS_COUNTED) \
	X(SUM_QUARANTINED, STATUS_QUARANTINED) \
	X(SUM_ERASED, STATUS_ERASED) \
	X(SUM_EXPIRED, STATUS_EXPIRED) \
	X(SUM_DUPLICATES, STATUS_DUPLICATE) \
	X(SUM_CONTINUATIONS, STATUS_CONTINUATION) \
	X(SUM_UNREADABLE, STATUS_UNREADABLE)

enum sum_term {
#define X(c, status) c,
	SUM_TERMS(X)
#undef X
	    SUM_COUNT
};

struct sums {
	uint64_t tree;             /* records in all logs */
	uint64_t term[SUM_COUNT];  /* add up to tree */
	struct week waiting_since; /* year 0: nothing waits, or unknown */
};

/*
 * Reads the sums as of the end of the period: what was counted in later
 * weeks is carried.  -1 also if they do not add up to the logs, which a
 * rebuild of the database must settle.
 */
int
sums_read(struct sqlite3 *db, struct period p, struct sums *out, struct err *e);

#endif
