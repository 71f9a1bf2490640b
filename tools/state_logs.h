/*
 * state_logs.h - every log in a state directory, those of boxes, those of
 * desks and what they imported, with whose signatures count in it.
 */
#ifndef STATE_LOGS_H
#define STATE_LOGS_H

#include "command.h"

struct state_log {
	const char *
	    path; /* in the state: "log/lijn", "desk/raad", "import/raad.lijn" */
	const char *box; /* as its headers name it */
	const struct note_verifier *keys;
	size_t nkeys;
	const struct conf_desk *desk; /* whose log it is; NULL: a server's */
};

/* "log", "desk" and "import", which hold logs; ends with NULL. */
extern const char *const state_rooms[];

/*
 * What is known of the log of that path, whether it is there or not.  0, or
 * -1: it is no path of a log, or of a desk that is not in the configuration.
 * path is borrowed.
 */
int state_log_of(const struct invocation *iv, const char *path,
    struct state_log *out, struct err *e);

/*
 * Calls fn for every log under a state directory.  0, or -1 (also what fn
 * returned).
 */
typedef int state_log_fn(const struct state_log *l, void *arg, struct err *e);
int state_logs_each(const struct invocation *iv, const char *state,
    state_log_fn *fn, void *arg, struct err *e);

#endif
