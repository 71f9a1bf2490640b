/*
 * sync.c - makes the names in a directory durable.
 */
#include "sync.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
sync_directory(const char *dir, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd == -1 || fsync(fd) == -1 ? err_sys(e, "%s", dir) : 0;

	if (fd != -1)
		close(fd);
	return rc;
}

int
sync_beside(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL
	    ? strdup(".")
	    : strndup(path, slash == path ? 1 : (size_t)(slash - path));
	int rc = dir == NULL ? err_sys(e, "%s", path) : sync_directory(dir, e);

	free(dir);
	return rc;
}
