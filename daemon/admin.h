/*
 * admin.h - what the admin socket answers: GET /healthz and /metrics,
 * and text messages of gateways on this machine.
 */
#ifndef ADMIN_H
#define ADMIN_H

#include "pool.h"

extern const struct routes admin_routes;

#endif
