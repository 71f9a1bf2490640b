/*
 * desk_event.h - what people at a desk did, one JSON object per record of
 * the desk log: a role, never a name; a week, never a day.
 *
 *	{"v":1,"act":"replied","role":"council","week":"2026-W48",
 *	 "log":LOGID,"box":"lijn","leaf":HEX,"version":1,
 *	 "passed_on":"quality","text":"..."}
 *	{"v":1,"act":"erased","role":"council","second":"quality",
 *	 "week":...,"log":LOGID,"box":"lijn","leaf":HEX,"index":17,
 *	 "segment":3,"reason":"..."}
 *	{"v":1,"act":"expired","role":"council","week":...,"log":LOGID,
 *	 "box":"lijn","segment":12,"first":4000,"size":4711,
 *	 "sums":{"counted":700,...},
 *	 "counts":[["2024-Q3","noord","theme","wonen",12],...]}
 *
 *	{"v":1,"act":"labelled","role":"peer","week":...,"log":LOGID,
 *	 "box":"lijn","leaf":HEX,"version":1,"themes":["wachten"],
 *	 "polarity":"neg","weight":2}
 *	{"v":1,"act":"quoted","role":"council","week":...,"log":LOGID,
 *	 "box":"lijn","leaf":HEX,"theme":"wachten","words":HEX}
 *	{"v":1,"act":"withheld","role":"council","week":...,"log":LOGID,
 *	 "box":"lijn","leaf":HEX}
 *
 * "labelled": what is left out of "themes", "polarity" and "weight" is as it
 * was found; "themes":[] is about none.  "quoted" is an approval in one role:
 * "words" is the BLAKE2b of the very words that may be printed.
 *
 * LOGID is 32 and HEX 64 hexadecimal digits in lower case.  "first" and
 * "size" are the records of the segment, from and up to.  New acts come last.
 */
#ifndef DESK_EVENT_H
#define DESK_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/reply.h"
#include "gehoor/segment.h"
#include "gehoor/week.h"
#include "status.h"

#define DESK_EVENT_VERSION 1

#define DESK_ACTS(X) \
	X(DESK_REPLIED, "replied") \
	X(DESK_ERASED, "erased") \
	X(DESK_EXPIRED, "expired") \
	X(DESK_LABELLED, "labelled") \
	X(DESK_QUOTED, "quoted") \
	X(DESK_WITHHELD, "withheld")

enum desk_act {
#define X(c, name) c,
	DESK_ACTS(X)
#undef X
	    DESK_ACT_COUNT
};
extern const char *const desk_act_names[DESK_ACT_COUNT];

/* A count that outlives its messages: period is year * 10 + quarter. */
struct desk_count {
	int quarter;
	struct str region, dimension, category;
	uint64_t n;
};

/* What a person found in a message, where that is not what was found. */
#define DESK_THEMES_MAX 16

struct desk_label {
	bool has_themes, has_weight;
	struct str themes[DESK_THEMES_MAX]; /* ids */
	size_t nthemes;
	struct str polarity; /* a name of gauge.h, or empty */
	unsigned weight;     /* 0 to 3 */
};

/* Strings are borrowed from the store of the reading, or from the caller. */
#define DESK_COUNTS_MAX 50000 /* of one event */

struct desk_event {
	enum desk_act act;
	struct str role, second; /* of conf_roles; second only for erased */
	struct week week;
	uint8_t log_id[LOG_ID_LEN];
	struct str box;
	uint8_t leaf[HASH_LEN]; /* all but expired */
	uint32_t version;       /* replied, labelled */
	struct str passed_on;   /* replied; may be empty */
	struct str text;        /* replied: the answer; erased: the reason */
	uint32_t segment;       /* erased, expired */
	uint64_t index;         /* erased */
	uint64_t first, size;   /* expired */
	uint64_t sums[STATUS_COUNT]; /* expired */
	const struct desk_count *counts;
	size_t ncounts;
	struct desk_label label; /* labelled */
	struct str theme;        /* quoted */
	uint8_t words[HASH_LEN]; /* quoted */
};

/* Room for what a reading refers to; freed and wiped once at the end. */
struct desk_event_store;
struct desk_event_store *desk_event_store_new(void);
void desk_event_store_free(struct desk_event_store **s);

void desk_event_write(const struct desk_event *ev, struct buf *json);

/* 0; 1 if it is an act this version does not know; or -1. */
int desk_event_read(struct str json, struct desk_event_store *s,
    struct desk_event *out, struct err *e);

#endif
