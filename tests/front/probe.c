/*
 * probe.c - tries what a service should not be able to do, and says of each
 * whether it can: a line "NAME can", or "NAME" and the error.
 *
 * It stands in the place of gehoord in its unit (22-systemd.t), so it tells
 * the service manager that it is ready; and beside it, where nothing holds it
 * back.  Nothing it tries does harm where it works: the dearer calls are made
 * with arguments that the kernel refuses in another way than by EPERM.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOWHERE "/gehoor-nowhere"
#define PAGE ((size_t)4096)

/* Takes what it tries on, returns 0 if it can, or the error. */
typedef int try_fn(const char *path, long n);

static int
error_of(long result)
{
	return result == -1 ? errno : 0;
}

/* A file in a directory that no other probe takes. */
static void
own_name(char *out, size_t size, const char *dir)
{
	snprintf(out, size, "%s/gehoor-probe.%ld", dir, (long)getpid());
}

static int
try_create(const char *dir, long n)
{
	char name[128];
	int fd, error;

	(void)n;
	own_name(name, sizeof(name), dir);
	fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	error = error_of(fd);
	if (fd != -1 && (close(fd) == -1 || unlink(name) == -1))
		error = errno;
	return error;
}

static int
try_open(const char *path, long flags)
{
	return error_of(open(path, (int)flags | O_CLOEXEC));
}

static int
try_access(const char *path, long mode)
{
	return error_of(access(path, (int)mode));
}

/* Whether the file system is mounted without a flag, whoever we are. */
static int
try_mounted(const char *path, long flag)
{
	struct statvfs s;

	if (statvfs(path, &s) == -1)
		return errno;
	return (s.f_flag & (unsigned long)flag) != 0 ? EROFS : 0;
}

/* Whether the file of another user is seen to be theirs. */
static int
try_owner(const char *path, long uid)
{
	struct stat s;

	if (stat(path, &s) == -1)
		return errno;
	return s.st_uid == (uid_t)uid ? 0 : EPERM;
}

static int
try_exec(const char *path, long n)
{
	(void)n;
	execl(path, path, (char *)NULL);
	return errno;
}

static int
try_socket(const char *path, long family)
{
	const bool stream = family != AF_PACKET && family != AF_NETLINK;

	(void)path;
	return error_of(
	    socket((int)family, stream ? SOCK_STREAM : SOCK_RAW, 0));
}

static int
try_connect(const char *path, long n)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)n;
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	return error_of(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static int
try_unshare(const char *path, long flag)
{
	(void)path;
	return error_of(unshare((int)flag));
}

static int
try_personality(const char *path, long n)
{
	(void)path;
	return error_of(personality((unsigned long)n));
}

static int
try_chmod(const char *dir, long mode)
{
	char name[128];
	int fd, error;

	own_name(name, sizeof(name), dir);
	fd = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
	if (fd == -1)
		return errno;
	error = error_of(fchmod(fd, (mode_t)mode));
	unlink(name);
	return error;
}

static int
try_mknod(const char *dir, long n)
{
	char name[128];
	int error;

	own_name(name, sizeof(name), dir);
	error = error_of(mknod(name, S_IFCHR | 0600, makedev((unsigned)n, 3)));
	unlink(name);
	return error;
}

static int
try_mmap(const char *path, long prot)
{
	void *p;

	(void)path;
	p = mmap(NULL, PAGE, (int)prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? errno : 0;
}

/* Memory that was written becomes memory that is run. */
static int
try_mprotect(const char *path, long prot)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)path;
	return p == MAP_FAILED ? errno : error_of(mprotect(p, PAGE, (int)prot));
}

static int
try_kill(const char *path, long pid)
{
	(void)path;
	return error_of(kill((pid_t)pid, 0));
}

/* A system call with arguments that are wrong: the kernel gets to see them. */
static int
try_call(const char *path, long call)
{
	const int error = error_of(syscall(call, path, -1, -1, -1, -1, -1));

	return error == EPERM || error == ENOSYS ? error : 0;
}

/* A call by the way of another architecture. */
static int
try_i386(const char *path, long call)
{
	(void)path;
#ifdef __x86_64__
	long result = call;

	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	return result > 0 ? 0 : (int)-result;
#else
	(void)call;
	return ENOSYS;
#endif
}

