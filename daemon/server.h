/*
 * server.h - the running daemon, from its start to its orderly stop.
 */
#ifndef SERVER_H
#define SERVER_H

#include "gehoor/conf.h"

/* What main returns. */
enum server_exit {
	EXIT_STOPPED = 0, /* asked to stop, everything in order */
	EXIT_START = 1,   /* could not start; nothing was begun */
	EXIT_USAGE = 2,
	EXIT_FAILED = 4 /* disk or memory failed while running */
};

/*
 * Runs until it is told to stop.  file is where conf (taken) came from, to
 * be read again on SIGHUP.
 */
enum server_exit server_run(const char *file, struct conf *conf);

#endif
