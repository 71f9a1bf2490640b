/*
 * socket.c - sockets to listen on: made from an address, or given by systemd.
 *
 * Only our own addresses are ever asked for or kept, never a peer's.
 */
#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_PASSED 3 /* SD_LISTEN_FDS_START */

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
};

/* How the address of each kind begins. */
static const char *const kind_names[] = {
	[SOCKET_HTTP] = "tcp",
	[SOCKET_TLS] = "tls",
	[SOCKET_REDIRECT] = "redirect",
	[SOCKET_ADMIN] = "tcp",
};

/* What the kernel bound, which is the port where 0 was asked for. */
static void
name_socket(struct listening *l)
{
	union address a;
	socklen_t n = sizeof(a);
	char host[INET6_ADDRSTRLEN];

	memset(&a, 0, sizeof(a));
	if (getsockname(l->fd, &a.any, &n) == -1)
		return;
	if (a.any.sa_family == AF_INET &&
	    inet_ntop(AF_INET, &a.in.sin_addr, host, sizeof(host)) != NULL)
		snprintf(l->name, sizeof(l->name), "%s:%s:%u",
		    kind_names[l->kind], host, (unsigned)ntohs(a.in.sin_port));
	else if (a.any.sa_family == AF_INET6 &&
	    inet_ntop(AF_INET6, &a.in6.sin6_addr, host, sizeof(host)) != NULL)
		snprintf(l->name, sizeof(l->name), "%s:[%s]:%u",
		    kind_names[l->kind], host,
		    (unsigned)ntohs(a.in6.sin6_port));
	else if (a.any.sa_family == AF_UNIX)
		snprintf(l->name, sizeof(l->name), "unix:%.*s",
		    (int)sizeof(a.un.sun_path), a.un.sun_path);
}

/* Accepted sockets inherit it, which saves a call for each. */
static void
no_delay(int fd)
{
	const int on = 1;

	/* Fails on a unix socket, where it means nothing. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static int
listening_socket(int family, struct listening *l, struct err *e)
{
	const int on = 1;

	l->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd == -1)
		return err_sys(e, "socket");
	if (family == AF_UNIX)
		return 0;
	no_delay(l->fd);
	if (setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		return err_sys(e, "SO_REUSEADDR");
	return 0;
}

/* "127.0.0.1:80" or "[::1]:80"; conf.h has checked the form. */
static int
tcp_parse(const char *s, union address *a)
{
	const char *colon = strrchr(s, ':');
	char host[INET6_ADDRSTRLEN + 2];
	size_t n = colon == NULL ? sizeof(host) : (size_t)(colon - s);
	uint16_t port;

	memset(a, 0, sizeof(*a));
	if (n >= sizeof(host))
		return -1;
	memcpy(host, s, n);
	host[n] = '\0';
	port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	if (host[0] == '[' && host[n - 1] == ']') {
		host[n - 1] = '\0';
		a->in6.sin6_family = AF_INET6;
		a->in6.sin6_port = port;
		return inet_pton(AF_INET6, host + 1, &a->in6.sin6_addr) == 1
		    ? 0
		    : -1;
	}
	a->in.sin_family = AF_INET;
	a->in.sin_port = port;
	return inet_pton(AF_INET, host, &a->in.sin_addr) == 1 ? 0 : -1;
}

static int
bind_tcp(const char *address, struct listening *l, struct err *e)
{
	union address a;
	socklen_t n;

	if (tcp_parse(strchr(address, ':') + 1, &a) == -1)
		return err_set(e, "listen: %s is not an address", address);
	if (listening_socket(a.any.sa_family, l, e) == -1)
		return -1;
	n = a.any.sa_family == AF_INET ? sizeof(a.in) : sizeof(a.in6);
	if (bind(l->fd, &a.any, n) == -1)
		return err_sys(e, "listen: %s", address);
	return 0;
}

/* Whether somebody listens at the socket file. */
static bool
somebody_answers(const struct sockaddr_un *un)
{
	int fd, error;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return true;
	error = connect(fd, (const struct sockaddr *)un, sizeof(*un)) == 0
	    ? 0
	    : errno;
	close(fd);
	return error != ECONNREFUSED && error != ENOENT;
}

static int
bind_file(struct listening *l, const struct sockaddr_un *un)
{
	struct stat st;

	if (bind(l->fd, (const struct sockaddr *)un, sizeof(*un)) == 0)
		return 0;
	if (errno != EADDRINUSE)
		return -1;
	if (lstat(un->sun_path, &st) == 0 && !S_ISSOCK(st.st_mode)) {
		errno = EEXIST;
		return -1;
	}
	if (somebody_answers(un)) {
		errno = EADDRINUSE;
		return -1;
	}
	unlink(un->sun_path);
	return bind(l->fd, (const struct sockaddr *)un, sizeof(*un));
}

static int
bind_unix(const char *path, mode_t mode, struct listening *l, struct err *e)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(un.sun_path))
		return err_set(e,
		    "listen: %s: the name of a socket has at "
		    "most %zu bytes",
		    path, sizeof(un.sun_path) - 1);
	memcpy(un.sun_path, path, strlen(path));
	if (listening_socket(AF_UNIX, l, e) == -1)
		return -1;
	if (bind_file(l, &un) == -1)
		return err_sys(e, "listen: unix:%s", path);
	memcpy(l->path, un.sun_path, sizeof(l->path));
	if (chmod(path, mode) == -1)
		return err_sys(e, "listen: unix:%s", path);
	return 0;
}

