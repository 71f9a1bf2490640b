/*
 * identity.h - the receipt code of a message, and the mark by which ingest
 * knows a duplicate.  Drawn at random, or derived under a daily key so that
 * the same post gives the same code until that key is gone.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "gehoor/bytes.h"
#include "gehoor/code.h"
#include "gehoor/crypto.h"

struct identity {
	struct code code;
	char dedup[33]; /* hex, or "" */
};

void identity_random(struct identity *out);

/*
 * BLAKE2b-256 of the strings, each behind its length, so that no two lists
 * are the same bytes; keyed when key is not NULL.  At most IDENTITY_MAX.
 */
#define IDENTITY_MAX 80
void identity_digest(const uint8_t *key, const struct str *strings, size_t n,
    uint8_t out[static 32]);

/* Code and mark from the strings under a daily key. */
void identity_derive(const uint8_t key[static KEY_LEN],
    const struct str *strings, size_t n, struct identity *out);

#endif
