/*
 * copy.c - files and directories copied so that they stay.
 */
#include "copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART ((size_t)1 << 24)

int
copy_path(char out[static COPY_PATH], const char *dir, const char *name,
    struct err *e)
{
	int n = snprintf(out, COPY_PATH, "%s/%s", dir, name);

	return n > 0 && n < COPY_PATH
	    ? 0
	    : err_set(e, "%.200s/...: the name is too long", dir);
}

/* The bytes from there to there. 0, or -1 with errno. */
static int
copy_part(int from, int to, off_t at, off_t end)
{
	ssize_t n;

	if (lseek(to, at, SEEK_SET) == -1)
		return -1;
	while (at < end) {
		n = sendfile(to, from, &at,
		    end - at < (off_t)PART ? (size_t)(end - at) : PART);
		if (n == 0)
			break; /* it was cut meanwhile */
		if (n == -1 && errno != EINTR)
			return -1;
	}
	return 0;
}

/*
 * What is a hole stays one: a file is never larger on the disk than it was.
 * 0, or -1 with errno.
 */
static int
copy_bytes(int from, int to, off_t size)
{
	off_t at = 0, end;

	while (at < size) {
		at = lseek(from, at, SEEK_DATA);
		if (at == -1 && errno == ENXIO)
			break;
		if (at == -1 || (end = lseek(from, at, SEEK_HOLE)) == -1)
			return -1;
		end = end < size ? end : size;
		if (at < end && copy_part(from, to, at, end) == -1)
			return -1;
		at = end;
	}
	return ftruncate(to, size);
}

/* 0, or -1 with errno. */
static int
copy_open(int from, const struct stat *st, const char *to)
{
	const struct timespec times[2] = { st->st_mtim, st->st_mtim };
	int fd, rc = -1;

	fd = open(
	    to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd == -1)
		return -1;
	if (copy_bytes(from, fd, st->st_size) == 0 &&
	    futimens(fd, times) == 0 && fsync(fd) == 0)
		rc = 0;
	if (close(fd) == -1)
		rc = -1;
	return rc;
}

int
copy_file(const char *from, const char *to, struct err *e)
{
	int fd = open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	int rc = 0;

	if (fd == -1)
		return errno == ENOENT ? 1 : err_sys(e, "%s", from);
	if (fstat(fd, &st) == -1)
		rc = err_sys(e, "%s", from);
	else if (!S_ISREG(st.st_mode))
		rc = err_set(e, "%s: is not a regular file", from);
	else if (copy_open(fd, &st, to) == -1)
		rc = err_sys(e, "%s cannot be copied to %s", from, to);
	close(fd);
	return rc;
}

int
copy_make_directory(const char *path, struct err *e)
{
	return mkdir(path, 0750) == 0 ? 0 : err_sys(e, "%s", path);
}

int
copy_sync_directory(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd == -1 || fsync(fd) == -1 ? err_sys(e, "%s", path) : 0;

	if (fd != -1)
		close(fd);
	return rc;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

int
copy_remove(const char *path, struct err *e)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ||
	    errno == ENOENT)
		return 0;
	return err_sys(e, "%s cannot be removed", path);
}

int
copy_each_name(const char *dir, copy_name_fn *fn, void *arg, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return errno == ENOENT ? 0 : err_sys(e, "%s", dir);
	while (rc == 0 && (errno = 0, entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			rc = fn(entry->d_name, arg, e);
	if (rc == 0 && errno != 0)
		rc = err_sys(e, "%s", dir);
	closedir(d);
	return rc;
}
