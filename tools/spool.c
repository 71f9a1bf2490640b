/*
 * spool.c - the directories of Gammu SMSD and smstools3.
 */
#include "spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "copy.h"
#include "gehoor/charset.h"
#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "output.h"

int
spool_read(const char *path, struct buf *out, struct err *e)
{
	return conf_read_regular(path, TEXTING_MAX, out, e);
}

int
spool_remove(const char *path, struct err *e)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return 0;
	return err_sys(e, "cannot remove a message that was passed on");
}

/* A number in digits alone, or nothing: who is a name cannot be answered. */
static bool
digits_of(const char *number, char *out, size_t size)
{
	size_t n;

	number += *number == '+';
	n = strspn(number, "0123456789");
	if (n < 3 || number[n] != '\0' || n >= size)
		return false;
	memcpy(out, number, n + 1);
	return true;
}

/* Both skip a name that ends in .LOCK, respectively begins otherwise. */
static int
put(const char *dir, const char *name, const struct buf *content, struct err *e)
{
	char beside[COPY_PATH], path[COPY_PATH];
	int ret = -1;

	if (content->failed)
		return err_set(e, "no memory");
	if ((size_t)snprintf(beside, sizeof(beside), "%s/%s.LOCK", dir, name) >=
		sizeof(beside) ||
	    copy_path(path, dir, name, e) == -1)
		return err_set(e, "%.300s: the name is too long", dir);
	if (output_write(beside, content, e) == 0)
		ret = rename(beside, path);
	if (ret == -1)
		unlink(beside);
	return ret == 0 ? 0 : err_sys(e, "cannot write into %.300s", dir);
}

static void
random_name(char *out, size_t size, const char *before, const char *after)
{
	uint64_t n;

	crypto_random(&n, sizeof(n));
	snprintf(
	    out, size, "%s%016llx%s", before, (unsigned long long)n, after);
}

int
spool_reply_smstools(
    const char *dir, const char *to, struct str text, struct err *e)
{
	struct buf b = BUF_INIT;
	char number[32], name[64];
	int ret;

	if (!digits_of(to, number, sizeof(number)))
		return 0;
	random_name(name, sizeof(name), "gehoor-", "");
	buf_addf(&b, "To: %s\nAlphabet: UTF\n\n", number);
	buf_addstr(&b, text);
	ret = put(dir, name, &b, e);
	buf_free(&b);
	return ret;
}

/* One unit of UTF-16, the low octet first. */
static void
add_unit(struct buf *b, uint32_t unit)
{
	buf_addc(b, (char)(unit & 0xff));
	buf_addc(b, (char)(unit >> 8));
}

/* Clean UTF-8 as UTF-16 behind its mark: what Gammu takes for Unicode. */
static void
add_utf16(struct buf *b, struct str text)
{
	add_unit(b, 0xfeff);
	for (size_t i = 0; i < text.n;) {
		uint32_t c = charset_next(text, &i);

		if (c < 0x10000) {
			add_unit(b, c);
		} else {
			add_unit(b, 0xd800 + ((c - 0x10000) >> 10));
			add_unit(b, 0xdc00 + ((c - 0x10000) & 0x3ff));
		}
	}
}

/* OUT<priority><date>_<time>_<serial>_<number>_<anything>.txt */
int
spool_reply_gammu(
    const char *dir, const char *to, struct str text, struct err *e)
{
	struct buf b = BUF_INIT;
	char number[32], before[96], name[160];
	time_t now = time(NULL);
	struct tm tm;
	int ret;

	if (!digits_of(to, number, sizeof(number)) ||
	    localtime_r(&now, &tm) == NULL)
		return 0;
	snprintf(before, sizeof(before),
	    "OUTC%04d%02d%02d_%02d%02d%02d_00_%s%s_", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    *to == '+' ? "+" : "", number);
	random_name(name, sizeof(name), before, ".txt");
	add_utf16(&b, text);
	ret = put(dir, name, &b, e);
	buf_free(&b);
	return ret;
}

/* ---- what was left ---------------------------------------------------------- */

struct left {
	const char *dir;
	time_t before;
	char **names;
	size_t n, room;
};

static int
keep(struct left *l, const char *name, struct err *e)
{
	char **grown;

	if (l->n == l->room) {
		l->room = l->room == 0 ? 16 : 2 * l->room;
		grown = realloc(l->names, l->room * sizeof(char *));
		if (grown == NULL)
			return err_set(e, "no memory");
		l->names = grown;
	}
	if ((l->names[l->n] = strdup(name)) == NULL)
		return err_set(e, "no memory");
	l->n++;
	return 0;
}

/* One that is being written now belongs to somebody else. */
static int
look_at(const char *name, void *arg, struct err *e)
{
	struct left *l = arg;
	char path[COPY_PATH];
	struct stat st;

	if (copy_path(path, l->dir, name, e) == -1)
		return -1;
	if (lstat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    st.st_mtime > l->before)
		return 0;
	return keep(l, name, e);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
spool_left(const char *dir, char ***names, size_t *n, struct err *e)
{
	struct left l = { .dir = dir, .before = time(NULL) - SPOOL_QUIET };
	int ret = copy_each_name(dir, look_at, &l, e);

	if (ret == 0 && l.n > 0)
		qsort(l.names, l.n, sizeof(char *), by_name);
	*names = l.names;
	*n = l.n;
	return ret;
}

void
spool_free(char ***names, size_t n)
{
	while (n > 0)
		free((*names)[--n]);
	free(*names);
	*names = NULL;
}
