/*
 * erase_apply.h - gehoor erase --apply: on a machine without a reader secret,
 * zeroes what two desks signed for.
 */
#ifndef ERASE_APPLY_H
#define ERASE_APPLY_H

#include "command.h"
#include "gehoor/segment.h"

enum exit_code erase_apply(struct invocation *iv);

/* The log id in the header of a segment. 0 or -1. */
int erase_log_id(const char *dir, uint32_t segment,
    uint8_t out[static LOG_ID_LEN], struct err *e);

#endif
