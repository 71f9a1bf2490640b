/*
 * listener.h - accepts connections into a pool.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include "pool.h"
#include "socket.h"

struct listener;

/* Takes the socket and accepts from it.  Ends the program for no memory. */
struct listener *listener_new(struct listening *l, struct pool *pool);
void listener_free(struct listener **l);

const char *listener_name(const struct listener *l);

#endif
