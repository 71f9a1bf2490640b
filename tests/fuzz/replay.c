/*
 * replay.c DIRECTORY... - gives every file of a corpus to a fuzz target, for
 * compilers without libFuzzer and for make check.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Room of exactly the size, so that a checker sees a step beyond it. */
static int
replay_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), ret = -1;
	uint8_t *data = NULL;
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1)
		goto cleanup;
	data = malloc(st.st_size == 0 ? 1 : (size_t)st.st_size);
	if (data == NULL || read(fd, data, (size_t)st.st_size) != st.st_size)
		goto cleanup;
	LLVMFuzzerTestOneInput(data, (size_t)st.st_size);
	ret = 0;
cleanup:
	if (ret == -1)
		perror(path);
	free(data);
	if (fd != -1)
		close(fd);
	return ret;
}

/* The number of files, or -1. */
static int
replay_directory(const char *name)
{
	DIR *dir = opendir(name);
	struct dirent *d;
	char path[4096];
	int count = 0;

	if (dir == NULL) {
		perror(name);
		return -1;
	}
	while (count >= 0 && (d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", name, d->d_name);
		count = replay_file(path) == -1 ? -1 : count + 1;
	}
	closedir(dir);
	return count;
}

int
main(int argc, char **argv)
{
	int i, n;

	if (argc < 2) {
		fprintf(stderr, "usage: %s DIRECTORY...\n", argv[0]);
		return 2;
	}
	for (i = 1; i < argc; i++) {
		n = replay_directory(argv[i]);
		if (n <= 0) {
			fprintf(stderr, "%s: nothing replayed\n", argv[i]);
			return 1;
		}
		printf("%s: %d inputs\n", argv[i], n);
	}
	return 0;
}
