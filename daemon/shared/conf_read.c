/*
 * conf_read.c - reads a small file whole: configurations, keys, peppers.
 */
#include "gehoor/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A credential of systemd is guarded by its directory; its own mode may show
 * the mask of an access control list as if the group could read it.
 */
static bool
is_credential(const char *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	size_t n = dir == NULL ? 0 : strlen(dir);

	return n > 0 && strncmp(path, dir, n) == 0 && path[n] == '/' &&
	    strchr(path + n + 1, '/') == NULL;
}

/* A regular file (or a pipe), and for a secret: nobody else's to read. */
static int
check_file(int fd, const char *path, bool secret, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s", path);
	if (S_ISDIR(st.st_mode))
		return err_set(e, "%s: is a directory; name a file", path);
	if (is_credential(path) && (st.st_mode & 027) == 0)
		return 0;
	if (secret && S_ISREG(st.st_mode) && (st.st_mode & 077) != 0)
		return err_set(e,
		    "%s: others may read or change this secret "
		    "(mode %04o); chmod 600 %s",
		    path, (unsigned)st.st_mode & 07777, path);
	return 0;
}

static int
too_long(const char *path, size_t max, struct err *e)
{
	return err_set(
	    e, "%s: longer than %zu bytes; is this the right file?", path, max);
}

static int
read_all(int fd, const char *path, size_t max, struct buf *out, struct err *e)
{
	size_t had = out->len;
	uint8_t *to;
	ssize_t n;

	for (;;) {
		to = buf_room(out, 4096);
		if (to == NULL)
			return err_set(e, "%s: no memory", path);
		n = read(fd, to, 4096);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "%s", path);
		if (n == 0)
			return 0;
		out->len += (size_t)n;
		if (out->len - had > max)
			return too_long(path, max, e);
	}
}

static int
check_regular(int fd, const char *path, size_t max, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s: not a regular file", path);
	return (uint64_t)st.st_size <= max ? 0 : too_long(path, max, e);
}

int
conf_read_regular(const char *path, size_t max, struct buf *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int ret = -1;

	if (fd == -1)
		return err_sys(e, "%s", path);
	if (check_regular(fd, path, max, e) == 0)
		ret = read_all(fd, path, max, out, e);
	close(fd);
	return ret;
}

int
conf_read_file(
    const char *path, size_t max, bool secret, struct buf *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), ret = -1;

	if (fd == -1)
		return err_sys(e, "%s", path);
	if (check_file(fd, path, secret, e) == 0)
		ret = read_all(fd, path, max, out, e);
	close(fd);
	return ret;
}