static const struct {
	const char *name;
	try_fn *attempt;
	const char *path;
	long n;
} probes[] = {
	{ "write:/etc", try_create, "/etc", 0 },
	{ "write:/usr", try_create, "/usr", 0 },
	{ "write:/var/lib", try_create, "/var/lib", 0 },
	{ "write:/dev/shm", try_create, "/dev/shm", 0 },
	{ "write:/tmp", try_create, "/tmp", 0 },
	{ "write:/var/lib/gehoor", try_create, "/var/lib/gehoor", 0 },
	{ "write:/run/gehoor", try_create, "/run/gehoor", 0 },
	{ "mounted-rw:/", try_mounted, "/", ST_RDONLY },
	{ "mounted-rw:/etc", try_mounted, "/etc", ST_RDONLY },
	{ "mounted-rw:/usr", try_mounted, "/usr", ST_RDONLY },
	{ "mounted-rw:/sys", try_mounted, "/sys", ST_RDONLY },
	{ "mounted-rw:/sys/fs/cgroup", try_mounted, "/sys/fs/cgroup",
	    ST_RDONLY },
	{ "mounted-rw:/var/lib/gehoor", try_mounted, "/var/lib/gehoor",
	    ST_RDONLY },
	{ "mounted-exec:/tmp", try_mounted, "/tmp", ST_NOEXEC },
	{ "mounted-exec:/var/tmp", try_mounted, "/var/tmp", ST_NOEXEC },
	{ "mounted-exec:/run/gehoor", try_mounted, "/run/gehoor", ST_NOEXEC },
	{ "mounted-exec:/var/lib/gehoor", try_mounted, "/var/lib/gehoor",
	    ST_NOEXEC },
	{ "mounted-exec:/usr/lib", try_mounted, "/usr/lib", ST_NOEXEC },
	{ "read:/home", try_access, "/home", R_OK | X_OK },
	{ "read:/etc/gehoor/sign.key", try_open, "/etc/gehoor/sign.key", 0 },
	{ "read:/tmp/outside", try_open, "/tmp/outside", 0 },
	{ "read:/var/tmp/outside", try_open, "/var/tmp/outside", 0 },
	{ "read:/proc/1", try_access, "/proc/1", F_OK },
	{ "read:/proc/kmsg", try_access, "/proc/kmsg", F_OK },
	{ "read:/proc/cpuinfo", try_access, "/proc/cpuinfo", F_OK },
	{ "read:/proc/sys", try_access, "/proc/sys/kernel", F_OK },
	{ "read:/proc/self", try_open, "/proc/self/status", 0 },
	{ "read:/usr/lib/modules", try_access, "/usr/lib/modules", R_OK },
	{ "device:/dev/probe", try_open, "/dev/probe", O_RDWR },
	{ "device:/dev/null", try_open, "/dev/null", O_RDWR },
	{ "see-users", try_owner, "/run/of-another", 4242 },
	{ "exec:/bin/true", try_exec, "/bin/true", 0 },
	{ "exec:/bin/sh", try_exec, "/bin/sh", 0 },
	{ "socket:inet", try_socket, NULL, AF_INET },
	{ "socket:inet6", try_socket, NULL, AF_INET6 },
	{ "socket:netlink", try_socket, NULL, AF_NETLINK },
	{ "socket:packet", try_socket, NULL, AF_PACKET },
	{ "socket:unix", try_socket, NULL, AF_UNIX },
	{ "connect", try_connect, "/run/systemd/journal/stdout", 0 },
	{ "unshare:user", try_unshare, NULL, CLONE_NEWUSER },
	{ "unshare:net", try_unshare, NULL, CLONE_NEWNET },
	{ "unshare:mount", try_unshare, NULL, CLONE_NEWNS },
	{ "unshare:pid", try_unshare, NULL, CLONE_NEWPID },
	{ "unshare:ipc", try_unshare, NULL, CLONE_NEWIPC },
	{ "unshare:uts", try_unshare, NULL, CLONE_NEWUTS },
	{ "unshare:cgroup", try_unshare, NULL, CLONE_NEWCGROUP },
	{ "personality", try_personality, NULL, ADDR_NO_RANDOMIZE },
	{ "chmod:plain", try_chmod, "/tmp", 0640 },
	{ "chmod:suid", try_chmod, "/tmp", 04755 },
	{ "chmod:sgid", try_chmod, "/tmp", 02755 },
	{ "mknod", try_mknod, "/tmp", 1 },
	{ "mmap:write", try_mmap, NULL, PROT_READ | PROT_WRITE },
	{ "mmap:write-exec", try_mmap, NULL, PROT_WRITE | PROT_EXEC },
	{ "mprotect:exec", try_mprotect, NULL, PROT_READ | PROT_EXEC },
	{ "kill:1", try_kill, NULL, 1 },
	{ "i386", try_i386, NULL, 20 },
	{ "call:mount", try_call, NOWHERE, SYS_mount },
	{ "call:chroot", try_call, "/", SYS_chroot },
	{ "call:reboot", try_call, NULL, SYS_reboot },
	{ "call:swapon", try_call, NOWHERE, SYS_swapon },
	{ "call:finit_module", try_call, NULL, SYS_finit_module },
	{ "call:clock_settime", try_call, NULL, SYS_clock_settime },
	{ "call:sethostname", try_call, NULL, SYS_sethostname },
	{ "call:sched_setscheduler", try_call, NULL, SYS_sched_setscheduler },
	{ "call:setrlimit", try_call, NULL, SYS_setrlimit },
	{ "call:setresuid", try_call, NULL, SYS_setresuid },
	{ "call:fchown", try_call, NULL, SYS_fchown },
	{ "call:syslog", try_call, NULL, SYS_syslog },
	{ "call:ptrace", try_call, NULL, SYS_ptrace },
	{ "call:bpf", try_call, NULL, SYS_bpf },
	{ "call:perf_event_open", try_call, NULL, SYS_perf_event_open },
	{ "call:add_key", try_call, NULL, SYS_add_key },
	{ "call:io_uring_setup", try_call, NULL, SYS_io_uring_setup },
	{ "call:userfaultfd", try_call, NULL, SYS_userfaultfd },
	{ "call:splice", try_call, NULL, SYS_splice },
	{ "call:shmget", try_call, NULL, SYS_shmget },
	{ "call:setns", try_call, NULL, SYS_setns },
	{ "call:fsync", try_call, NULL, SYS_fsync },
};

