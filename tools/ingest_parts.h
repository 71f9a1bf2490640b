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
#include "parts.h"
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
	struct buf text;           /* all that somebody wrote in one message */
	uint8_t said_key[KEY_LEN]; /* nobody without the secret can make it */
	struct parts *parts;
	struct begun *begun;
	struct buf erased; /* leaves of what is signed for as erased */
	/* Of the box that is being read. */
	const char *box;
	const char *shown; /* with the server's name where there are several */
	struct logwalk *walk;
	struct ingest_result *result;
	struct marks marks;  /* what the log swore to */
	uint64_t unreadable; /* told or not */
	uint32_t told;       /* segment about which all is said */
};

/* What was done with a record; the walk goes on after the first two. */
enum taken {
	TAKEN_ROW,    /* its row is made, and is to be kept */
	TAKEN_PART,   /* its row comes with the rest of the message */
	TAKEN_CLOSED, /* nothing: the walk stops before it */
	TAKEN_AGAIN,  /* nothing: everything must be read again */
	TAKEN_FAILED  /* e is set */
};

/* Keeps the row that is being made; writes the batch if it is full. 0 or -1. */
int ingest_keep(struct ingest *in, struct err *e);

/*
 * What makes a repeat: the key that its sender gave it, and everything it
 * says.  Whether it is held belongs to it, so that a message that waits never
 * swallows one that counts.
 */
void
ingest_repeat_key(struct ingest *in, const struct record *r, struct row *row);
/* Who sent a text message, and what it says, for what may be a repeat. */
void
ingest_sender_key(struct ingest *in, const struct record *r, struct row *row);
void ingest_said_key(
    struct ingest *in, struct str text, bool complete, struct row *row);
/* What is remembered of a ref of a message of so many parts. */
void ingest_part_key(struct ingest *in, struct str ref, unsigned of,
    uint8_t out[static SEEN_LEN]);
/* The key for what is said, from the reader's secret. */
void ingest_derive_key(struct ingest *in);

/* Whether a record is a part of a message; then it is taken as one. */
bool ingest_is_part(const struct record *r);
enum taken ingest_part(
    struct ingest *in, const struct record *r, struct row *row, struct err *e);
/* A parts_fn; arg is the ingest. */
int ingest_joined(const struct parts_set *s, void *arg, struct err *e);

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
