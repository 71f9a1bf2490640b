/*
 * ingest_parts.h - what ingest.c (messages) and ingest_beside.c (everything
 * else) share.
 */
#ifndef INGEST_PARTS_H
#define INGEST_PARTS_H

#include "classifier.h"
#include "ingest.h"
#include "marks.h"
#include "opener.h"
#include "record_read.h"
#include "store.h"

/* From which record on a log is there; what is before was deleted. */
struct begun {
	struct begun *next;
	uint8_t log_id[LOG_ID_LEN];
	uint64_t first;
};

struct ingest {
	struct ingest_options o;
	struct opener *opener;
	struct classifier *classifier;
	struct store *store;
	struct stopwatch watch;
	struct progress progress;
	struct record_read_store strings;
	struct buf content;
	struct begun *begun;
	struct buf erased; /* leaves of what is signed for as erased */
	/* Of the box that is being read. */
	const char *box;
	const char *shown; /* with the server's name where there are several */
	struct ingest_result *result;
	struct marks marks;  /* what the log swore to */
	uint64_t unreadable; /* told or not */
	uint32_t told;       /* segment about which all is said */
};

/* Says something about the log that is read; damage is remembered. */
void ingest_tell(struct ingest *in, enum finding_level level, const char *what);
/* A finding_fn; arg is the ingest. */
void ingest_finding(const struct finding *f, void *arg);

/* What was deleted after its time counts as that. 0 or -1. */
int
ingest_beginning(struct ingest *in, const struct logwalk *walk, struct err *e);

/* What the log swore to: gathered before, kept after reading. 0 or -1. */
int ingest_marks(struct ingest *in, const struct box_log *log, struct err *e);
int
ingest_keep_marks(struct ingest *in, const struct logwalk *walk, struct err *e);

/* What the desks did, anew each time: it is little. 0 or -1. */
int ingest_desks(struct ingest *in, struct err *e);

#endif
