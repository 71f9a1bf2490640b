/*
 * stopwatch.h - where the time of an ingest goes.
 */
#ifndef STOPWATCH_H
#define STOPWATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * X(constant, name).  Classifying is done beside the others, by a second
 * thread; what the first one waits for it is a stage too.
 */
#define STAGES(X) \
	X(STAGE_VERIFY, "verify") \
	X(STAGE_UNSEAL, "unseal") \
	X(STAGE_PARSE, "parse") \
	X(STAGE_CLASSIFY, "classify") \
	X(STAGE_WAIT, "wait") \
	X(STAGE_INSERT, "insert")

enum stage {
#define X(constant, name) constant,
	STAGES(X)
#undef X
	    STAGE_COUNT
};

struct stopwatch {
	bool running;
	int64_t since; /* monotonic nanoseconds */
	int64_t spent[STAGE_COUNT];
};

/* Costs nothing unless it runs. */
void stopwatch_start(struct stopwatch *s, bool running);

/* What passed since the last call was spent elsewhere. */
void stopwatch_go(struct stopwatch *s);

/* What passed since the last call was spent on that stage. */
void stopwatch_lap(struct stopwatch *s, enum stage stage);

/*
 * A line for each stage: microseconds a message, and seconds in all.  The sum
 * is what passed on the clock, so without classifying.
 */
void stopwatch_print(const struct stopwatch *s, uint64_t messages, FILE *f);

#endif
