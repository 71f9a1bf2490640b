/*
 * expire.c - whole segments of a log that are past their time.
 */
#include "expire.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expire_replies.h"
#include "gehoor/boxlog.h"
#include "gehoor/clock.h"
#include "gehoor/leaves.h"
#include "gehoor/segment_reader.h"
#include "segment_path.h"
#include "sync.h"
#include "verify.h"

static int
header_of(
    const char *dir, uint32_t number, struct segment_header *out, struct err *e)
{
	struct segment_reader *r = NULL;
	char path[4096];

	segment_path(dir, number, "seg", path, sizeof(path));
	if (segment_reader_open(path, &r, e) != SEGMENT_OK)
		return -1;
	*out = *segment_reader_header(r);
	segment_reader_close(&r);
	return 0;
}

static int
read_leaves(const char *dir, struct expire_range *r, struct err *e)
{
	size_t n = (size_t)(r->size - r->first);
	struct leaves *l = NULL;
	int rc = 0;

	r->leaves = malloc(n * HASH_LEN + 1);
	if (r->leaves == NULL)
		return err_set(e, "no memory");
	if (leaves_open(dir, false, &l, e) == -1)
		rc = -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = leaves_get(l, r->first + i, r->leaves + i * HASH_LEN, e);
	leaves_close(&l);
	if (rc == -1) {
		free(r->leaves);
		r->leaves = NULL;
	}
	return rc;
}

/* The range up to, not including, the segment with that header. */
static void
range_before(struct expire_range *r, const struct segment_header *first,
    const struct segment_header *next)
{
	r->last = next->number - 1;
	r->first = first->first_index;
	r->size = next->first_index;
	memcpy(r->root, next->before_root, HASH_LEN);
	memcpy(r->log_id, first->log_id, LOG_ID_LEN);
	snprintf(r->box, sizeof(r->box), "%s", first->box);
}

int
expire_due(const char *dir, struct week now, int retention_weeks,
    struct expire_range *out, struct err *e)
{
	struct segment_header first, next;
	struct expire_range r;
	uint32_t *numbers;
	size_t n;
	int rc = 0;

	memset(&r, 0, sizeof(r));
	if (boxlog_list(dir, &numbers, &n, NULL, e) == -1)
		return -1;
	if (n > 1)
		rc = header_of(dir, numbers[0], &first, e);
	for (size_t i = 1; rc == 0 && i < n; i++) {
		rc = header_of(dir, numbers[i], &next, e);
		if (rc != 0 ||
		    weeks_between(next.opened, now) <= retention_weeks)
			break;
		range_before(&r, &first, &next);
		/* What came after a restoring goes with the next run. */
		if (memcmp(next.log_id, first.log_id, LOG_ID_LEN) != 0)
			break;
	}
	free(numbers);
	if (rc != 0 || r.last == 0)
		return rc;
	if (read_leaves(dir, &r, e) == -1)
		return -1;
	*out = r;
	return 1;
}

/* The entry that goes furthest. 1, 0 if there is none, or -1. */
static int
last_act(const char *dir, const struct act_keys *keys, struct act *out,
    struct err *e)
{
	struct act_list acts;

	if (act_file_read(dir, ACT_EXPIRED, keys, &acts, e) == -1)
		return -1;
	out->segment = 0;
	for (size_t i = 0; i < acts.n; i++)
		if (acts.acts[i].segment > out->segment)
			*out = acts.acts[i];
	act_list_free(&acts);
	return out->segment > 0;
}

int
expire_signed(
    const char *dir, const struct act_keys *keys, uint32_t *last, struct err *e)
{
	struct act a;
	int rc = last_act(dir, keys, &a, e);

	if (rc != -1)
		*last = a.segment;
	return rc;
}

int
expire_signed_size(
    const char *dir, const struct act_keys *keys, uint64_t *size, struct err *e)
{
	struct act a;
	int rc = last_act(dir, keys, &a, e);

	if (rc != -1)
		*size = rc == 1 ? a.size : 0;
	return rc == -1 ? -1 : 0;
}

