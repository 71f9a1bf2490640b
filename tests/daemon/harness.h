/*
 * harness.h - what the tests of the daemon share: an event loop that is
 * turned by hand, a client at the other end of a socket pair, and a
 * directory that is gone afterwards.
 */
#ifndef HARNESS_H
#define HARNESS_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "gehoor/buf.h"

/* A test that hangs is a failure too, but of the whole program. */
#define PATIENCE_SECONDS 60

/* What a client has received. */
struct client {
	int fd;
	struct buf in;
	bool eof;
};

static inline void
client_read(struct client *c)
{
	uint8_t *to;
	ssize_t n;

	do {
		to = buf_room(&c->in, 65536);
		assert_non_null(to);
		n = recv(c->fd, to, 65536, MSG_DONTWAIT);
		if (n > 0)
			c->in.len += (size_t)n;
	} while (n > 0);
	if (n == 0 || (n == -1 && errno == ECONNRESET))
		c->eof = true;
}

static inline void
client_send(struct client *c, const void *p, size_t n)
{
	size_t at = 0;
	ssize_t sent;

	while (at < n) {
		sent = send(c->fd, (const char *)p + at, n - at, MSG_NOSIGNAL);
		assert_true(sent > 0);
		at += (size_t)sent;
	}
}

static inline void
client_says(struct client *c, const char *s)
{
	client_send(c, s, strlen(s));
}

/* Handles what is ready now, without waiting. */
static inline void
loop_now(struct event_base *base)
{
	int i;

	for (i = 0; i < 4; i++)
		assert_int_not_equal(
		    event_base_loop(base, EVLOOP_NONBLOCK), -1);
}

/* Turns the loop until the client has the words. */
static inline void
client_waits_for(struct event_base *base, struct client *c, const char *words)
{
	for (;;) {
		client_read(c);
		if (c->in.len > 0 &&
		    memmem(c->in.data, c->in.len, words, strlen(words)) != NULL)
			return;
		if (c->eof)
			fail_msg("connection closed before \"%s\"; got: %.*s",
			    words, (int)c->in.len,
			    c->in.len == 0 ? "" : (const char *)c->in.data);
		assert_int_not_equal(event_base_loop(base, EVLOOP_ONCE), -1);
	}
}

static inline void
client_waits_for_end(struct event_base *base, struct client *c)
{
	for (client_read(c); !c->eof; client_read(c))
		assert_int_not_equal(event_base_loop(base, EVLOOP_ONCE), -1);
}

static inline bool
client_has(const struct client *c, const char *words)
{
	return c->in.len > 0 &&
	    memmem(c->in.data, c->in.len, words, strlen(words)) != NULL;
}

static inline void
client_end(struct client *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
	c->eof = false;
	buf_free(&c->in);
}

static inline int
directory_entry(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline char *
directory_new(void)
{
	char *path = strdup("/tmp/gehoor-test-XXXXXX");

	assert_non_null(path);
	assert_non_null(mkdtemp(path));
	return path;
}

static inline void
directory_free(char *path)
{
	nftw(path, directory_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(path);
}

#endif
