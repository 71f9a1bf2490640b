/*
 * confine.c - runs a program as systemd would with these settings of a unit,
 * where no systemd runs: what is inside the process.  Namespaces are made by
 * bwrap(1) before.
 *
 *	confine SETTINGS -- PROGRAM [ARGUMENT ...]
 *
 * SETTINGS is a file of lines "NAME VALUE": uid, errno, umask, nofile,
 * memlock, core, and without value af-unix, no-exec-memory, no-namespaces,
 * no-realtime, no-suid, no-personality, no-new-privs; and "allow CALL" for
 * each system call that is let through.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_CAPABILITY 63

/* Two filters, of which the kernel takes the stricter verdict. */
struct confine {
	scmp_filter_ctx allow; /* what is let through, by name */
	scmp_filter_ctx deny;  /* what of that is not, by argument */
	uid_t uid;
};

static void
die(const char *what)
{
	fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
	exit(126);
}

static void
limit(int which, const char *value)
{
	const rlim_t n = (rlim_t)strtoull(value, NULL, 10);
	const struct rlimit r = { n, n };

	if (setrlimit(which, &r) == -1)
		die("setrlimit");
}

static void
deny(struct confine *c, int call, unsigned n, const struct scmp_arg_cmp *args)
{
	if (call != __NR_SCMP_ERROR &&
	    seccomp_rule_add_array(
		c->deny, SCMP_ACT_ERRNO(EPERM), call, n, args) != 0)
		fprintf(stderr, "confine: no rule for call %d\n", call);
}

/* MemoryDenyWriteExecute=, as systemd.exec(5) says it. */
static void
no_exec_memory(struct confine *c)
{
	const struct scmp_arg_cmp both = SCMP_A2(
	    SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC | PROT_WRITE);
	const struct scmp_arg_cmp exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC);

	deny(c, SCMP_SYS(mmap), 1, &both);
	deny(c, SCMP_SYS(mprotect), 1, &exec);
	deny(c, SCMP_SYS(pkey_mprotect), 1, &exec);
}

static void
no_namespaces(struct confine *c)
{
	static const unsigned long flags[] = { CLONE_NEWNS, CLONE_NEWNET,
		CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWIPC, CLONE_NEWUTS,
		CLONE_NEWCGROUP };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		const struct scmp_arg_cmp has =
		    SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i]);

		deny(c, SCMP_SYS(clone), 1, &has);
		deny(c, SCMP_SYS(unshare), 1, &has);
	}
	deny(c, SCMP_SYS(setns), 0, NULL);
}

/* Only AF_UNIX; another family is one that there is not. */
static void
af_unix(struct confine *c)
{
	const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, AF_UNIX);

	seccomp_rule_add_array(
	    c->deny, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, &other);
}

static void
no_realtime(struct confine *c)
{
	const struct scmp_arg_cmp high = SCMP_A1(SCMP_CMP_GT, SCHED_OTHER);

	deny(c, SCMP_SYS(sched_setscheduler), 1, &high);
}

static void
no_suid(struct confine *c)
{
	static const mode_t bits[] = { S_ISUID, S_ISGID };

	for (size_t i = 0; i < 2; i++) {
		const struct scmp_arg_cmp one =
		    SCMP_A1(SCMP_CMP_MASKED_EQ, bits[i], bits[i]);
		const struct scmp_arg_cmp two =
		    SCMP_A2(SCMP_CMP_MASKED_EQ, bits[i], bits[i]);

		deny(c, SCMP_SYS(chmod), 1, &one);
		deny(c, SCMP_SYS(fchmod), 1, &one);
		deny(c, SCMP_SYS(fchmodat), 1, &two);
		deny(c, SCMP_SYS(mkdir), 1, &one);
	}
}

static void
no_personality(struct confine *c)
{
	const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, 0);

	deny(c, SCMP_SYS(personality), 1, &other);
}

static void
no_new_privs(struct confine *c)
{
	(void)c;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("no_new_privs");
}

static const struct {
	const char *name;
	void (*apply)(struct confine *c);
} switches[] = {
	{ "af-unix", af_unix },
	{ "no-exec-memory", no_exec_memory },
	{ "no-namespaces", no_namespaces },
	{ "no-realtime", no_realtime },
	{ "no-suid", no_suid },
	{ "no-personality", no_personality },
	{ "no-new-privs", no_new_privs },
};

static void
setting(struct confine *c, const char *name, const char *value)
{
	int call;

	if (strcmp(name, "allow") == 0) {
		call = seccomp_syscall_resolve_name(value);
		/* Of another architecture, or newer than this library. */
		if (call != __NR_SCMP_ERROR)
			seccomp_rule_add(c->allow, SCMP_ACT_ALLOW, call, 0);
		return;
	}
	if (strcmp(name, "uid") == 0)
		c->uid = (uid_t)strtoul(value, NULL, 10);
	else if (strcmp(name, "umask") == 0)
		umask((mode_t)strtoul(value, NULL, 8));
	else if (strcmp(name, "nofile") == 0)
		limit(RLIMIT_NOFILE, value);
	else if (strcmp(name, "memlock") == 0)
		limit(RLIMIT_MEMLOCK, value);
	else if (strcmp(name, "core") == 0)
		limit(RLIMIT_CORE, value);
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (strcmp(name, switches[i].name) == 0)
			switches[i].apply(c);
}

/* No capability, not even a bound; another user, and no group besides. */
static void
become(uid_t uid)
{
	for (int cap = 0; cap <= LAST_CAPABILITY; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	if (setgroups(0, NULL) == -1 || setresgid(uid, uid, uid) == -1 ||
	    setresuid(uid, uid, uid) == -1)
		die("user");
}

int
main(int argc, char **argv)
{
	struct confine c = { NULL, NULL, 65534 };
	char name[64], value[128], line[256], pid[16];
	FILE *f;

	if (argc < 4 || strcmp(argv[2], "--") != 0 ||
	    (f = fopen(argv[1], "re")) == NULL)
		die("usage: confine SETTINGS -- PROGRAM [ARGUMENT ...]");
	c.allow = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	c.deny = seccomp_init(SCMP_ACT_ALLOW);
	if (c.allow == NULL || c.deny == NULL)
		die("seccomp");
	while (fgets(line, sizeof(line), f) != NULL) {
		value[0] = '\0';
		if (sscanf(line, "%63s %127s", name, value) >= 1)
			setting(&c, name, value);
	}
	fclose(f);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	if (getenv("LISTEN_FDS") != NULL)
		setenv("LISTEN_PID", pid, 1);
	become(c.uid);
	if (seccomp_load(c.deny) != 0 || seccomp_load(c.allow) != 0)
		die("filter");
	execv(argv[3], argv + 3);
	die(argv[3]);
}
