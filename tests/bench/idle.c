/*
 * idle.c PORT N [PATH] - opens N connections to 127.0.0.1:PORT from several
 * loopback addresses and leaves them idle; with PATH, after one request and
 * its answer on each.  Prints how many were opened, waits for a line on
 * stdin, prints how many are still open.  Needs as many descriptors.
 */
#include <sys/resource.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PER_ADDRESS 2000

/* The i-th connection, from 127.0.1.x so that no address runs out of ports. */
static int
open_one(int i, uint16_t port)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	from.sin_addr.s_addr = htonl(0x7f000101u + (uint32_t)(i / PER_ADDRESS));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(port);
	if (fd == -1 || bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	return fd;
}

/* Sends a request and reads until the answer stops coming. */
static int
ask(int fd, const char *path)
{
	char bytes[16384];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int len = snprintf(bytes, sizeof(bytes),
	    "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
	ssize_t got;

	if (len >= (int)sizeof(bytes) || write(fd, bytes, (size_t)len) != len ||
	    poll(&p, 1, 5000) != 1)
		return -1;
	got = read(fd, bytes, sizeof(bytes));
	return got > 12 && memcmp(bytes, "HTTP/1.1 ", 9) == 0 ? 0 : -1;
}

/* Open is a connection whose peer has neither closed nor reset it. */
static int
still_open(const int *fds, int n)
{
	char bytes[16384];
	int open = 0;

	for (int i = 0; i < n; i++) {
		ssize_t got;

		do
			got = recv(fds[i], bytes, sizeof(bytes), MSG_DONTWAIT);
		while (got > 0);
		open += got == -1 ? 1 : 0;
	}
	return open;
}

static int
hold(uint16_t port, int n, const char *path)
{
	int *fds = calloc((size_t)n, sizeof(fds[0]));
	int opened = 0;

	if (fds == NULL)
		return 1;
	for (int i = 0; i < n; i++) {
		fds[opened] = open_one(i, port);
		if (fds[opened] == -1 ||
		    (path != NULL && ask(fds[opened], path) != 0)) {
			perror("idle");
			break;
		}
		opened++;
	}
	printf("%d\n", opened);
	fflush(stdout);
	(void)getchar();
	printf("%d\n", still_open(fds, opened));
	free(fds);
	return 0;
}

int
main(int argc, char **argv)
{
	struct rlimit limit;

	if (argc < 3)
		return 2;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	return hold(
	    (uint16_t)atoi(argv[1]), atoi(argv[2]), argc > 3 ? argv[3] : NULL);
}
