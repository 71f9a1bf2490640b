/*
 * spent.c OUT COMMAND ... - runs a command and writes to OUT what it took:
 * wall seconds, CPU seconds, and the largest resident size in KiB.  Its exit
 * code is the command's.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double
seconds(struct timeval tv)
{
	return (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct rusage ru;
	double begin = now();
	pid_t pid;
	FILE *out;
	int status;

	if (argc < 3)
		return 2;
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &ru) != pid) {
		perror("spent");
		return 1;
	}
	out = fopen(argv[1], "w");
	if (out == NULL ||
	    fprintf(out, "%.3f %.3f %ld\n", now() - begin,
		seconds(ru.ru_utime) + seconds(ru.ru_stime),
		ru.ru_maxrss) < 0 ||
	    fclose(out) != 0) {
		perror(argv[1]);
		return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
