/*
 * witness_store.h - what a witness has seen: one directory for each origin,
 * in it the checkpoints it cosigned (SIZE-KEYID, see kept.h).
 */
#ifndef WITNESS_STORE_H
#define WITNESS_STORE_H

#include "gehoor/checkpoint.h"
#include "gehoor/err.h"
#include "gehoor/note.h"

/* Where it is: given, or that of the configuration, or the user's own. */
int witness_store_path(const char *given, const char *configured, char *out,
    size_t room, struct err *e);

#define WITNESS_STORE_PATH 4096 /* room for a path */

/* The directory of an origin: STORE/ORIGIN with every / as %2F. */
void witness_store_dir(
    const char *store, const char *origin, char out[static WITNESS_STORE_PATH]);

/*
 * The largest checkpoint of that origin that this witness cosigned.  1, 0 if
 * there is none, or -1: there is one and it cannot be read or is not right.
 */
int witness_store_newest(const char *store, const char *origin,
    const struct note_verifier *log_keys, size_t nlog_keys,
    const struct note_verifier *witness, struct checkpoint *out, struct err *e);

/* Keeps a cosigned checkpoint, durably; *path gets where (NOTE: 4096). */
int witness_store_put(const char *store, const struct checkpoint *c,
    const struct note_verifier *witness, const struct buf *note, char *path,
    struct err *e);

/* Keeps a file about an origin beside: an act, or what was refused. */
int witness_store_beside(const char *store, const char *origin,
    const char *name, const struct buf *file, char *path, struct err *e);

#endif
