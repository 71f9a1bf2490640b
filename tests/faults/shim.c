/*
 * shim.c - a preloaded library that lets the n-th call of a class fail.
 *
 *	SHIM_CLASS   write, read, ... or memory: rows of the table below
 *	SHIM_FIRST   the first call that fails, from 1; 0: none, only count
 *	SHIM_LAST    the last call that fails
 *	SHIM_ERROR   number of the error, or 0: is short, where that can be; -1:
 *	             the program is killed in place of the call
 *	SHIM_COUNTS  file with the number of calls of each class, and in the
 *	             last place of calls that failed; 64 bits each
 *
 * Calls go straight to the kernel, so that nothing hides what was done.  What
 * is written to stderr is let through, since it says why a program ended; a
 * crash leaves its trace there.
 */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum class {
	CLASS_WRITE,
	CLASS_READ,
	CLASS_FDATASYNC,
	CLASS_FSYNC,
	CLASS_OPEN,
	CLASS_RENAME,
	CLASS_CLOSE,
	CLASS_ACCEPT,
	CLASS_LINK,
	CLASS_UNLINK,
	CLASS_MKDIR,
	CLASS_TIMES,
	CLASS_MEMORY,
	CLASSES
};

static const char *const names[CLASSES] = { "write", "read", "fdatasync",
	"fsync", "open", "rename", "close", "accept", "link", "unlink", "mkdir",
	"times", "memory" };

static struct {
	bool on;
	int class;
	int error;
	uint64_t first;
	uint64_t last;
	atomic_ullong *counts; /* CLASSES, then the failed */
} shim;

static uint64_t
shim_number(const char *name)
{
	const char *text = getenv(name);

	return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static void __attribute__((noreturn)) shim_refuse(const char *why)
{
	dprintf(STDERR_FILENO, "shim: %s\n", why);
	_exit(2);
}

/* Says whose code crashed. */
static void
shim_crash(int signal)
{
	void *frames[64];
	int n = backtrace(frames, 64);

	backtrace_symbols_fd(frames, n, STDERR_FILENO);
	raise(signal);
}

static void
shim_watch(void)
{
	const struct sigaction sa = { .sa_handler = shim_crash,
		.sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };
	void *frame;

	/* The first call takes memory, the later ones do not. */
	(void)!backtrace(&frame, 1);
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	sigaction(SIGABRT, &sa, NULL);
}

static void __attribute__((constructor)) shim_start(void)
{
	const size_t size = (CLASSES + 1) * sizeof(*shim.counts);
	const char *class = getenv("SHIM_CLASS");
	const char *path = getenv("SHIM_COUNTS");
	int fd;

	if (class == NULL || path == NULL)
		shim_refuse("SHIM_CLASS and SHIM_COUNTS are needed");
	while (shim.class < CLASSES && strcmp(names[shim.class], class) != 0)
		shim.class ++;
	if (shim.class == CLASSES)
		shim_refuse("no such class");
	shim.first = shim_number("SHIM_FIRST");
	shim.last = shim_number("SHIM_LAST");
	shim.error = (int)shim_number("SHIM_ERROR");
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_ftruncate, fd, size) != 0)
		shim_refuse(path);
	shim.counts =
	    mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (shim.counts == MAP_FAILED)
		shim_refuse("no memory");
	syscall(SYS_close, fd);
	shim_watch();
	shim.on = true;
}

/* Counts a call; true if it is one that fails. */
static bool
shim_hits(int class)
{
	uint64_t n;

	if (!shim.on)
		return false;
	n = atomic_fetch_add(&shim.counts[class], 1) + 1;
	if (class != shim.class || shim.first == 0 || n < shim.first ||
	    n > shim.last)
		return false;
	atomic_fetch_add(&shim.counts[CLASSES], 1);
	if (shim.error == -1)
		syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
	return true;
}

static bool
shim_fails(int class)
{
	if (!shim_hits(class))
		return false;
	errno = shim.error;
	return true;
}

/* Half of it, where files and sockets may give less than was asked for. */
static size_t
shim_short(int fd, size_t n)
{
	struct stat st;
	int saved = errno;
	bool may = syscall(SYS_fstat, fd, &st) == 0 &&
	    (S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode));

	errno = saved;
	return may && n > 1 ? n / 2 : n;
}

