/*
 * boxlog_files.c - the directory of a log and the making of its files.
 */
#include "boxlog_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable.h"

#define DIR_MODE 0750 /* the umask decides about the group */

/* Makes an entry of the directory above dir durable. */
static int
sync_parent(const char *dir)
{
	char *path;
	int fd, rc;

	if (asprintf(&path, "%s/..", dir) < 0)
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* Who made it before may have been killed before it was durable. */
static int
make_directory(const char *dir)
{
	if (mkdir(dir, DIR_MODE) != 0 && errno != EEXIST)
		return -1;
	return sync_parent(dir);
}

/* STATE/log and STATE/log/BOX are made; STATE itself must be there. */
static int
make_directories(const char *dir)
{
	const char *slash = strrchr(dir, '/');
	char *above;
	int rc;

	if (slash != NULL && slash != dir) {
		above = strndup(dir, (size_t)(slash - dir));
		if (above == NULL)
			return -1;
		rc = make_directory(above);
		free(above);
		if (rc != 0)
			return -1;
	}
	return make_directory(dir);
}

int
boxlog_directory(const char *dir, struct err *e)
{
	int fd;

	if (make_directories(dir) != 0)
		return err_sys(e, "%s: cannot be made", dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, "%s: cannot be opened", dir);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		err_set(e, "%s: another program is writing this log", dir);
	else
		err_sys(e, "%s: cannot be locked", dir);
	close(fd);
	return -1;
}

/* Both names of a segment: the key file's and its own. */
struct pair {
	char key[SEGMENT_NAME_LEN + sizeof(BOXLOG_NEW)];
	char seg[SEGMENT_NAME_LEN + sizeof(BOXLOG_NEW)];
};

static void
pair_of(uint32_t number, bool aside, struct pair *p)
{
	segment_name(number, "key", p->key);
	segment_name(number, "seg", p->seg);
	if (aside) {
		memcpy(
		    p->key + SEGMENT_NAME_LEN, BOXLOG_NEW, sizeof(BOXLOG_NEW));
		memcpy(
		    p->seg + SEGMENT_NAME_LEN, BOXLOG_NEW, sizeof(BOXLOG_NEW));
	}
}

static int
create_one(int dirfd, const struct boxlog_begun *s, const char *name,
    const uint8_t *p, size_t n)
{
	return s->aside ? durable_beside(dirfd, name, p, n, s->file_time)
			: durable_create(dirfd, name, p, n, s->file_time);
}

int
boxlog_create(int dirfd, const struct boxlog_begun *s, struct err *e)
{
	struct pair there, made;
	int fd;

	pair_of(s->number, false, &there);
	pair_of(s->number, s->aside, &made);
	if (faccessat(dirfd, there.seg, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return err_set(e, "%s: is there already", there.seg);
	fd =
	    create_one(dirfd, s, made.key, s->key_file->data, s->key_file->len);
	if (fd < 0)
		return err_sys(e, "%s: cannot be made", made.key);
	close(fd);
	fd = create_one(dirfd, s, made.seg, s->header, SEGMENT_HEADER_LEN);
	if (fd >= 0 && fsync(dirfd) == 0)
		return fd;
	err_sys(e, "%s: cannot be made", made.seg);
	if (fd >= 0) {
		close(fd);
		unlinkat(dirfd, made.seg, 0);
	}
	unlinkat(dirfd, made.key, 0);
	return -1;
}

int
boxlog_appear(int dirfd, uint32_t number, struct err *e)
{
	struct pair there, made;

	pair_of(number, false, &there);
	pair_of(number, true, &made);
	/* The segment last, as it is what counts. */
	if (renameat(dirfd, made.key, dirfd, there.key) == 0 &&
	    renameat(dirfd, made.seg, dirfd, there.seg) == 0 &&
	    fsync(dirfd) == 0)
		return 0;
	return err_sys(e, "%s: cannot get its name", made.seg);
}

void
boxlog_vanish(int dirfd, uint32_t number)
{
	struct pair made;

	pair_of(number, true, &made);
	unlinkat(dirfd, made.seg, 0);
	unlinkat(dirfd, made.key, 0);
}

/* Whether that is behind the name of a segment or of its key file. */
static bool
name_goes_on(const char *name, const char *behind)
{
	char base[SEGMENT_NAME_LEN + 1];

	if (strlen(name) != SEGMENT_NAME_LEN + strlen(behind) ||
	    strcmp(name + SEGMENT_NAME_LEN, behind) != 0)
		return false;
	memcpy(base, name, SEGMENT_NAME_LEN);
	base[SEGMENT_NAME_LEN] = '\0';
	return segment_name_number(base, "key") != 0 ||
	    segment_name_number(base, "seg") != 0;
}

bool
boxlog_is_old(const char *name)
{
	return name_goes_on(name, BOXLOG_OLD);
}

/* Names that belong into a log, besides the numbers of segments. */
static bool
name_belongs(const char *name)
{
	static const char *const others[] = { "leaves", "erased", "expired",
		"restored", "erased.new", "expired.new", "restored.new" };

	if (strncmp(name, "checkpoint", 10) == 0)
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return segment_name_number(name, "key") != 0 ||
	    name_goes_on(name, BOXLOG_NEW) || boxlog_is_old(name);
}

struct listing {
	uint32_t *numbers;
	size_t count;
	size_t room;
};

static int
listing_add(struct listing *li, uint32_t number)
{
	uint32_t *larger;

	if (li->count == li->room) {
		li->room = li->room == 0 ? 64 : li->room * 2;
		larger = reallocarray(li->numbers, li->room, sizeof(*larger));
		if (larger == NULL)
			return -1;
		li->numbers = larger;
	}
	li->numbers[li->count++] = number;
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
put_printable(const char *name, char out[static BOXLOG_FOREIGN_LEN])
{
	size_t i;

	for (i = 0; i < BOXLOG_FOREIGN_LEN - 1 && name[i] != '\0'; i++)
		out[i] = name[i] > ' ' && name[i] < 0x7f ? name[i] : '?';
	out[i] = '\0';
}

bool
boxlog_belongs(const char *name)
{
	return segment_name_number(name, "seg") != 0 || name_belongs(name);
}

static int
listing_read(
    DIR *d, struct listing *li, char foreign[static BOXLOG_FOREIGN_LEN])
{
	struct dirent *de;

	for (errno = 0; (de = readdir(d)) != NULL; errno = 0) {
		uint32_t number = segment_name_number(de->d_name, "seg");

		if (number != 0) {
			if (listing_add(li, number) != 0)
				return -1;
		} else if (foreign[0] == '\0' && !name_belongs(de->d_name) &&
		    strcmp(de->d_name, ".") != 0 &&
		    strcmp(de->d_name, "..") != 0)
			put_printable(de->d_name, foreign);
	}
	return errno == 0 ? 0 : -1;
}

int
boxlog_list(const char *dir, uint32_t **numbers, size_t *count, char *foreign,
    struct err *e)
{
	struct listing li = { NULL, 0, 0 };
	char first[BOXLOG_FOREIGN_LEN] = "";
	DIR *d = opendir(dir);
	int rc;

	if (d == NULL)
		return err_sys(e, "%s: cannot be read", dir);
	rc = listing_read(d, &li, first);
	if (rc != 0)
		err_sys(e, "%s: cannot be read", dir);
	closedir(d);
	if (rc != 0) {
		free(li.numbers);
		return -1;
	}
	if (li.count > 0)
		qsort(li.numbers, li.count, sizeof(*li.numbers), by_number);
	*numbers = li.numbers;
	*count = li.count;
	if (foreign != NULL)
		memcpy(foreign, first, sizeof(first));
	return 0;
}
