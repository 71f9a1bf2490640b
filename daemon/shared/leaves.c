/*
 * leaves.c - the file of leaf hashes beside the segments of a log.
 */
#include "gehoor/leaves.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/buf.h"

#define WINDOW ((size_t)512 * HASH_LEN)
#define ZEROS_MAX (1 << 21) /* entries at the end that a crash may leave */

struct leaves {
	char *path;
	int fd;                /* -1: there is no file */
	uint64_t count;        /* entries in the file */
	struct buf added;      /* entries not yet in the file */
	uint64_t window_first; /* index of the window's first entry */
	uint64_t window_count;
	uint8_t window[WINDOW];
};

static int
read_window(struct leaves *l, uint64_t first, struct err *e)
{
	uint64_t left = l->count - first;
	size_t want =
	    left < WINDOW / HASH_LEN ? (size_t)left * HASH_LEN : WINDOW;
	size_t done = 0;

	l->window_count = 0;
	while (done < want) {
		ssize_t got = pread(l->fd, l->window + done, want - done,
		    (off_t)(first * HASH_LEN + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "%s: cannot be read", l->path);
		if (got == 0)
			return err_set(e, "%s: became shorter", l->path);
		done += (size_t)got;
	}
	l->window_first = first;
	l->window_count = want / HASH_LEN;
	return 0;
}

/* No hash is: what is, was never written. */
static bool
is_zero(const uint8_t leaf[static HASH_LEN])
{
	static const uint8_t zero[HASH_LEN];

	return memcmp(leaf, zero, HASH_LEN) == 0;
}

int
leaves_get(struct leaves *l, uint64_t index, uint8_t leaf[static HASH_LEN],
    struct err *e)
{
	if (index >= leaves_count(l))
		return err_set(e, "%s: has no entry %" PRIu64, l->path, index);
	if (index >= l->count) {
		memcpy(leaf, l->added.data + (index - l->count) * HASH_LEN,
		    HASH_LEN);
		return 0;
	}
	if (index < l->window_first ||
	    index - l->window_first >= l->window_count)
		if (read_window(l, index, e) != 0)
			return -1;
	memcpy(
	    leaf, l->window + (index - l->window_first) * HASH_LEN, HASH_LEN);
	/* Nobody goes through a hole of any size to find nothing. */
	return is_zero(leaf)
	    ? err_set(e, "%s: entry %" PRIu64 " is zero", l->path, index)
	    : 0;
}

/* How many entries of the window stand before zeros that end it. */
static uint64_t
window_filled(const struct leaves *l)
{
	uint64_t n = l->window_count;

	/* All of it at once, where it is nothing but zeros. */
	if (n > 0 && is_zero(l->window) &&
	    memcmp(l->window, l->window + HASH_LEN,
		(size_t)(n - 1) * HASH_LEN) == 0)
		return 0;
	while (n > 0 && is_zero(l->window + (n - 1) * HASH_LEN))
		n--;
	return n;
}

/*
 * Leaves out entries of zero bytes at the end, a window at a time.  A crash
 * leaves some; a file that is nothing but a hole is not read for ever.
 */
static int
drop_zero_entries(struct leaves *l, struct err *e)
{
	const uint64_t most = WINDOW / HASH_LEN, all = l->count;
	uint64_t first, kept = 0;

	while (kept == 0 && l->count > 0) {
		first = l->count > most ? l->count - most : 0;
		if (all - first > ZEROS_MAX)
			return err_set(e,
			    "%s: ends in more than %d entries of zeros; "
			    "restore this file from a backup",
			    l->path, ZEROS_MAX);
		if (read_window(l, first, e) != 0)
			return -1;
		kept = window_filled(l);
		l->count = first + kept;
	}
	l->window_count = 0;
	return 0;
}

static int
open_file(struct leaves *l, bool writing, struct err *e)
{
	struct stat st;

	l->fd = open(l->path,
	    (writing ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW |
		O_NONBLOCK,
	    0640);
	if (l->fd < 0 && errno == ENOENT && !writing)
		return 0;
	if (l->fd < 0 || fstat(l->fd, &st) != 0)
		return err_sys(e, "%s: cannot be opened", l->path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s: not a regular file", l->path);
	l->count = (uint64_t)st.st_size / HASH_LEN;
	if (drop_zero_entries(l, e) != 0)
		return -1;
	if (writing && (uint64_t)st.st_size != l->count * HASH_LEN &&
	    ftruncate(l->fd, (off_t)(l->count * HASH_LEN)) != 0)
		return err_sys(e, "%s: cannot be cut", l->path);
	return 0;
}

int
leaves_open(const char *dir, bool writing, struct leaves **out, struct err *e)
{
	struct leaves *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return err_set(e, "no memory for leaves");
	l->fd = -1;
	if (asprintf(&l->path, "%s/leaves", dir) < 0) {
		l->path = NULL;
		leaves_close(&l);
		return err_set(e, "no memory for leaves");
	}
	if (open_file(l, writing, e) != 0) {
		leaves_close(&l);
		return -1;
	}
	*out = l;
	return 0;
}

uint64_t
leaves_count(const struct leaves *l)
{
	return l->count + l->added.len / HASH_LEN;
}

int
leaves_add(struct leaves *l, const uint8_t leaf[static HASH_LEN], struct err *e)
{
	buf_add(&l->added, leaf, HASH_LEN);
	if (!l->added.failed)
		return 0;
	l->added.failed = false;
	return err_set(e, "%s: no memory for an entry", l->path);
}

/* Always from the same place, so that a failed write can be repeated. */
int
leaves_flush(struct leaves *l, int64_t file_time, struct err *e)
{
	struct timespec t = { .tv_sec = (time_t)file_time };
	size_t done = 0;

	while (done < l->added.len) {
		ssize_t put = pwrite(l->fd, l->added.data + done,
		    l->added.len - done, (off_t)(l->count * HASH_LEN + done));

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_sys(e, "%s: cannot be written", l->path);
		done += (size_t)put;
	}
	l->count += l->added.len / HASH_LEN;
	l->added.len = 0;
	if (futimens(l->fd, (struct timespec[2]){ t, t }) != 0)
		return err_sys(e, "%s: its time cannot be set", l->path);
	return 0;
}

void
leaves_close(struct leaves **l)
{
	if (*l == NULL)
		return;
	if ((*l)->fd >= 0)
		close((*l)->fd);
	buf_free(&(*l)->added);
	free((*l)->path);
	free(*l);
	*l = NULL;
}
