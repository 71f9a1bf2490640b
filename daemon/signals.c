/*
 * signals.c - SIGTERM, SIGINT and SIGHUP, as events.
 */
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <event2/event.h>

#include "log.h"

#define KINDS 3 /* of signals */

struct signals {
	int fd;
	struct event *event;
	void (*stop)(void *);
	void (*reload)(void *);
	void *arg;
};

/* All that wait at once: the kernel hands out a SIGHUP before a SIGTERM. */
static void
signals_cb(evutil_socket_t fd, short what, void *arg)
{
	struct signals *s = arg;
	struct signalfd_siginfo si[KINDS];
	ssize_t n = read(fd, si, sizeof(si));
	size_t i;

	(void)what;
	/* Deaf to SIGTERM it would be killed, and end no log. */
	if (n == -1 && errno != EAGAIN && errno != EINTR)
		fatal("signals");
	for (i = 0; n > 0 && i < (size_t)n / sizeof(si[0]); i++)
		if (si[i].ssi_signo == SIGHUP)
			s->reload(s->arg);
		else
			s->stop(s->arg);
}

int
signals_new(struct event_base *base, void (*stop)(void *),
    void (*reload)(void *), void *arg, struct signals **out, struct err *e)
{
	struct signals *s;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if ((s = calloc(1, sizeof(*s))) == NULL)
		fatal("signals");
	*s = (struct signals){ -1, NULL, stop, reload, arg };
	/* Blocked first: what is ignored never reaches a signalfd. */
	if (sigprocmask(SIG_BLOCK, &set, NULL) == -1 ||
	    signal(SIGHUP, SIG_DFL) == SIG_ERR ||
	    (s->fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)) == -1) {
		signals_free(&s);
		return err_sys(e, "signals");
	}
	s->event = event_new(base, s->fd, EV_READ | EV_PERSIST, signals_cb, s);
	if (s->event == NULL || event_add(s->event, NULL) == -1)
		fatalx("events: signals");
	*out = s;
	return 0;
}

void
signals_free(struct signals **sp)
{
	struct signals *s = *sp;

	if (s == NULL)
		return;
	if (s->event != NULL)
		event_free(s->event);
	if (s->fd != -1)
		close(s->fd);
	free(s);
	*sp = NULL;
}
