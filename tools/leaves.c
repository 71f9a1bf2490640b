/*
 * leaves.c - the file of leaf hashes beside the segments of a box.
 */
#include "leaves.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct leaves {
	char *path;
	int fd;			/* -1: there is no file */
	uint64_t bytes;		/* when it was opened */
	uint64_t at;		/* index of the first hash in window */
	size_t have;		/* hashes in window */
	uint8_t window[1024][HASH_LEN];
};

int
leaves_open(const char *dir, struct leaves **out, struct err *e)
{
	struct leaves *l = calloc(1, sizeof(*l));
	struct stat st;

	if (l == NULL || asprintf(&l->path, "%s/leaves", dir) == -1) {
		free(l);
		return err_set(e, "%s: no memory", dir);
	}
	l->fd = open(l->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (l->fd == -1 && errno != ENOENT) {
		err_sys(e, "%s: cannot be opened", l->path);
		leaves_close(&l);
		return -1;
	}
	if (l->fd != -1 && (fstat(l->fd, &st) == -1 ||
	    !S_ISREG(st.st_mode))) {
		err_set(e, "%s: not a regular file", l->path);
		leaves_close(&l);
		return -1;
	}
	l->bytes = l->fd == -1 ? 0 : (uint64_t)st.st_size;
	*out = l;
	return 0;
}

void
leaves_close(struct leaves **l)
{
	if (*l == NULL)
		return;
	if ((*l)->fd != -1)
		close((*l)->fd);
	free((*l)->path);
	free(*l);
	*l = NULL;
}

const char *
leaves_path(const struct leaves *l)
{
	return l->path;
}

uint64_t
leaves_count(const struct leaves *l)
{
	return l->bytes / HASH_LEN;
}

unsigned
leaves_torn(const struct leaves *l)
{
	return (unsigned)(l->bytes % HASH_LEN);
}

/* Fills the window from index on. */
static bool
window_fill(struct leaves *l, uint64_t index)
{
	ssize_t n;

	do
		n = pread(l->fd, l->window, sizeof(l->window),
		    (off_t)(index * HASH_LEN));
	while (n == -1 && errno == EINTR);
	l->at = index;
	l->have = n < HASH_LEN ? 0 : (size_t)n / HASH_LEN;
	return l->have > 0;
}

bool
leaves_get(struct leaves *l, uint64_t index, uint8_t leaf[static HASH_LEN])
{
	if (index >= leaves_count(l))
		return false;
	if ((index < l->at || index - l->at >= l->have) &&
	    !window_fill(l, index))
		return false;
	memcpy(leaf, l->window[index - l->at], HASH_LEN);
	return true;
}
