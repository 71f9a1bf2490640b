/*
 * keys_daily.c - RUNTIME/daily-YYYYMMDD: 32 random bytes for each UTC day.
 *
 * The directory is memory (tmpfs), kept over a restart of the daemon and gone
 * at a reboot.  A key of two days ago is overwritten, removed and forgotten:
 * nobody can then work out which code a known message had.
 */
#include "keys_daily.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gehoor/crypto.h"

#define KEPT 2
#define NAME_LEN 14 /* "daily-YYYYMMDD" */

/* One slot for each of two days following each other, by day modulo 2. */
struct keys_slot {
	int64_t day;
	bool there;
	uint8_t key[KEY_LEN];
};

struct keys_daily {
	struct keys_slot slots[KEPT];
	int64_t today;
	int dir;
};

static int
name_of(int64_t day, char out[static NAME_LEN + 1])
{
	time_t t = (time_t)(day * 86400);
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, NAME_LEN + 1, "daily-%Y%m%d", &tm) != NAME_LEN)
		return -1;
	return 0;
}

static bool
write_key(int fd, const uint8_t key[static KEY_LEN])
{
	return write(fd, key, KEY_LEN) == KEY_LEN;
}

/* Overwrites and removes one file. */
static void
key_remove(int dir, const char *name)
{
	const uint8_t zero[KEY_LEN] = { 0 };
	int fd;

	fd = openat(dir, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd != -1) {
		/* What counts is that it is removed; this is on top. */
		(void)!write_key(fd, zero);
		close(fd);
	}
	unlinkat(dir, name, 0);
}

/*
 * Removes all keys but today's and yesterday's; also those of a future day,
 * which a clock set wrong for a while leaves behind.
 */
static void
keys_sweep(struct keys_daily *k)
{
	char keep[KEPT][NAME_LEN + 1];
	struct dirent *d;
	DIR *list;
	int fd;

	if (name_of(k->today, keep[0]) == -1 ||
	    name_of(k->today - 1, keep[1]) == -1 ||
	    (fd = openat(k->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
		-1)
		return;
	if ((list = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((d = readdir(list)) != NULL)
		if (strncmp(d->d_name, "daily-", 6) == 0 &&
		    strcmp(d->d_name, keep[0]) != 0 &&
		    strcmp(d->d_name, keep[1]) != 0)
			key_remove(k->dir, d->d_name);
	closedir(list);
}

/* Reads the key of a day; a file cut short counts as none and is removed. */
static bool
key_load(const struct keys_daily *k, const char *name, uint8_t *key)
{
	ssize_t n;
	int fd;

	fd = openat(
	    k->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return false;
	n = read(fd, key, KEY_LEN);
	close(fd);
	if (n == KEY_LEN)
		return true;
	crypto_wipe(key, KEY_LEN);
	key_remove(k->dir, name);
	return false;
}

/* The time of the file would tell when the first visitor of the day came. */
static void
hide_time(int fd, int64_t day)
{
	const struct timespec t[2] = {
		{ .tv_sec = (time_t)(day * 86400) },
		{ .tv_sec = (time_t)(day * 86400) },
	};

	(void)futimens(fd, t);
}

static bool
key_make(const struct keys_daily *k, const char *name, uint8_t *key)
{
	bool ok;
	int fd;

	fd = openat(k->dir, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return false;
	crypto_random(key, KEY_LEN);
	ok = write_key(fd, key);
	hide_time(fd, k->today);
	if (close(fd) == -1)
		ok = false;
	if (!ok) {
		crypto_wipe(key, KEY_LEN);
		key_remove(k->dir, name);
	}
	return ok;
}

/* Fills the slot of the day from its file, or makes today's. */
static bool
slot_fill(struct keys_daily *k, struct keys_slot *s, int64_t day)
{
	char name[NAME_LEN + 1];

	crypto_wipe(s, sizeof(*s));
	if (name_of(day, name) == -1)
		return false;
	s->there = key_load(k, name, s->key) ||
	    (day == k->today && key_make(k, name, s->key));
	s->day = day;
	return s->there;
}

static void
keys_new_day(struct keys_daily *k, int64_t today)
{
	size_t i;

	k->today = today;
	for (i = 0; i < KEPT; i++)
		if (k->slots[i].day != today && k->slots[i].day != today - 1)
			crypto_wipe(&k->slots[i], sizeof(k->slots[i]));
	keys_sweep(k);
}

const uint8_t *
keys_daily_get(struct keys_daily *k, int64_t day, int64_t today)
{
	struct keys_slot *s;

	if (today != k->today)
		keys_new_day(k, today);
	if (day != today && day != today - 1)
		return NULL;
	s = &k->slots[(uint64_t)day % KEPT];
	if (s->there && s->day == day)
		return s->key;
	return slot_fill(k, s, day) ? s->key : NULL;
}

int
keys_daily_open(
    const char *dir, int64_t today, struct keys_daily **out, struct err *e)
{
	struct keys_daily *k;

	if ((k = crypto_secret_new(sizeof(*k))) == NULL)
		return err_set(e, "no locked memory for the keys of the day");
	memset(k, 0, sizeof(*k));
	k->today = today - KEPT;
	k->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k->dir == -1)
		err_sys(e, "runtime: %s", dir);
	else if (keys_daily_get(k, today, today) == NULL)
		err_sys(e,
		    "runtime: %s: the key of the day cannot be kept "
		    "there",
		    dir);
	else {
		*out = k;
		return 0;
	}
	keys_daily_close(&k);
	return -1;
}

void
keys_daily_close(struct keys_daily **k)
{
	void *p = *k;

	if (p == NULL)
		return;
	if ((*k)->dir != -1)
		close((*k)->dir);
	crypto_secret_free(&p);
	*k = NULL;
}
