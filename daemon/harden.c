/*
 * harden.c - what the process gives up at its start, and how it forgets.
 */
#include "harden.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define STACK_WIPE ((size_t)32 << 10)
#define COPY_LONGEST ((size_t)512)

/* Every connection costs a descriptor; systemd's soft limit is only 1024. */
static void
harden_raise_files(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1 || r.rlim_cur == r.rlim_max)
		return;
	r.rlim_cur = r.rlim_max;
	/* Harmless if refused: the cap on connections is clamped to it. */
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

int
harden_process(struct err *e)
{
	const struct rlimit none = { 0, 0 };

	/*
	 * Refused under a system call filter, which is no loss: the next call
	 * alone already prevents core files.
	 */
	(void)setrlimit(RLIMIT_CORE, &none);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return err_sys(e, "dumping cannot be switched off");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return err_sys(e, "privileges cannot be given up");
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
	    signal(SIGHUP, SIG_IGN) == SIG_ERR)
		return err_sys(e, "signals cannot be ignored");
	umask(0077);
	harden_raise_files();
	return 0;
}

/*
 * The C library copies through vector registers and leaves the last bytes in
 * them.  Which ones depends on the processor, so let its own routines run
 * over zeros, in each of the sizes they treat apart.
 */
static void __attribute__((noinline))
harden_wipe_registers(volatile size_t *longest)
{
	char from[COPY_LONGEST * 2], to[COPY_LONGEST * 2];
	size_t n;

	explicit_bzero(from, sizeof(from));
	for (n = 8; n <= *longest; n *= 2) {
		memmove(to, from, n + n / 2);
		memmove(to + 1, to, n);
		if (memcmp(from, to, n) != 0 || memchr(from, 1, n) != NULL)
			explicit_bzero(to, sizeof(to));
	}
	explicit_bzero(to, sizeof(to));
}

void __attribute__((noinline)) harden_wipe_stack(void)
{
	volatile size_t longest = COPY_LONGEST;
	char below[STACK_WIPE];

	explicit_bzero(below, sizeof(below));
	harden_wipe_registers(&longest);
}