static enum socket_kind
kind_of(const char *address)
{
	if (strncmp(address, "tls:", 4) == 0)
		return SOCKET_TLS;
	return strncmp(address, "redirect:", 9) == 0 ? SOCKET_REDIRECT
						     : SOCKET_HTTP;
}

int
socket_bind(
    const char *address, mode_t mode, struct listening *out, struct err *e)
{
	struct listening l = { .fd = -1 };
	int r;

	if (strncmp(address, "unix:", 5) == 0)
		r = bind_unix(address + 5, mode, &l, e);
	else {
		l.kind = kind_of(address);
		r = bind_tcp(address, &l, e);
	}
	if (r == -1) {
		socket_close(&l);
		return -1;
	}
	name_socket(&l);
	*out = l;
	return 0;
}

int
socket_listen(const struct listening *l, struct err *e)
{
	if (listen(l->fd, SOMAXCONN) == -1)
		return err_sys(e, "listen: %s", l->name);
	return 0;
}

void
socket_close(struct listening *l)
{
	/* In this order: while we hold it, nobody takes the name over. */
	if (l->path[0] != '\0')
		unlink(l->path);
	l->path[0] = '\0';
	if (l->fd != -1)
		close(l->fd);
	l->fd = -1;
}

/* The name of the i-th socket in "http:admin:..." is that one. */
static bool
passed_name_is(const char *names, int i, const char *name)
{
	size_t n;

	while (names != NULL) {
		n = strcspn(names, ":");
		if (i-- == 0)
			return n == strlen(name) && memcmp(names, name, n) == 0;
		names = names[n] == ':' ? names + n + 1 : NULL;
	}
	return false;
}

/* A name that we do not know is that of plain HTTP. */
static enum socket_kind
passed_kind(const char *names, int i)
{
	if (passed_name_is(names, i, "admin"))
		return SOCKET_ADMIN;
	if (passed_name_is(names, i, "https"))
		return SOCKET_TLS;
	return passed_name_is(names, i, "redirect") ? SOCKET_REDIRECT
						    : SOCKET_HTTP;
}

static int
passed_check(struct listening *l, struct err *e)
{
	int type = 0, flags;
	socklen_t n = sizeof(type);

	if (getsockopt(l->fd, SOL_SOCKET, SO_TYPE, &type, &n) == -1 ||
	    type != SOCK_STREAM)
		return err_set(e,
		    "LISTEN_FDS: descriptor %d is not a stream "
		    "socket",
		    l->fd);
	flags = fcntl(l->fd, F_GETFL);
	if (flags == -1 || fcntl(l->fd, F_SETFL, flags | O_NONBLOCK) == -1 ||
	    fcntl(l->fd, F_SETFD, FD_CLOEXEC) == -1)
		return err_sys(e, "LISTEN_FDS");
	no_delay(l->fd);
	name_socket(l);
	return 0;
}

int
socket_passed(struct listening *out, size_t max, struct err *e)
{
	const char *pid = getenv("LISTEN_PID");
	const char *fds = getenv("LISTEN_FDS");
	const char *names = getenv("LISTEN_FDNAMES");
	int i, n = 0;

	if (pid == NULL || fds == NULL ||
	    strtol(pid, NULL, 10) != (long)getpid())
		return 0;
	n = (int)strtol(fds, NULL, 10);
	if (n < 0 || (size_t)n > max)
		return err_set(
		    e, "LISTEN_FDS: %d sockets; at most %zu", n, max);
	for (i = 0; i < n; i++) {
		out[i] = (struct listening){ .fd = FIRST_PASSED + i };
		out[i].kind = passed_kind(names, i);
		if (passed_check(&out[i], e) == -1)
			return -1;
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return n;
}