/* Each in a process of its own, so that none stands in the way of the next. */
static void
probe(size_t i)
{
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		_exit(probes[i].attempt(probes[i].path, probes[i].n));
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		exit(1);
	if (WIFSIGNALED(status))
		fprintf(stderr, "%s SIG%s\n", probes[i].name,
		    sigabbrev_np(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != 0)
		fprintf(stderr, "%s %s\n", probes[i].name,
		    strerrorname_np(WEXITSTATUS(status)));
	else
		fprintf(stderr, "%s can\n", probes[i].name);
}

/* Those that the command line names; all with none, or with gehoord's own. */
static bool
is_wanted(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return argc <= 1 || argv[1][0] == '-';
}

/* The credentials, and the names of the sockets, that systemd handed over. */
static void
given(void)
{
	const char *names = getenv("LISTEN_FDNAMES");
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	int error;

	if (names != NULL)
		fprintf(stderr, "sockets %s\n", names);
	if (dir == NULL)
		return;
	error = try_create(dir, 0);
	fprintf(stderr, "write:credentials %s\n",
	    error == 0 ? "can" : strerrorname_np(error));
	error = chdir(dir) == -1 ? errno : try_open("sign.key", O_RDONLY);
	fprintf(stderr, "read:credentials %s\n",
	    error == 0 ? "can" : strerrorname_np(error));
}

/* As sd_notify(3) does it. */
static void
tell_ready(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("NOTIFY_SOCKET");
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (path == NULL || strlen(path) >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, strlen(path));
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	if (sendto(fd, "READY=1\n", 8, 0, (struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
		    strlen(path))) == -1)
		fprintf(stderr, "notify %s\n", strerrorname_np(errno));
}

int
main(int argc, char **argv)
{
	setvbuf(stderr, NULL, _IOLBF, 0);
	given();
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if (is_wanted(argc, argv, probes[i].name))
			probe(i);
	tell_ready();
	fprintf(stderr, "done\n");
	return 0;
}
