/*
 * progress.h - one line that moves, for a person who waits.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown; /* a line stands on the terminal */
	bool wanted;
	uint64_t began, said; /* monotonic milliseconds */
};

/* Shows nothing unless stderr is a terminal, quiet is off and it lasts. */
void progress_start(struct progress *p, bool quiet);
void progress_tell(struct progress *p, const char *what, uint64_t n);
/* Takes the line away, so that other words can be said. */
void progress_clear(struct progress *p);

#endif
