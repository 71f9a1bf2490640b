/*
 * clock.h - the one place that asks what time it is.
 *
 * The release clock.o asks the kernel.  build/test/gehoord and
 * build/test/gehoor are linked with another object instead that re-reads the
 * file named by GEHOOR_CLOCK (Unix seconds) on every call; a release program
 * does not even hold that name.
 */
#ifndef GEHOOR_CLOCK_H
#define GEHOOR_CLOCK_H

#include <stdint.h>

/* Unix seconds. */
int64_t clock_now(void);

#endif
