/*
 * signals.h - SIGTERM, SIGINT and SIGHUP, as events.
 *
 * Through a signalfd(2): libevent's own way is a byte that the handler writes
 * to itself, and where that write fails the signal is lost.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "gehoor/err.h"

struct event_base;
struct signals;

/*
 * Blocks the three for as long as the process lives: one that comes too late
 * cannot cut the end short.  Calls stop(arg) or reload(arg) from the loop.
 */
int signals_new(struct event_base *base, void (*stop)(void *),
    void (*reload)(void *), void *arg, struct signals **out, struct err *e);

/* Legal on a pointer to NULL; the signals stay blocked. */
void signals_free(struct signals **sp);

#endif
