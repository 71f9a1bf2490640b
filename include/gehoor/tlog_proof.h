/*
 * tlog_proof.h - C2SP tlog-proof: that one record is in a log, for somebody
 * who has nothing but this file and the public key of the log.
 *
 * Source: c2sp.org/tlog-proof@v1.  Lines: "c2sp.org/tlog-proof@v1", "extra "
 * and base64, "index " and decimal, the hashes of the proof in base64, an
 * empty line, and the signed checkpoint as it is.  Our extra data is the leaf
 * hash, 32 bytes; it is not trusted, the proof shows whether it is true.
 */
#ifndef GEHOOR_TLOG_PROOF_H
#define GEHOOR_TLOG_PROOF_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle_proof.h"

#define TLOG_PROOF_MAX 32768 /* bytes of a file that is read */

struct tlog_proof {
	uint8_t leaf[HASH_LEN];
	bool has_leaf; /* extra data were there and 32 bytes */
	uint64_t index;
	struct merkle_proof path;
	struct str checkpoint; /* the signed note; borrowed */
};

void tlog_proof_write(const struct tlog_proof *p, struct buf *out);

/* Reads a file; what it points to is in p. 0 or -1. */
int
tlog_proof_read(const char *p, size_t n, struct tlog_proof *out, struct err *e);

#endif
