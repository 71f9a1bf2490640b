/*
 * clock.c - a clock that tests set: the Unix seconds in the file named by
 * GEHOOR_CLOCK, read again on every call; the kernel's time without it.
 */
#include "gehoor/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t
clock_now(void)
{
	const char *path = getenv("GEHOOR_CLOCK");
	long long seconds;
	FILE *f;
	int n;

	if (path == NULL || (f = fopen(path, "re")) == NULL)
		return (int64_t)time(NULL);
	n = fscanf(f, "%lld", &seconds);
	fclose(f);
	return n == 1 ? (int64_t)seconds : (int64_t)time(NULL);
}
