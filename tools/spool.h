/*
 * spool.h - the directories of Gammu SMSD and smstools3: what came in, what
 * goes out, and that no number stays behind.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "texting.h"

/* Reads a regular file of at most TEXTING_MAX bytes. 0 or -1. */
int spool_read(const char *path, struct buf *out, struct err *e);

/* Removes it; one that is gone already is no error. 0 or -1. */
int spool_remove(const char *path, struct err *e);

/*
 * Puts a reply to a number into the directory from which smstools3 sends, or
 * into Gammu's outbox: written under a name that is left alone, then renamed.
 * A sender that is a name gets none. 0 or -1.
 */
int spool_reply_smstools(
    const char *dir, const char *to, struct str text, struct err *e);
int spool_reply_gammu(
    const char *dir, const char *to, struct str text, struct err *e);

/*
 * Names of the regular files in a directory that nobody wrote to for
 * SPOOL_QUIET seconds, in order; *n of them, to be freed by spool_free.  No
 * directory: none.  0 or -1.
 */
#define SPOOL_QUIET 10
int spool_left(const char *dir, char ***names, size_t *n, struct err *e);
void spool_free(char ***names, size_t n);

#endif
