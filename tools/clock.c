/*
 * clock.c - asks the kernel what time it is.
 */
#include "gehoor/clock.h"

#include <time.h>

int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}
