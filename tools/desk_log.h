/*
 * desk_log.h - the log of this desk: every act is in it, durably, before
 * anything else is done.
 */
#ifndef DESK_LOG_H
#define DESK_LOG_H

#include "command.h"
#include "desk_event.h"
#include "gehoor/note.h"

struct desk_log;

/*
 * Opens STATE/desk/ID, ID being the desk whose key is in desk_key, for one
 * command: a lock keeps others out.  role may be NULL where the desk has one
 * role only; *role gets it.  Signs a checkpoint of what was there, if a week
 * has ended since the last.  0 or -1.
 */
int desk_log_open(const struct conf *c, const char *role, struct desk_log **out,
    struct err *e);

/* The role in which this command acts; the key with which it signs. */
struct str desk_log_role(const struct desk_log *d);
const struct note_signer *desk_log_signer(const struct desk_log *d);

/* Adds an event; when this returns 0 it is on disk. */
int
desk_log_add(struct desk_log *d, const struct desk_event *ev, struct err *e);

/* 0, or -1 (the log has no end; what was added stays). */
int desk_log_close(struct desk_log **d, struct err *e);

/* Reads a file with a desk's key and finds that desk. 0 or -1. */
int desk_key_load(const struct conf *c, const char *path,
    struct note_signer *out, const struct conf_desk **desk, struct err *e);

/* The same for the desk whose key is in desk_key. */
int desk_key_own(const struct conf *c, struct note_signer *out,
    const struct conf_desk **desk, struct err *e);

#endif
