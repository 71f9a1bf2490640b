/*
 * server.c - the running daemon, from its start to its orderly stop.
 *
 * Start: directories, keys, pages, sockets bound, logs opened, and only then
 * the sockets listen: a mistake in any of them leaves nothing half-started.
 * Stop: no new connections, those at hand are answered, the logs are ended.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "actions.h"
#include "admin.h"
#include "answers.h"
#include "app.h"
#include "gehoor/clock.h"
#include "generation.h"
#include "journal.h"
#include "keys.h"
#include "limits.h"
#include "listener.h"
#include "log.h"
#include "networks.h"
#include "notify.h"
#include "pool.h"
#include "redirect.h"
#include "reload.h"
#include "senders.h"
#include "signals.h"
#include "site.h"
#include "sockets.h"
#include "tls.h"

#define ADMIN_CONNECTIONS 16
#define ADMIN_BODY 131072 /* a text message, or a captured request */
#define FILES_OURS 64     /* descriptors that are no connections */
#define REDIRECT_PART 8   /* of max_connections, besides them */
#define DRAIN_SECONDS 10  /* for answers under way at a stop */
#define LAST_SECONDS 1    /* for the 503s when the disk has failed */

static const struct routes public_routes = { route_admit, route_handle,
	route_error };

struct server {
	struct app app;
	const char *file;
	struct generation *generation;
	struct pool *http, *redirect, *admin;
	struct tls *tls; /* NULL: no certificate is configured */
	struct networks *networks;
	struct sockets sockets;
	struct listener *listeners[SOCKETS_MAX];
	size_t nlisteners;
	struct signals *signals;
	struct event *watchdog, *deadline;
	int state;     /* the directory, locked */
	int undrained; /* pools with connections at a stop */
	enum server_exit status;
	bool stopping;
};

static void
libevent_log(int severity, const char *message)
{
	if (severity >= EVENT_LOG_WARN)
		log_warn("events: %s", message);
}

static void
libevent_fatal(int error)
{
	fatalx("events: error %d", error);
}

static int
make_dir(const char *name, const char *path, struct err *e)
{
	if (mkdir(path, 0750) == 0 && chmod(path, 0750) == -1)
		return err_sys(e, "%s: %s", name, path);
	if (access(path, R_OK | W_OK | X_OK) == -1)
		return err_sys(e, "%s: %s", name, path);
	return 0;
}

