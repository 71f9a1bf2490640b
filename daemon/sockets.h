/*
 * sockets.h - all sockets of the daemon: those that systemd passed, or those
 * of the configuration in their place.
 */
#ifndef SOCKETS_H
#define SOCKETS_H

#include "gehoor/conf.h"
#include "socket.h"

#define SOCKETS_MAX 32

struct sockets {
	struct listening all[SOCKETS_MAX];
	size_t n;
};

/*
 * Binds them; none listens yet.  tls: there is a certificate.  0 or -1;
 * sockets_close is legal after either.
 */
int
sockets_bind(struct sockets *s, const struct conf *c, bool tls, struct err *e);
void sockets_close(struct sockets *s);

#endif
