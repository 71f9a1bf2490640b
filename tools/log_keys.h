/*
 * log_keys.h - whose signatures on the log count.
 */
#ifndef LOG_KEYS_H
#define LOG_KEYS_H

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/note.h"

/*
 * The vkeys of log_keys; without them, the public half of sign_key if that
 * file can be read here.  0 and *out is owned by the caller (free), or -1.
 */
int log_keys_load(
    const struct conf *c, struct note_verifier **out, size_t *n, struct err *e);

#endif