int
expire_sign(const char *dir, const struct expire_range *r,
    const struct note_signer *desk, const struct act_keys *keys, struct err *e)
{
	const struct note_signer *const by[] = { desk };
	struct buf note = BUF_INIT;
	struct act a;
	uint32_t last;
	int rc = expire_signed(dir, keys, &last, e);

	if (rc == -1 || (rc == 1 && last >= r->last))
		return rc == -1 ? -1 : 0;
	memset(&a, 0, sizeof(a));
	a.kind = ACT_EXPIRED;
	a.segment = r->last;
	a.size = r->size;
	a.week = week_of(clock_now());
	memcpy(a.root, r->root, HASH_LEN);
	memcpy(a.log_id, r->log_id, LOG_ID_LEN);
	rc = verify_origin(&(struct verify_options){ .dir = dir,
			       .box = r->box,
			       .keys = keys->servers,
			       .nkeys = keys->nservers },
	    a.origin, e);
	if (rc == 0)
		rc = act_sign(&a, by, 1, &note, e);
	if (rc == 0)
		rc = act_file_add(dir, ACT_EXPIRED, &note, e);
	buf_free(&note);
	return rc;
}

/* Overwrites and removes a key file: its segment can never be opened again. */
static int
shred(const char *path, struct err *e)
{
	static const uint8_t zero[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd == -1)
		return errno == ENOENT ? 0 : err_sys(e, "%s", path);
	if (fstat(fd, &st) == 0)
		for (off_t at = 0; at < st.st_size; at += (off_t)sizeof(zero))
			if (pwrite(fd, zero,
				st.st_size - at < (off_t)sizeof(zero)
				    ? (size_t)(st.st_size - at)
				    : sizeof(zero),
				at) < 0)
				break;
	/* What counts is that it is removed; this is on top. */
	(void)fsync(fd);
	close(fd);
	return unlink(path) == 0 || errno == ENOENT ? 0
						    : err_sys(e, "%s", path);
}

/* What an erasure that was interrupted left beside goes along. */
static const char *const besides[] = { "", BOXLOG_NEW, BOXLOG_OLD };

static int
shred_keys(const char *dir, uint32_t number, struct err *e)
{
	char path[4096], key[4096 + 8];
	int rc = 0;

	segment_path(dir, number, "key", path, sizeof(path));
	for (size_t i = 0; rc == 0 && i < 3; i++) {
		snprintf(key, sizeof(key), "%s%s", path, besides[i]);
		rc = shred(key, e);
	}
	return rc;
}

static int
remove_segment(const char *dir, uint32_t number, struct err *e)
{
	char path[4096], seg[4096 + 8];

	segment_path(dir, number, "seg", path, sizeof(path));
	/* The segment itself last: while it is there, it is found again. */
	for (size_t i = 3; i-- > 0;) {
		snprintf(seg, sizeof(seg), "%s%s", path, besides[i]);
		if (unlink(seg) == -1 && errno != ENOENT)
			return err_sys(e, "%s", seg);
	}
	return 0;
}

int
expire_delete(const char *dir, const char *state, uint32_t last, struct err *e)
{
	uint32_t *numbers;
	size_t n, i;
	int rc = 0;

	if (boxlog_list(dir, &numbers, &n, NULL, e) == -1)
		return -1;
	/* The newest segment is never one of them.  Once a segment is gone
	 * nothing names the answers any more. */
	for (i = 0; rc == 0 && i + 1 < n && numbers[i] <= last; i++) {
		rc = expire_replies(dir, numbers[i], state, e);
		if (rc == 0)
			rc = shred_keys(dir, numbers[i], e);
	}
	if (rc == 0)
		rc = sync_directory(dir, e);
	for (i = 0; rc == 0 && i + 1 < n && numbers[i] <= last; i++)
		rc = remove_segment(dir, numbers[i], e);
	free(numbers);
	return rc == 0 ? sync_directory(dir, e) : -1;
}
