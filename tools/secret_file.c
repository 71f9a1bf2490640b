/*
 * secret_file.c - new files that only their owner may read.
 */
#include "secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

static int
write_all(int fd, const uint8_t *p, size_t n)
{
	ssize_t got;

	while (n > 0) {
		got = write(fd, p, n);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		p += got;
		n -= (size_t)got;
	}
	return fsync(fd);
}

int
secret_file_create(const char *path, const void *p, size_t n, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int ret;

	if (fd == -1 && errno == EEXIST)
		return err_set(e,
		    "%s is there already and is never "
		    "overwritten; name another file with -o",
		    path);
	if (fd == -1)
		return err_sys(e, "%s", path);
	ret = write_all(fd, p, n) == -1 ? err_sys(e, "%s", path) : 0;
	if (close(fd) == -1 && ret == 0)
		ret = err_sys(e, "%s", path);
	if (ret == -1)
		unlink(path);
	return ret;
}
