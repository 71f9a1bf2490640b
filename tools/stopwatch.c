/*
 * stopwatch.c - where the time of an ingest goes.
 */
#include "stopwatch.h"

#include <string.h>
#include <time.h>

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void
stopwatch_start(struct stopwatch *s, bool running)
{
	memset(s, 0, sizeof(*s));
	s->running = running;
	if (running)
		s->since = now();
}

void
stopwatch_go(struct stopwatch *s)
{
	if (s->running)
		s->since = now();
}

void
stopwatch_lap(struct stopwatch *s, enum stage stage)
{
	int64_t t;

	if (!s->running)
		return;
	t = now();
	s->spent[stage] += t - s->since;
	s->since = t;
}

void
stopwatch_print(const struct stopwatch *s, uint64_t messages, FILE *f)
{
	static const char *const names[STAGE_COUNT] = {
#define X(constant, name) [constant] = (name),
		STAGES(X)
#undef X
	};
	int64_t all = 0;
	size_t i;

	if (!s->running || messages == 0)
		return;
	for (i = 0; i < STAGE_COUNT; i++) {
		if (i != STAGE_CLASSIFY)
			all += s->spent[i];
		fprintf(f, "%-9s %8.3f us/message %9.3f s\n", names[i],
		    (double)s->spent[i] / 1e3 / (double)messages,
		    (double)s->spent[i] / 1e9);
	}
	fprintf(f, "%-9s %8.3f us/message %9.3f s\n", "all",
	    (double)all / 1e3 / (double)messages, (double)all / 1e9);
}
