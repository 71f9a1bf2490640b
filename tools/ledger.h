/*
 * ledger.h - figures that were released: a file for each period, never
 * changed again, in STATE/released.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "gehoor/conf.h"
#include "protect.h"

/* All that was released, period after period.  0 or -1. */
int ledger_read(const struct conf *c, struct release *out, struct err *e);

/* Releases all figures of the period, once.  0 or -1. */
int ledger_write(const struct conf *c, struct period period,
    const struct release *all, struct err *e);

#endif
