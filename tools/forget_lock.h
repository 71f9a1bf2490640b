/*
 * forget_lock.h - one gehoor at a time erases or deletes in a state, or makes
 * a backup of it, which is to be of before or of after.
 *
 * The lock is on STATE/log, STATE/desk and STATE/import, which nobody else
 * locks: gehoord has STATE and the directory of each box, the log of a desk
 * its own.  It goes with the process, however that ends.
 */
#ifndef FORGET_LOCK_H
#define FORGET_LOCK_H

#include "boxes.h"

#define FORGET_LOCK_MAX 64 /* directories */

struct forget_lock {
	int fds[FORGET_LOCK_MAX];
	size_t n;
};

/*
 * Locks the state of every box and that of the configuration, where the logs
 * of the desks are.  0, or -1 with nothing locked: another one is at work.
 */
int forget_lock(const struct conf *c, const struct boxes *b,
    struct forget_lock *out, struct err *e);
void forget_unlock(struct forget_lock *l);

#endif