/* 0: goes on with *n bytes; -1: fails with errno. */
static int
shim_moves(int class, int fd, size_t *n)
{
	if (fd == STDERR_FILENO || !shim_hits(class))
		return 0;
	if (shim.error == 0) {
		*n = shim_short(fd, *n);
		return 0;
	}
	errno = shim.error;
	return -1;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	return shim_moves(CLASS_WRITE, fd, &n) == -1
	    ? -1
	    : (ssize_t)syscall(SYS_write, fd, p, n);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off_t at)
{
	return shim_moves(CLASS_WRITE, fd, &n) == -1
	    ? -1
	    : (ssize_t)syscall(SYS_pwrite64, fd, p, n, at);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

ssize_t
read(int fd, void *p, size_t n)
{
	return shim_moves(CLASS_READ, fd, &n) == -1
	    ? -1
	    : (ssize_t)syscall(SYS_read, fd, p, n);
}

ssize_t
pread64(int fd, void *p, size_t n, off_t at)
{
	return shim_moves(CLASS_READ, fd, &n) == -1
	    ? -1
	    : (ssize_t)syscall(SYS_pread64, fd, p, n, at);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return pread64(fd, p, n, at);
}

/* Short: only the first piece, and half of it. */
static ssize_t
shim_vector(long call, int class, int fd, const struct iovec *v, int count)
{
	struct iovec one = v[0];
	size_t n = one.iov_len;

	if (count < 1)
		return (ssize_t)syscall(call, fd, v, count);
	if (shim_moves(class, fd, &n) == -1)
		return -1;
	if (n == one.iov_len)
		return (ssize_t)syscall(call, fd, v, count);
	one.iov_len = n;
	return (ssize_t)syscall(call, fd, &one, 1);
}

ssize_t
writev(int fd, const struct iovec *v, int count)
{
	return shim_vector(SYS_writev, CLASS_WRITE, fd, v, count);
}

ssize_t
readv(int fd, const struct iovec *v, int count)
{
	return shim_vector(SYS_readv, CLASS_READ, fd, v, count);
}

int
fdatasync(int fd)
{
	return shim_fails(CLASS_FDATASYNC) ? -1
					   : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return shim_fails(CLASS_FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
openat(int dirfd, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return shim_fails(CLASS_OPEN)
	    ? -1
	    : (int)syscall(SYS_openat, dirfd, path, flags, mode);
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return openat(AT_FDCWD, path, flags, mode);
}

/* What the fortified headers make of the two. */
int __open_2(const char *path, int flags);
int
__open_2(const char *path, int flags)
{
	return openat(AT_FDCWD, path, flags);
}

int __openat_2(int dirfd, const char *path, int flags);
int
__openat_2(int dirfd, const char *path, int flags)
{
	return openat(dirfd, path, flags);
}

ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t
__read_chk(int fd, void *p, size_t n, size_t room)
{
	return n > room ? -1 : read(fd, p, n);
}

int
renameat(int from, const char *old, int to, const char *new)
{
	return shim_fails(CLASS_RENAME)
	    ? -1
	    : (int)syscall(SYS_renameat, from, old, to, new);
}

int
rename(const char *old, const char *new)
{
	return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

/* As in the kernel, the descriptor is gone whatever the answer is. */
int
close(int fd)
{
	int r = (int)syscall(SYS_close, fd);

	return shim_fails(CLASS_CLOSE) ? -1 : r;
}

int
accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	return shim_fails(CLASS_ACCEPT)
	    ? -1
	    : (int)syscall(SYS_accept4, fd, sa, len, flags);
}

int
linkat(int from, const char *old, int to, const char *new, int flags)
{
	return shim_fails(CLASS_LINK)
	    ? -1
	    : (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int
link(const char *old, const char *new)
{
	return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int
unlinkat(int dirfd, const char *path, int flags)
{
	return shim_fails(CLASS_UNLINK)
	    ? -1
	    : (int)syscall(SYS_unlinkat, dirfd, path, flags);
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
mkdir(const char *path, mode_t mode)
{
	return shim_fails(CLASS_MKDIR)
	    ? -1
	    : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int
futimens(int fd, const struct timespec t[2])
{
	return shim_fails(CLASS_TIMES)
	    ? -1
	    : (int)syscall(SYS_utimensat, fd, NULL, t, 0);
}

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

void *
malloc(size_t n)
{
	return shim_fails(CLASS_MEMORY) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return shim_fails(CLASS_MEMORY) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return shim_fails(CLASS_MEMORY) ? NULL : __libc_realloc(p, n);
}

int
posix_memalign(void **out, size_t align, size_t n)
{
	if (shim_hits(CLASS_MEMORY))
		return ENOMEM;
	*out = __libc_memalign(align, n);
	return *out == NULL ? ENOMEM : 0;
}
