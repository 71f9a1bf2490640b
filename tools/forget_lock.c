/*
 * forget_lock.c - one gehoor at a time erases or deletes in a state.
 */
#include "forget_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import_place.h"

/* A second lock on one directory would wait for the first one. */
static bool
is_held(const struct forget_lock *l, const struct stat *st)
{
	struct stat held;

	for (size_t i = 0; i < l->n; i++)
		if (fstat(l->fds[i], &held) == 0 && held.st_dev == st->st_dev &&
		    held.st_ino == st->st_ino)
			return true;
	return false;
}

/* The descriptor is the lock's, unless that is held already. */
static int
hold(struct forget_lock *l, int fd, const char *dir, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s", dir);
	if (is_held(l, &st)) {
		close(fd);
		return 0;
	}
	if (l->n == FORGET_LOCK_MAX)
		return err_set(e, "%s: too many states at once", dir);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		l->fds[l->n++] = fd;
		return 0;
	}
	return errno == EWOULDBLOCK
	    ? err_set(e,
		  "another gehoor is erasing, deleting or making a backup in "
		  "%s; try again when it is done",
		  dir)
	    : err_sys(e, "%s cannot be locked", dir);
}

/* What is not there yet has nothing that could be erased. */
static int
take(struct forget_lock *l, const char *state, const char *room, struct err *e)
{
	char dir[4096];
	int fd;

	if (snprintf(dir, sizeof(dir), "%s/%s", state, room) >=
	    (int)sizeof(dir))
		return err_set(e, "%.200s: the name is too long", state);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOENT ? 0 : err_sys(e, "%s", dir);
	if (hold(l, fd, dir, e) == 0)
		return 0;
	close(fd);
	return -1;
}

int
forget_lock(const struct conf *c, const struct boxes *b,
    struct forget_lock *out, struct err *e)
{
	int rc;

	out->n = 0;
	rc = take(out, c->state, "log", e);
	if (rc == 0)
		rc = take(out, c->state, "desk", e);
	if (rc == 0)
		rc = take(out, c->state, IMPORT_ROOM, e);
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		rc = take(out, b->logs[i].state, "log", e);
	if (rc == -1)
		forget_unlock(out);
	return rc;
}

void
forget_unlock(struct forget_lock *l)
{
	while (l->n > 0)
		close(l->fds[--l->n]);
}
