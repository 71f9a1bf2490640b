/*
 * expire_replies.h - answers go with the messages that they are to.
 */
#ifndef EXPIRE_REPLIES_H
#define EXPIRE_REPLIES_H

#include <stdint.h>

#include "gehoor/err.h"

/*
 * Removes from a state the answers to all records of DIR/NNNNNNNN.seg, as far
 * as it can be read; what is damaged names no answers.  0, or -1: an answer
 * could not be removed.
 */
int expire_replies(
    const char *dir, uint32_t segment, const char *state, struct err *e);

#endif
