/*
 * ingest.h - a log becomes rows: verify, unseal, parse, appraise, store.
 */
#ifndef INGEST_H
#define INGEST_H

#include <stdbool.h>

#include "boxes.h"
#include "finding.h"
#include "gehoor/conf.h"
#include "gehoor/note.h"
#include "gehoor/unseal.h"
#include "progress.h"
#include "store.h"
#include "stopwatch.h"

struct sqlite3;
struct ingest;

struct ingest_options {
	const struct conf *conf; /* borrowed, as all here */
	struct sqlite3 *db;
	const struct reader_secret *key;
	const struct note_verifier *log_keys;
	size_t nlog_keys;
	const struct act_desk *desks;
	size_t ndesks;
	bool whole;       /* db is new, and thrown away if this fails */
	bool skip_closed; /* what this key does not open is unreadable */
	bool alone;       /* parts that come late are a message by themselves */
	bool timing;
	bool quiet; /* no progress */
	/* Something to say about a box: a note, or damage. */
	void (*tell)(const char *box, enum finding_level level,
	    const char *what, void *arg);
	void *arg;
};

struct ingest_result {
	uint64_t read;          /* records of this run */
	struct store_done done; /* what these became */
	bool damaged;           /* something was not as written */
	bool closed;            /* stopped: sealed to other readers */
	bool again;             /* stopped: only a whole run can go on */
};

int
ingest_new(const struct ingest_options *o, struct ingest **out, struct err *e);
void ingest_free(struct ingest **in);

/*
 * Reads on where the last ingest of that box stopped.  0, also when damage
 * stopped it: what was read until then is kept; or -1 if the database or the
 * directory cannot be used.  Nothing of the box is kept if again is set: a
 * part of a text message came whose other parts an earlier run has counted.
 * A whole run, into a new database, then puts them together.
 */
int ingest_box(struct ingest *in, const struct box_log *log,
    struct ingest_result *out, struct err *e);

/* After the last box: makes everything last. 0 or -1. */
int ingest_finish(struct ingest *in, struct err *e);

const struct stopwatch *ingest_stopwatch(const struct ingest *in);

#endif
