/*
 * redirect.h - plain HTTP that only leads to the same page with TLS.
 */
#ifndef REDIRECT_H
#define REDIRECT_H

#include "pool.h"

extern const struct routes redirect_routes;

#endif
