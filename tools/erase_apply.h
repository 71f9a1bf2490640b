/*
 * erase_apply.h - gehoor erase --apply: on a machine without a reader secret,
 * zeroes what two desks signed for.
 */
#ifndef ERASE_APPLY_H
#define ERASE_APPLY_H

#include "boxes.h"
#include "command.h"
#include "gehoor/act_file.h"
#include "gehoor/segment.h"

enum exit_code erase_apply(struct invocation *iv);

/*
 * Zeroes what DIR/erased of one log names, and removes the answers to it from
 * its state; *done gets how many were not zeroed yet.  0 or -1.
 */
int erase_apply_log(const struct box_log *log, const struct act_keys *keys,
    unsigned *done, struct err *e);

/* The log id in the header of a segment. 0 or -1. */
int erase_log_id(const char *dir, uint32_t segment,
    uint8_t out[static LOG_ID_LEN], struct err *e);

#endif
