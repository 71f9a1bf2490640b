/*
 * receipt.h - what a sender saved: a proof, or a promise; is it true?
 */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "gehoor/buf.h"
#include "gehoor/checkpoint.h"
#include "gehoor/note.h"
#include "gehoor/promise.h"

enum receipt_kind { RECEIPT_PROOF, RECEIPT_PROMISE };

struct receipt {
	enum receipt_kind kind;
	char origin[NOTE_NAME_MAX + 1];
	uint8_t leaf[HASH_LEN];
	uint64_t index;               /* proof */
	struct checkpoint checkpoint; /* proof */
	uint8_t log_id[LOG_ID_LEN];   /* promise */
};

/*
 * Reads and checks a file, with nothing but the keys: the signature, and for
 * a proof that the record is in the tree.  0, or -1 with the reason.
 */
int receipt_check(const struct buf *file, const struct note_verifier *keys,
    size_t nkeys, struct receipt *out, struct err *e);

/*
 * Whether the leaf is among those of a log: 1, 0, or -1 if the file of leaves
 * cannot be read.
 */
int receipt_find(
    const char *dir, const struct receipt *r, uint64_t *index, struct err *e);

#endif