/* A new log in the place of one that is being restored would be another. */
static int
check_restoring(const struct server *s, struct err *e)
{
	static const char *const names[] = { "restoring", "restoring.whole" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (faccessat(s->state, names[i], F_OK, 0) == 0)
			return err_set(e,
			    "state: %s/%s is there: a restoring was "
			    "interrupted; run gehoor restore again, or remove "
			    "that directory to begin without it",
			    s->app.conf->state, names[i]);
	return 0;
}

/* One daemon for one state directory. */
static int
server_directories(struct server *s, struct err *e)
{
	const struct conf *c = s->app.conf;

	if (make_dir("state", c->state, e) == -1 ||
	    make_dir("runtime", c->runtime, e) == -1)
		return -1;
	s->state = open(c->state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->state == -1)
		return err_sys(e, "state: %s", c->state);
	if (flock(s->state, LOCK_EX | LOCK_NB) == -1)
		return err_set(
		    e, "state: %s: another gehoord uses it", c->state);
	return check_restoring(s, e);
}

static int
server_base(struct server *s, struct err *e)
{
	struct event_config *cfg;

	event_set_log_callback(libevent_log);
	event_set_fatal_callback(libevent_fatal);
	if ((cfg = event_config_new()) == NULL)
		fatalx("events");
	event_config_set_flag(cfg, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	event_config_set_flag(cfg, EVENT_BASE_FLAG_NOLOCK);
	event_config_set_flag(cfg, EVENT_BASE_FLAG_IGNORE_ENV);
	s->app.base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	if (s->app.base == NULL)
		return err_set(e, "no event loop");
	return 0;
}

/* No more connections than descriptors, if that can be asked. */
static size_t
server_max_connections(const struct conf *c)
{
	size_t max = (size_t)c->max_connections;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1 ||
	    r.rlim_cur <= (rlim_t)FILES_OURS * 2 ||
	    r.rlim_cur - FILES_OURS >= max)
		return max;
	log_warn("max_connections: only %llu files may be open",
	    (unsigned long long)r.rlim_cur);
	return (size_t)r.rlim_cur - FILES_OURS;
}

/* What a new configuration changes about connections. */
static void
server_limits(struct server *s)
{
	const struct conf *c = s->app.conf;
	size_t each = (size_t)c->network_connections;

	s->http->generation = s->generation;
	s->http->max = server_max_connections(c);
	s->http->max_bytes = (size_t)c->buffer_mib << 20;
	s->http->limits = pool_limits((uint64_t)c->max_body);
	s->http->tls = s->tls;
	s->http->onion = c->onion_url;
	if (s->networks == NULL && each > 0)
		s->networks = networks_new(each);
	else if (s->networks != NULL)
		networks_limit(s->networks, each);
	s->http->networks = s->networks;
	/* What is sent there is not read, however long it is. */
	s->redirect->limits = pool_limits(UINT64_MAX);
	s->redirect->max = s->http->max / REDIRECT_PART + 1;
}

static void
server_pools(struct server *s)
{
	s->http = pool_new(&s->app, &public_routes, 1, 0);
	s->redirect = pool_new(&s->app, &redirect_routes, 1, 0);
	s->admin =
	    pool_new(&s->app, &admin_routes, ADMIN_CONNECTIONS, ADMIN_BODY);
	server_limits(s);
}

static struct pool *
server_pool(const struct server *s, enum socket_kind kind)
{
	struct pool *const pools[] = {
		[SOCKET_HTTP] = s->http,
		[SOCKET_TLS] = s->http,
		[SOCKET_REDIRECT] = s->redirect,
		[SOCKET_ADMIN] = s->admin,
	};

	return pools[kind];
}

static int
server_listen(struct server *s, struct err *e)
{
	struct listening *l;
	size_t i;

	for (i = 0; i < s->sockets.n; i++)
		if (socket_listen(&s->sockets.all[i], e) == -1)
			return -1;
	for (i = 0; i < s->sockets.n; i++) {
		l = &s->sockets.all[i];
		s->listeners[s->nlisteners++] =
		    listener_new(l, server_pool(s, l->kind));
	}
	return 0;
}

static void
server_drained(void *arg)
{
	struct server *s = arg;

	if (--s->undrained == 0)
		event_base_loopbreak(s->app.base);
}

static void
server_deadline_cb(evutil_socket_t fd, short what, void *arg)
{
	struct server *s = arg;

	(void)fd;
	(void)what;
	event_base_loopbreak(s->app.base);
}

static void
server_stop(struct server *s, int seconds)
{
	const struct timeval tv = { seconds, 0 };
	size_t i;

	if (s->stopping)
		return;
	s->stopping = true;
	notify_stopping();
	for (i = 0; i < s->nlisteners; i++)
		listener_free(&s->listeners[i]);
	event_add(s->deadline, &tv);
	s->undrained = 3;
	pool_drain(s->admin, server_drained, s);
	pool_drain(s->redirect, server_drained, s);
	pool_drain(s->http, server_drained, s);
}

static void
server_stop_cb(void *arg)
{
	server_stop(arg, DRAIN_SECONDS);
}

static void
server_disk_failed(void *arg)
{
	struct server *s = arg;

	s->status = EXIT_FAILED;
	server_stop(s, LAST_SECONDS);
}

static void
server_reload_cb(void *arg)
{
	struct server *s = arg;
	struct err e;

	if (s->stopping)
		return;
	notify_reloading();
	if (reload(&s->app, &s->generation, s->file, &s->tls, &e) == 0) {
		server_limits(s);
		answers_look(s->app.answers);
		log_info("configuration read again");
	} else {
		s->app.counters.reload_failures++;
		log_warn("the old configuration stays: %s", e.msg);
	}
	notify_ready();
}

static void
server_watchdog_cb(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	notify_alive();
}

static int
server_events(struct server *s, struct err *e)
{
	struct event_base *base = s->app.base;
	long ms = notify_watchdog_ms() / 2;
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	s->deadline = evtimer_new(base, server_deadline_cb, s);
	s->watchdog = event_new(base, -1, EV_PERSIST, server_watchdog_cb, s);
	if (s->deadline == NULL || s->watchdog == NULL ||
	    (ms > 0 && event_add(s->watchdog, &tv) == -1))
		fatalx("events: timers");
	journal_on_death(s->app.journal, server_disk_failed, s);
	return signals_new(
	    base, server_stop_cb, server_reload_cb, s, &s->signals, e);
}

static void
server_say_ready(const struct server *s)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < s->nlisteners; i++)
		buf_addf(&b, " %s%s",
		    s->sockets.all[i].kind == SOCKET_ADMIN ? "admin=" : "",
		    listener_name(s->listeners[i]));
	notify_ready();
	log_info("ready%s", b.len == 0 ? "" : buf_cstr(&b));
	buf_free(&b);
}

