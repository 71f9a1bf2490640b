/*
 * messages.h - the example messages (tests/run/messages.jsonl) in memory.
 */
#ifndef BENCH_MESSAGES_H
#define BENCH_MESSAGES_H

#include <jansson.h>

/*
 * The objects of a file of JSON lines as one array, which the caller owns.
 * Ends the program with a line on stderr if that cannot be had.
 */
json_t *messages_load(const char *path);

/* A string member, "" if there is none; borrowed. */
const char *message_get(const json_t *message, const char *key);

#endif
