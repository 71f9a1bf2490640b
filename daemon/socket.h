/*
 * socket.h - sockets to listen on: made from an address, or given by systemd.
 */
#ifndef SOCKET_H
#define SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "gehoor/err.h"

#define SOCKET_NAME_MAX 128
#define SOCKET_PATH_MAX 108

/* What is spoken on it; systemd names it, or the address begins so. */
enum socket_kind {
	SOCKET_HTTP,
	SOCKET_TLS,
	SOCKET_REDIRECT, /* plain HTTP that only leads to TLS */
	SOCKET_ADMIN
};

/* A bound socket that does not accept yet. */
struct listening {
	int fd;
	char name[SOCKET_NAME_MAX]; /* "tcp:127.0.0.1:8080", "unix:/…" */
	char path[SOCKET_PATH_MAX]; /* to remove at the end, or "" */
	enum socket_kind kind;
};

/*
 * Binds "tcp:", "tls:" or "redirect:ADDRESS:PORT", or "unix:/PATH" (with
 * that mode).  A socket file
 * left behind is replaced only if nobody answers there.  0 or -1.
 */
int socket_bind(
    const char *address, mode_t mode, struct listening *out, struct err *e);

/*
 * The sockets systemd passed (sd_listen_fds(3)), at most max of them; forgets
 * the variables.  The number, or -1.
 */
int socket_passed(struct listening *out, size_t max, struct err *e);

/* Begins to listen; harmless if it does so already.  0 or -1. */
int socket_listen(const struct listening *l, struct err *e);

/* Removes its file and closes it. */
void socket_close(struct listening *l);

#endif
