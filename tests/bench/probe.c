/*
 * probe.c FILE - what the disk is like: the median time, in microseconds, of
 * appending 300 bytes and fdatasync, 300 times.  FILE is made and removed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 300

static double
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	static double took[ROUNDS];
	char bytes[300] = { 0 };
	int fd;

	if (argc != 2)
		return 2;
	fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	if (fd == -1) {
		perror(argv[1]);
		return 1;
	}
	for (int i = 0; i < ROUNDS; i++) {
		double begin = now_us();

		if (write(fd, bytes, sizeof(bytes)) != sizeof(bytes) ||
		    fdatasync(fd) != 0) {
			perror(argv[1]);
			return 1;
		}
		took[i] = now_us() - begin;
	}
	close(fd);
	unlink(argv[1]);
	qsort(took, ROUNDS, sizeof(took[0]), by_value);
	printf("%.0f\n", took[ROUNDS / 2]);
	return 0;
}
