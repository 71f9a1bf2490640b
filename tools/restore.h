/*
 * restore.h - one log out of a backup: what was erased or deleted since goes
 * again, and the log goes on under a new id that names what was lost.
 */
#ifndef RESTORE_H
#define RESTORE_H

#include "gehoor/checkpoint.h"
#include "state_logs.h"

struct restore {
	struct invocation *iv;
	const char *backup, *keys; /* directories of gehoor backup */
	char *const *kept;         /* stores of witnesses, other states */
	size_t nkept;
	char to[4096];  /* the state being made */
	bool copy;      /* logs of boxes do not go on here */
	unsigned known; /* acts and checkpoints that others kept, in all */
};

/*
 * Restores the log that a list names. 0 or -1: the state being made is of no
 * use.
 */
int
restore_log(struct restore *r, const struct checkpoint *listed, struct err *e);

#endif
