/*
 * checkpoint.h - C2SP tlog-checkpoint: what a log swears to, as text.
 *
 * Source: c2sp.org/tlog-checkpoint v1.0.0.  A signed note whose text is the
 * origin, the size of the tree, and its root in base64, each on a line;
 * further lines (extensions) are accepted and never written.
 *
 * One Ed25519 key of the server, named N, signs for all its boxes: the log of
 * box B has the origin N/B, and as the specification asks, the name of the
 * key that signs is the origin.  After the g-th beginning (gehoor restore)
 * the origin is N/B/g, g from 2.
 */
#ifndef GEHOOR_CHECKPOINT_H
#define GEHOOR_CHECKPOINT_H

#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/note.h"

#define CHECKPOINT_MAX 16384 /* bytes of a note that is read */

struct checkpoint {
	char origin[NOTE_NAME_MAX + 1];
	uint64_t size;
	uint8_t root[HASH_LEN];
};

/*
 * "N/B" or "N/B/g".  0, or -1 if that is no name of a note key (too long).
 */
int checkpoint_origin(const char *name, const char *box, unsigned generation,
    char out[static NOTE_NAME_MAX + 1], struct err *e);

/* Adds the three lines. */
void checkpoint_write(const struct checkpoint *c, struct buf *text);

/* Reads the text of a note (the lines before the blank one). 0 or -1. */
int checkpoint_read(struct str text, struct checkpoint *out, struct err *e);

/* Adds the signed note; s is renamed to the origin (note_signer_as). */
int checkpoint_sign(const struct checkpoint *c, const struct note_signer *s,
    struct buf *out, struct err *e);

/*
 * Reads a signed checkpoint: it must be of that origin and signed by one of
 * the keys, taken under the name of the origin.  Other signatures in it are
 * not looked at.  0 or -1.
 */
int checkpoint_open(const char *p, size_t n, const char *origin,
    const struct note_verifier *keys, size_t nkeys, struct checkpoint *out,
    struct err *e);

#endif
