/*
 * replace.c - a file of a log gets other bytes, and nothing is left of what
 * stood there.
 */
#include "replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/boxlog.h"
#include "sync.h"

#define PART 65536
#define PATH_ROOM 4096

/* The three names of a file. */
struct trio {
	const char *path;
	char fresh[PATH_ROOM], old[PATH_ROOM];
};

static int
trio_of(const char *path, struct trio *n, struct err *e)
{
	n->path = path;
	if (snprintf(n->fresh, PATH_ROOM, "%s" BOXLOG_NEW, path) >= PATH_ROOM ||
	    snprintf(n->old, PATH_ROOM, "%s" BOXLOG_OLD, path) >= PATH_ROOM) {
		errno = ENAMETOOLONG;
		return err_sys(e, "%s", path);
	}
	return 0;
}

/* Makes one part of the old file what the new one has there, or zero. */
static int
overwrite_part(int old, int now, off_t at)
{
	uint8_t was[PART] = { 0 }, is[PART] = { 0 };

	if (pread(old, was, PART, at) == -1 || pread(now, is, PART, at) == -1)
		return -1;
	if (memcmp(was, is, PART) == 0)
		return 0;
	return pwrite(old, is, PART, at) == PART ? 0 : -1;
}

/* Gives a file the bytes of another one; nothing is left of its own. */
static int
overwrite(int old, int now)
{
	struct stat was, is;

	if (fstat(old, &was) == -1 || fstat(now, &is) == -1)
		return -1;
	for (off_t at = 0; at < was.st_size || at < is.st_size; at += PART)
		if (overwrite_part(old, now, at) == -1)
			return -1;
	/* What is behind the end must be zero on the disk, too. */
	if (fsync(old) == -1 || ftruncate(old, is.st_size) == -1)
		return -1;
	return fsync(old);
}

/* Whether both names are of one file: the new one was not put there yet. */
static bool
is_one_file(int a, int b)
{
	struct stat x, y;

	return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev &&
	    x.st_ino == y.st_ino;
}

static int
finish_open(const struct trio *n, int old, struct err *e)
{
	int now = open(n->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int rc = 0;

	if (now == -1)
		return err_sys(e, "%s", n->path);
	if (!is_one_file(old, now) && overwrite(old, now) == -1)
		rc = err_sys(e, "%s cannot be overwritten", n->old);
	close(now);
	if (rc == 0 && unlink(n->old) == -1)
		rc = err_sys(e, "%s", n->old);
	return rc == 0 ? sync_beside(n->path, e) : -1;
}

/* Overwrites and removes the old one, if there is one. */
static int
finish(const struct trio *n, struct err *e)
{
	int old = open(n->old, O_RDWR | O_CLOEXEC | O_NOFOLLOW), rc;

	if (old == -1)
		return errno == ENOENT ? 0 : err_sys(e, "%s", n->old);
	rc = finish_open(n, old, e);
	close(old);
	return rc;
}

/* Files of a log show a week, not when they were changed. */
static int
keep_looks(int to, const struct stat *st)
{
	const struct timespec t[2] = { st->st_mtim, st->st_mtim };

	(void)fchmod(to, st->st_mode & 0777);
	return futimens(to, t);
}

/* Writes the new one beside, durably. */
static int
write_fresh(const struct trio *n, replace_fn *fill, const void *arg, int old)
{
	FILE *to = fopen(n->fresh, "wxe");
	struct stat st;
	int rc = -1;

	if (to == NULL)
		return -1;
	if (fstat(old, &st) == 0 && fill(old, arg, to) == 0 &&
	    fflush(to) == 0 && keep_looks(fileno(to), &st) == 0)
		rc = fsync(fileno(to));
	if (fclose(to) != 0)
		rc = -1;
	return rc;
}

static int
put_there(const struct trio *n, replace_fn *fill, const void *arg, int old,
    struct err *e)
{
	if ((unlink(n->fresh) == -1 && errno != ENOENT) ||
	    write_fresh(n, fill, arg, old) == -1) {
		err_sys(e, "%s cannot be written", n->fresh);
		unlink(n->fresh);
		return -1;
	}
	/* Durable first, so that no crash forgets where the old bytes are. */
	if (link(n->path, n->old) == -1)
		return err_sys(e, "%s", n->old);
	if (sync_beside(n->path, e) == -1)
		return -1;
	if (rename(n->fresh, n->path) == -1)
		return err_sys(e, "%s", n->path);
	return sync_beside(n->path, e);
}

int
replace_file(const char *path, replace_fn *fill, const void *arg, struct err *e)
{
	struct trio n;
	int old, rc;

	if (trio_of(path, &n, e) == -1 || finish(&n, e) == -1)
		return -1;
	old = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (old == -1)
		return err_sys(e, "%s", path);
	rc = put_there(&n, fill, arg, old, e);
	close(old);
	return rc == 0 ? finish(&n, e) : -1;
}

static int
finish_named(const char *dir, const char *name, struct err *e)
{
	char path[PATH_ROOM];
	struct trio n;

	snprintf(path, sizeof(path), "%s/%.*s", dir,
	    (int)(strlen(name) - strlen(BOXLOG_OLD)), name);
	return trio_of(path, &n, e) == -1 ? -1 : finish(&n, e);
}

int
replace_finish(const char *dir, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return err_sys(e, "%s", dir);
	while (rc == 0 && (entry = readdir(d)) != NULL)
		if (boxlog_is_old(entry->d_name))
			rc = finish_named(dir, entry->d_name, e);
	closedir(d);
	return rc;
}
