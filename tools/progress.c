/*
 * progress.c - one line that moves, for a person who waits.
 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 500
#define BETWEEN_MS 200

static uint64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, bool quiet)
{
	*p = (struct progress){ false, !quiet && isatty(STDERR_FILENO), 0, 0 };
	p->began = now_ms();
}

void
progress_tell(struct progress *p, const char *what, uint64_t n)
{
	uint64_t now;

	if (!p->wanted)
		return;
	now = now_ms();
	if (now - p->began < PATIENCE_MS || now - p->said < BETWEEN_MS)
		return;
	p->said = now;
	p->shown = true;
	fprintf(stderr, "\r\033[K%s: %" PRIu64 " messages", what, n);
	fflush(stderr);
}

void
progress_clear(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
