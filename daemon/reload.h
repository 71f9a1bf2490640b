/*
 * reload.h - a new configuration while running (SIGHUP).
 */
#ifndef RELOAD_H
#define RELOAD_H

#include "app.h"
#include "gehoor/err.h"

struct generation;
struct tls;

/*
 * Reads the file and takes it over: texts, boxes, lines, limits, certificate.
 * 0, and *g is the new generation and *t the new certificate; or -1 with one
 * line, and everything is as before.
 */
int reload(struct app *app, struct generation **g, const char *file,
    struct tls **t, struct err *e);

#endif
