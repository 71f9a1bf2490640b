/*
 * limit.h - a soft limit on a resource, for tests of what happens at it.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include <sys/resource.h>

/* Include after cmocka.h. */
static inline void
limit(int resource, rlim_t n)
{
	struct rlimit r;

	assert_int_equal(getrlimit(resource, &r), 0);
	r.rlim_cur = n;
	assert_int_equal(setrlimit(resource, &r), 0);
}

#endif
