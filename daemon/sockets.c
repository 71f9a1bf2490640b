/*
 * sockets.c - all sockets of the daemon.
 */
#include "sockets.h"

#include <stdio.h>
#include <string.h>

#define MODE_HTTP 0660 /* the proxy is in our group */
#define MODE_ADMIN 0600

static int
bind_one(struct sockets *s, const char *address, mode_t mode, struct err *e)
{
	if (s->n == SOCKETS_MAX)
		return err_set(e, "listen: more than %d sockets", SOCKETS_MAX);
	if (socket_bind(address, mode, &s->all[s->n], e) == -1)
		return -1;
	s->n++;
	return 0;
}

static int
bind_admin(struct sockets *s, const struct conf *c, struct err *e)
{
	char address[SOCKET_NAME_MAX];

	if (snprintf(address, sizeof(address), "unix:%s", c->admin) >=
	    (int)sizeof(address))
		return err_set(e,
		    "admin: the name of a socket has at most "
		    "%d bytes",
		    SOCKET_PATH_MAX - 1);
	if (bind_one(s, address, MODE_ADMIN, e) == -1)
		return -1;
	s->all[s->n - 1].kind = SOCKET_ADMIN;
	return 0;
}

/* What the configuration could not know of sockets that systemd passed. */
static int
check_kinds(
    const struct sockets *s, const struct conf *c, bool tls, struct err *e)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->all[i].kind == SOCKET_TLS && !tls)
			return err_set(e,
			    "%s: there is no certificate for it; write "
			    "tls_certificate = and tls_key =",
			    s->all[i].name);
		if (s->all[i].kind == SOCKET_REDIRECT &&
		    strncmp(c->public_url, "https://", 8) != 0)
			return err_set(e,
			    "%s: nobody knows where to; write public_url = "
			    "\"https://...\"",
			    s->all[i].name);
	}
	return 0;
}

/* What systemd passed stands for the settings of the same kind. */
int
sockets_bind(struct sockets *s, const struct conf *c, bool tls, struct err *e)
{
	bool http = false, admin = false;
	size_t i;
	int n;

	if ((n = socket_passed(s->all, SOCKETS_MAX, e)) == -1)
		return -1;
	s->n = (size_t)n;
	for (i = 0; i < s->n; i++)
		if (s->all[i].kind == SOCKET_ADMIN)
			admin = true;
		else
			http = true;
	for (i = 0; !http && i < c->listen.n; i++)
		if (bind_one(s, c->listen.items[i], MODE_HTTP, e) == -1)
			return -1;
	if (!admin && bind_admin(s, c, e) == -1)
		return -1;
	return check_kinds(s, c, tls, e);
}

void
sockets_close(struct sockets *s)
{
	for (size_t i = 0; i < s->n; i++)
		socket_close(&s->all[i]);
}
