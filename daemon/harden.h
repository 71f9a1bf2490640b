/*
 * harden.h - what the process gives up at its start, and how it forgets.
 */
#ifndef HARDEN_H
#define HARDEN_H

#include "gehoor/err.h"

/*
 * No core files, no tracing by others of the same user, no new privileges,
 * files for us alone, no death by SIGPIPE or an early SIGHUP; as many
 * descriptors as allowed.
 */
int harden_process(struct err *e);

/*
 * Overwrites 32 KiB of stack below the caller and the vector registers that
 * copying and comparing leave full.
 */
void harden_wipe_stack(void);

#endif
