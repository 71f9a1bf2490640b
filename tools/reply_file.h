/*
 * reply_file.h - the files of answers in a state directory (reply.h).
 */
#ifndef REPLY_FILE_H
#define REPLY_FILE_H

#include "gehoor/err.h"
#include "gehoor/reply.h"

/* The version of the answer there is, in replies or replies/new; 0: none. */
uint32_t
reply_file_version(const char *state, const uint8_t tag[static TAG_LEN]);

/* Whether there is an answer, waiting or published, of whatever kind. */
bool reply_file_there(const char *state, const uint8_t tag[static TAG_LEN]);

/* Seals an answer into STATE/replies/new, durably. 0 or -1. */
int reply_file_write(const char *state, const struct reply *r,
    const uint8_t tag[static TAG_LEN], const uint8_t key[static 32],
    struct err *e);

/* Removes what there is for that message, durably. 0 or -1. */
int reply_file_remove(
    const char *state, const uint8_t tag[static TAG_LEN], struct err *e);

#endif
