/*
 * promise.h - a signed promise: "this leaf was received and will be in the
 * next checkpoint", for a sender who asks before there is one.
 *
 * A signed note of the log's origin, with this text:
 *
 *	gehoor promise v1
 *	ORIGIN
 *	log 32 hexadecimal digits
 *	leaf base64 of 32 bytes
 *
 * It says nothing about the content, the time, or the place in the log.
 */
#ifndef GEHOOR_PROMISE_H
#define GEHOOR_PROMISE_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/note.h"
#include "gehoor/segment.h"

#define PROMISE_MAX 4096

struct promise {
	char origin[NOTE_NAME_MAX + 1];
	uint8_t log_id[LOG_ID_LEN];
	uint8_t leaf[HASH_LEN];
};

int promise_sign(const struct promise *p, const struct note_signer *s,
    struct buf *out, struct err *e);

/* The text without checking signatures (to learn the origin). 0 or -1. */
int promise_read(struct str text, struct promise *out, struct err *e);

/* Reads and checks; keys as in checkpoint_open. 0 or -1. */
int promise_open(const char *p, size_t n, const struct note_verifier *keys,
    size_t nkeys, struct promise *out, struct err *e);

#endif
