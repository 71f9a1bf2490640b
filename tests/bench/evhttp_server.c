/*
 * evhttp_server.c - the ceiling of the bench: libevent's own HTTP server,
 * tuned (TCP_NODELAY, epoll change list, no date header), that reads a post
 * whole and answers 204 without looking at it or storing anything.  Prints
 * its port, ends with SIGTERM.
 */
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>

static void
post_cb(struct evhttp_request *req, void *arg)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);

	(void)arg;
	evbuffer_drain(in, evbuffer_get_length(in));
	evhttp_send_reply(req, 204, "No Content", NULL);
}

/* A listening socket hands TCP_NODELAY on to what it accepts. */
static int
listen_on_loopback(struct evhttp *http)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	struct evhttp_bound_socket *bound;
	int one = 1, fd;

	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	if (bound == NULL)
		return -1;
	fd = evhttp_bound_socket_get_fd(bound);
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0 ||
	    listen(fd, 1024) != 0 ||
	    getsockname(fd, (struct sockaddr *)&sin, &len) != 0)
		return -1;
	printf("%d\n", ntohs(sin.sin_port));
	return fflush(stdout);
}

int
main(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;
	struct evhttp *http;

	if (config == NULL ||
	    event_config_set_flag(config,
		EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST |
		    EVENT_BASE_FLAG_NOLOCK) != 0)
		return 1;
	base = event_base_new_with_config(config);
	http = base == NULL ? NULL : evhttp_new(base);
	if (http == NULL)
		return 1;
	evhttp_set_max_body_size(http, 128 * 1024);
	evhttp_set_gencb(http, post_cb, NULL);
	if (listen_on_loopback(http) != 0) {
		perror("evhttp_server");
		return 1;
	}
	event_base_dispatch(base);
	return 0;
}
