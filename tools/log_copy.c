/*
 * log_copy.c - a copy of one log that is a beginning of it.
 */
#include "log_copy.h"

#include <stdlib.h>
#include <string.h>

#include "copy.h"
#include "gehoor/act_file.h"
#include "gehoor/boxlog.h"

#define PREFIX "checkpoint-"

/* The file of that name. As copy_file. */
static int
copy_name(const char *from, const char *to, const char *name, struct err *e)
{
	char source[COPY_PATH], target[COPY_PATH];

	return copy_path(source, from, name, e) == -1 ||
		copy_path(target, to, name, e) == -1
	    ? -1
	    : copy_file(source, target, e);
}

bool
log_copy_is_checkpoint(const char *name)
{
	struct week week;

	if (strcmp(name, "checkpoint") == 0)
		return true;
	return strncmp(name, PREFIX, strlen(PREFIX)) == 0 &&
	    week_parse(name + strlen(PREFIX), strlen(name) - strlen(PREFIX),
		&week) == 0;
}

static int
take_checkpoint(const char *name, void *arg, struct err *e)
{
	const struct log_paths *p = arg;

	return log_copy_is_checkpoint(name) &&
		copy_name(p->from, p->to, name, e) == -1
	    ? -1
	    : 0;
}

/* A segment and its key, which may be shredded. 0, 1: it is gone, or -1. */
static int
copy_segment(const struct log_paths *p, uint32_t number, struct err *e)
{
	char seg[SEGMENT_NAME_LEN + 1], key[SEGMENT_NAME_LEN + 1];

	segment_name(number, "seg", seg);
	segment_name(number, "key", key);
	if (copy_name(p->keys_from, p->keys_to, key, e) == -1)
		return -1;
	return copy_name(p->from, p->to, seg, e);
}

static int
copy_segments(const struct log_paths *p, struct err *e)
{
	uint32_t *numbers;
	size_t n;
	int rc = 0;

	if (boxlog_list(p->from, &numbers, &n, NULL, e) == -1)
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = copy_segment(p, numbers[i], e);
	free(numbers);
	return rc;
}

static int
copy_acts(const struct log_paths *p, struct err *e)
{
	int rc = 0;

	for (int k = 0; rc != -1 && k <= ACT_RESTORED; k++)
		rc = copy_name(
		    p->from, p->to, act_file_name((enum act_kind)k), e);
	return rc == -1 ? -1 : 0;
}

int
log_copy(const struct log_paths *p, struct err *e)
{
	struct log_paths copy = *p;
	int rc;

	if (copy_each_name(p->from, take_checkpoint, &copy, e) == -1 ||
	    copy_name(p->from, p->to, "leaves", e) == -1)
		return -1;
	rc = copy_segments(p, e);
	if (rc != 0)
		return rc;
	return copy_acts(p, e) == -1 || copy_sync_directory(p->to, e) == -1 ||
		copy_sync_directory(p->keys_to, e) == -1
	    ? -1
	    : 0;
}
