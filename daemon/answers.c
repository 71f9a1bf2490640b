/*
 * answers.c - answers to senders (see answers.h).
 */
#include "answers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "gehoor/clock.h"
#include "gehoor/week.h"
#include "keys.h"
#include "log.h"

#define HOUR 3600
#define SLICE 256 /* answers published before the loop turns */

struct answers {
	struct app *app;
	struct event *timer;
	unsigned refused; /* in the run at hand */
};

static int
make_directory(const char *state, const char *name, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", state, name);
	if (mkdir(path, 0770) == -1 && errno != EEXIST)
		return err_sys(e, "state: %s cannot be made", path);
	return 0;
}

/* An open directory of STATE, or -1. */
static int
open_directory(const struct app *app, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", app->conf->state, name);
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* A whole answer file, if it is one: a regular file of a possible size. */
static bool
read_file(int dir, const char *name, struct buf *out)
{
	int fd =
	    openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	uint8_t *to = fd == -1 ? NULL : buf_room(out, REPLY_FILE_MAX + 1);
	struct stat st;
	ssize_t n = -1;

	if (to != NULL && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = read(fd, to, REPLY_FILE_MAX + 1);
	if (fd != -1)
		close(fd);
	if (n <= 0 || n > REPLY_FILE_MAX)
		return false;
	out->len += (size_t)n;
	return true;
}

/* Its version, if it is an answer to the message that it is named after. */
static bool
version_of(int dir, const char *name, uint32_t *version)
{
	struct buf file = BUF_INIT;
	char named[REPLY_NAME_LEN + 1];
	uint8_t tag[TAG_LEN];
	bool ok;

	ok = read_file(dir, name, &file) &&
	    reply_peek(file.data, file.len, version, tag, NULL) == 0;
	buf_free(&file);
	if (!ok)
		return false;
	reply_name(tag, named);
	return strcmp(named, name) == 0;
}

/* Every published answer has the same time: it tells nothing. */
static void
hide_time(int dir, const char *name)
{
	const struct timespec t[2] = { { .tv_sec = 0 }, { .tv_sec = 0 } };

	(void)utimensat(dir, name, t, AT_SYMLINK_NOFOLLOW);
}

/* One answer that was pushed.  False if it is none: it is left where it is. */
static bool
publish_one(int from, int to, const char *name)
{
	uint32_t pushed, published;

	if (!version_of(from, name, &pushed))
		return false;
	if (version_of(to, name, &published) && published >= pushed)
		return unlinkat(from, name, 0) == 0;
	hide_time(from, name);
	return renameat(from, name, to, name) == 0;
}

/* Publishes up to a slice of them; true if there may be more. */
static bool
publish_slice(struct answers *a, int from, int to)
{
	DIR *d = fdopendir(from);
	struct dirent *entry;
	size_t n = 0;

	if (d == NULL) {
		close(from);
		return false;
	}
	while (n < SLICE && (entry = readdir(d)) != NULL) {
		if (!reply_name_is_valid(entry->d_name))
			continue;
		if (publish_one(dirfd(d), to, entry->d_name))
			n++;
		else
			a->refused++;
	}
	if (fsync(dirfd(d)) == -1 || fsync(to) == -1)
		log_warn("replies: the directory cannot be synced");
	closedir(d);
	return n == SLICE;
}

/* True if there may be more. */
static bool
publish(struct answers *a)
{
	int from = open_directory(a->app, "replies/new");
	int to = open_directory(a->app, "replies");
	bool more = false;

	a->refused = 0;
	if (from != -1 && to != -1)
		more = publish_slice(a, from, to);
	else if (from != -1)
		close(from);
	if (to != -1)
		close(to);
	/* No name: it would tell whose answer it is. */
	if (!more && a->refused > 0)
		log_warn("replies/new: %u files are no answers and are left "
			 "there; gehoor reply makes them",
		    a->refused);
	return more;
}

void
answers_look(struct answers *a)
{
	int64_t now = clock_now();
	struct timeval next = { HOUR - now % HOUR + 1, 0 };

	if (local_hour(now) == a->app->conf->publish_hour && publish(a))
		next = (struct timeval){ 0, 1000 };
	event_add(a->timer, &next);
}

static void
answers_timer_cb(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	answers_look(arg);
}

int
answers_new(struct app *app, struct answers **out, struct err *e)
{
	struct answers *a;

	if (make_directory(app->conf->state, "replies", e) == -1 ||
	    make_directory(app->conf->state, "replies/new", e) == -1)
		return -1;
	if ((a = calloc(1, sizeof(*a))) == NULL)
		fatal("answers");
	a->app = app;
	a->timer = evtimer_new(app->base, answers_timer_cb, a);
	if (a->timer == NULL)
		fatalx("events: answers");
	answers_look(a);
	*out = a;
	return 0;
}

void
answers_free(struct answers **a)
{
	if (*a == NULL)
		return;
	event_free((*a)->timer);
	free(*a);
	*a = NULL;
}

bool
answers_read(
    struct app *app, const struct code *c, struct buf *store, struct reply *out)
{
	const uint8_t *pepper = keys_pepper(app->keys);
	uint8_t tag[TAG_LEN], key[32];
	char name[REPLY_NAME_LEN + 1];
	struct buf file = BUF_INIT;
	bool found = false;
	int dir;

	code_tag(pepper, c, tag);
	reply_name(tag, name);
	dir = open_directory(app, "replies");
	if (dir != -1 && read_file(dir, name, &file)) {
		code_reply_key(pepper, c, key);
		found = reply_open(file.data, file.len, tag, key, store, out,
			    NULL) == 0;
		crypto_wipe(key, sizeof(key));
		if (!found)
			log_warn("an answer does not open; it is left out");
	}
	if (dir != -1)
		close(dir);
	buf_free(&file);
	return found;
}