static int
server_start(struct server *s, struct conf *conf, struct err *e)
{
	s->app.conf = conf;
	if (server_directories(s, e) == -1 || server_base(s, e) == -1 ||
	    keys_open(conf, clock_now(), &s->app.keys, e) == -1 ||
	    site_new(conf, clock_now(), &s->app.site, e) == -1) {
		conf_free(&conf);
		return -1;
	}
	s->generation = generation_new(conf, s->app.site);
	s->app.limits = limits_new(conf);
	if (tls_of_conf(conf, clock_now(), &s->tls, e) == -1 ||
	    sockets_bind(&s->sockets, conf, s->tls != NULL, e) == -1 ||
	    journal_open(&s->app, &s->app.journal, e) == -1 ||
	    answers_new(&s->app, &s->app.answers, e) == -1)
		return -1;
	s->app.actions = actions_new();
	if ((s->app.senders = senders_new()) == NULL)
		fatal("senders");
	server_pools(s);
	if (server_listen(s, e) == -1)
		return -1;
	return server_events(s, e);
}

static void
event_end(struct event **ev)
{
	if (*ev != NULL)
		event_free(*ev);
	*ev = NULL;
}

/* Legal after a start that failed half-way. */
static void
server_end(struct server *s)
{
	struct err e;
	size_t i;

	/* Answers to what was waiting still go out to the pool. */
	if (journal_close(&s->app.journal, &e) == -1) {
		log_warn("%s", e.msg);
		s->status = EXIT_FAILED;
	}
	for (i = 0; i < s->nlisteners; i++)
		listener_free(&s->listeners[i]);
	sockets_close(&s->sockets);
	answers_free(&s->app.answers);
	actions_free(&s->app.actions);
	senders_free(&s->app.senders);
	pool_free(&s->http);
	pool_free(&s->redirect);
	pool_free(&s->admin);
	networks_free(&s->networks);
	tls_free(&s->tls);
	generation_release(&s->generation);
	limits_free(&s->app.limits);
	keys_close(&s->app.keys);
	signals_free(&s->signals);
	event_end(&s->watchdog);
	event_end(&s->deadline);
	if (s->app.base != NULL)
		event_base_free(s->app.base);
	libevent_global_shutdown();
	if (s->state != -1)
		close(s->state);
}

enum server_exit
server_run(const char *file, struct conf *conf)
{
	struct server s = { .file = file, .state = -1 };
	struct err e;

	if (server_start(&s, conf, &e) == -1) {
		log_warn("%s", e.msg);
		s.status = EXIT_START;
	} else {
		server_say_ready(&s);
		if (event_base_dispatch(s.app.base) == -1)
			s.status = EXIT_FAILED;
	}
	server_end(&s);
	return s.status;
}
