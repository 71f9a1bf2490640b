/*
 * durable.c - small files that appear whole and stay.
 */
#include "durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_MODE 0640
#define BESIDE ".new"
#define NAME_MAX_LEN 255
#define PART 65536

int
durable_write(int fd, const uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

int
durable_set_time(int fd, int64_t file_time)
{
	struct timespec t = { .tv_sec = (time_t)file_time };

	return futimens(fd, (struct timespec[2]){ t, t });
}

int
durable_beside(int dirfd, const char *temporary, const uint8_t *p, size_t n,
    int64_t file_time)
{
	int fd;

	if (unlinkat(dirfd, temporary, 0) != 0 && errno != ENOENT)
		return -1;
	fd = openat(dirfd, temporary,
	    O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
	    FILE_MODE);
	if (fd < 0)
		return -1;
	if (durable_write(fd, p, n) == 0 &&
	    (file_time == DURABLE_NOW ||
		durable_set_time(fd, file_time) == 0) &&
	    fsync(fd) == 0)
		return fd;
	close(fd);
	unlinkat(dirfd, temporary, 0);
	return -1;
}

int
durable_create(
    int dirfd, const char *name, const uint8_t *p, size_t n, int64_t file_time)
{
	char temporary[NAME_MAX_LEN + 1];
	int fd;

	if (snprintf(temporary, sizeof(temporary), "%s" BESIDE, name) >
	    NAME_MAX_LEN) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = durable_beside(dirfd, temporary, p, n, file_time);
	if (fd < 0)
		return -1;
	if (renameat(dirfd, temporary, dirfd, name) == 0)
		return fd;
	close(fd);
	unlinkat(dirfd, temporary, 0);
	return -1;
}

int
durable_replace(int dir, const char *name, const void *p, size_t n,
    int64_t file_time, struct err *e)
{
	int fd = durable_create(dir, name, p, n, file_time);

	if (fd < 0)
		return err_sys(e, "cannot be written");
	close(fd);
	return fsync(dir) == 0 ? 0
			       : err_sys(e, "its directory cannot be synced");
}

static int
too_long(size_t max, struct err *e)
{
	return err_set(e, "is longer than %zu bytes", max);
}

/* All that is left of a file, at most max bytes. 0 or -1. */
static int
read_rest(int fd, size_t max, struct buf *out, struct err *e)
{
	ssize_t got = 1;

	while (got > 0) {
		uint8_t *to = buf_room(out, PART);

		if (to == NULL)
			return err_set(e, "no memory");
		got = read(fd, to, PART);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got < 0)
			return err_sys(e, "cannot be read");
		else
			out->len += (size_t)got;
		if (out->len > max)
			return too_long(max, e);
	}
	return 0;
}

int
durable_read(
    int dir, const char *name, size_t max, struct buf *out, struct err *e)
{
	int fd =
	    openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	int rc;

	if (fd < 0)
		return errno == ENOENT ? 1 : err_sys(e, "cannot be opened");
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		rc = err_set(e, "is not a regular file");
	else if ((uint64_t)st.st_size > max)
		rc = too_long(max, e);
	else
		rc = read_rest(fd, max, out, e);
	close(fd);
	return rc;
}
