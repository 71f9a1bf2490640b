/*
 * crashdisk.c - a preloaded, pessimistic model of a disk.
 *
 * What would be there after a power cut is kept in CRASHDISK_MODEL, beside
 * the directory CRASHDISK: the content of a file only as of its last fsync or
 * fdatasync, the entries of a directory only as of its last fsync.
 *
 *	c/INODE   content of a file      "INODE f|d NAME\n" for each entry:
 *	d/INODE   entries of a directory
 *	k/INODE   a link to each file that was opened, so that no number is
 *	          given out twice
 *
 * With CRASHDISK_STUB=content or =entries such a sync says that it was done
 * and does nothing, as a disk that lies would.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_LEN 4096

static struct {
	const char *disk;
	const char *model;
	bool no_content;
	bool no_entries;
	int (*openat)(int, const char *, int, ...);
} crash;

int fsync(int fd);
int fdatasync(int fd);
int open(const char *path, int flags, ...);
int openat(int dirfd, const char *path, int flags, ...);

static void __attribute__((constructor)) crash_start(void)
{
	const char *stub = getenv("CRASHDISK_STUB");

	crash.disk = getenv("CRASHDISK");
	crash.model = getenv("CRASHDISK_MODEL");
	crash.no_content = stub != NULL && strcmp(stub, "content") == 0;
	crash.no_entries = stub != NULL && strcmp(stub, "entries") == 0;
	*(void **)&crash.openat = dlsym(RTLD_NEXT, "openat");
	if (crash.disk == NULL || crash.model == NULL || crash.openat == NULL) {
		fprintf(stderr,
		    "crashdisk: CRASHDISK and CRASHDISK_MODEL "
		    "name two directories\n");
		_exit(2);
	}
}

/* A model that cannot be kept proves nothing. */
static void __attribute__((noreturn)) crash_fail(const char *what)
{
	fprintf(stderr, "crashdisk: %s: %s\n", what, strerror(errno));
	_exit(2);
}

/* Whether an open file is on the disk of the model. */
static bool
crash_is_ours(int fd)
{
	char link[64], path[PATH_LEN];
	size_t len = strlen(crash.disk);
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n < 0)
		return false;
	path[n] = '\0';
	return strncmp(path, crash.disk, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0');
}

static void
crash_name(char out[static PATH_LEN], const char *kind, ino_t inode)
{
	snprintf(
	    out, PATH_LEN, "%s/%s%lu", crash.model, kind, (unsigned long)inode);
}

/* Written whole or not at all, since the process may be killed in here. */
static void
crash_put(const char *kind, ino_t inode, FILE *from)
{
	char name[PATH_LEN], beside[PATH_LEN], bytes[4096];
	size_t n;
	FILE *to;

	crash_name(name, kind, inode);
	crash_name(beside, "new-", inode);
	if ((to = fopen(beside, "we")) == NULL)
		crash_fail(beside);
	while ((n = fread(bytes, 1, sizeof(bytes), from)) > 0)
		if (fwrite(bytes, 1, n, to) != n)
			crash_fail(beside);
	if (fclose(to) != 0 || rename(beside, name) != 0)
		crash_fail(name);
}

static void
crash_keep_content(int fd, ino_t inode)
{
	char path[64];
	FILE *from;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if ((from = fopen(path, "re")) == NULL)
		crash_fail("a file synced");
	crash_put("c/", inode, from);
	fclose(from);
}

static void
crash_list(int fd, FILE *out)
{
	char path[64];
	struct dirent *de;
	struct stat st;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if ((d = opendir(path)) == NULL)
		crash_fail("a directory synced");
	while ((de = readdir(d)) != NULL)
		if (strcmp(de->d_name, ".") != 0 &&
		    strcmp(de->d_name, "..") != 0 &&
		    fstatat(fd, de->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			fprintf(out, "%lu %c %s\n", (unsigned long)st.st_ino,
			    S_ISDIR(st.st_mode) ? 'd' : 'f', de->d_name);
	closedir(d);
}

static void
crash_keep_entries(int fd, ino_t inode)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	if (f == NULL)
		crash_fail("memory");
	crash_list(fd, f);
	fclose(f);
	f = n > 0 ? fmemopen(text, n, "r") : fopen("/dev/null", "re");
	if (f == NULL)
		crash_fail("memory");
	crash_put("d/", inode, f);
	fclose(f);
	free(text);
}

static int
crash_sync(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return -1;
	if (!crash_is_ours(fd))
		return 0;
	if (S_ISREG(st.st_mode) && !crash.no_content)
		crash_keep_content(fd, st.st_ino);
	if (S_ISDIR(st.st_mode) && !crash.no_entries)
		crash_keep_entries(fd, st.st_ino);
	return 0;
}

int
fsync(int fd)
{
	return crash_sync(fd);
}

int
fdatasync(int fd)
{
	return crash_sync(fd);
}

/* Links a file just made, so that its number stays taken. */
static void
crash_keep_number(int fd)
{
	char from[64], keep[PATH_LEN];
	struct stat st;

	if (!crash_is_ours(fd) || fstat(fd, &st) != 0)
		return;
	snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	crash_name(keep, "k/", st.st_ino);
	if (linkat(AT_FDCWD, from, AT_FDCWD, keep, AT_SYMLINK_FOLLOW) != 0 &&
	    errno != EEXIST)
		crash_fail(keep);
}

static int
crash_open(int dirfd, const char *path, int flags, va_list ap)
{
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	int fd = crash.openat(dirfd, path, flags, mode);

	if (fd >= 0 && flags & O_CREAT)
		crash_keep_number(fd);
	return fd;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = crash_open(AT_FDCWD, path, flags, ap);
	va_end(ap);
	return fd;
}

int
openat(int dirfd, const char *path, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = crash_open(dirfd, path, flags, ap);
	va_end(ap);
	return fd;
}
