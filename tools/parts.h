/*
 * parts.h - the parts of long text messages, put together again.
 *
 * Parts are added in the order of the log.  A part goes to the set that was
 * begun first of those that lack its number, are of as many parts, and share
 * its ref or the one before.  Phones use 256 numbers again and again, so that
 * two messages may share a ref: then the second begins a set of its own.  A
 * set is given back as soon as it is complete, and at the latest when all are
 * flushed.  What is kept is bounded: beyond that, the set that was begun first
 * is given back as it is.
 */
#ifndef PARTS_H
#define PARTS_H

#include "gehoor/err.h"
#include "gehoor/record.h"

#define PARTS_OF_MAX 255
#define PARTS_REF_MAX 64
#define PARTS_SETS_MAX 10000        /* sets that wait */
#define PARTS_ALIKE_MAX 32          /* of these, sets that share a ref */
#define PARTS_BYTES_MAX (32u << 20) /* of memory for them */
#define PARTS_GAP " [\xe2\x80\xa6] "

struct part {
	struct record_part at; /* one that parts_is_part says yes to */
	struct str text;
	const void *extra; /* what the caller wants back; copied */
};

/* A set that is given back; everything is borrowed for the call. */
struct parts_set {
	struct str text; /* all of it; PARTS_GAP where something is missing */
	bool complete;
	unsigned of;
	size_t n;     /* parts that are there */
	void **extra; /* of these, by their number */
	size_t nrefs;
	const struct str *refs; /* all that its parts have */
};
typedef int parts_fn(const struct parts_set *s, void *arg, struct err *e);

struct parts;

/* extra: bytes for each part.  NULL without memory. */
struct parts *parts_new(size_t extra, parts_fn *fn, void *arg);
void parts_free(struct parts **p);

/* Whether it is a part as drawn; anything else is a message by itself. */
bool parts_is_part(const struct record_part *at);

/* Takes a part; may give sets back.  0, or -1 (no memory, or fn gave -1). */
int parts_add(struct parts *p, const struct part *part, struct err *e);

/* Gives all back, in the order in which they were begun.  0 or -1. */
int parts_flush(struct parts *p, struct err *e);

/* Forgets all. */
void parts_drop(struct parts *p);

/* False also while the last set is given back. */
bool parts_is_empty(const struct parts *p);

#endif
