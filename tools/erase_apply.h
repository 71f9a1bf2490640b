/*
 * erase_apply.h - gehoor erase --apply: on a machine without a reader secret,
 * zeroes what two desks signed for.
 */
#ifndef ERASE_APPLY_H
#define ERASE_APPLY_H

#include "command.h"

enum exit_code erase_apply(struct invocation *iv);

#endif
