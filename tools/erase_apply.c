/*
 * erase_apply.c - gehoor erase --apply.
 */
#include "erase_apply.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "erase.h"
#include "gehoor/segment_reader.h"
#include "reply_file.h"

int
erase_log_id(const char *dir, uint32_t segment, uint8_t out[static LOG_ID_LEN],
    struct err *e)
{
	char name[SEGMENT_NAME_LEN + 1], path[4096];
	struct segment_reader *r = NULL;

	segment_name(segment, "seg", name);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (segment_reader_open(path, &r, e) != SEGMENT_OK)
		return -1;
	memcpy(out, segment_reader_header(r)->log_id, LOG_ID_LEN);
	segment_reader_close(&r);
	return 0;
}

/* One entry; what is done already is passed over. 1 done now, 0, or -1. */
static int
apply_one(const struct box_log *log, const struct act *a, struct err *e)
{
	static const uint8_t none[TAG_LEN];
	uint8_t id[LOG_ID_LEN], tag[TAG_LEN];

	if (erase_log_id(log->dir, a->segment, id, e) == -1)
		return 0; /* deleted after its time */
	if (memcmp(id, a->log_id, LOG_ID_LEN) != 0)
		return err_set(e,
		    "%s/erased: entry for record %" PRIu64 " is of another log",
		    log->dir, a->index);
	if (erase_frame(log->dir, a, tag, e) == -1)
		return -1;
	if (memcmp(tag, none, TAG_LEN) == 0)
		return 0;
	return reply_file_remove(log->state, tag, e) == -1 ? -1 : 1;
}

int
erase_apply_log(const struct box_log *log, const struct act_keys *keys,
    unsigned *done, struct err *e)
{
	struct act_list erased;
	int rc = 0;

	*done = 0;
	if (act_file_read(log->dir, ACT_ERASED, keys, &erased, e) == -1)
		return -1;
	for (size_t i = 0; i < erased.n; i++) {
		rc = apply_one(log, &erased.acts[i], e);
		if (rc == -1)
			break;
		*done += (unsigned)rc;
	}
	act_list_free(&erased);
	return rc == -1 ? -1 : 0;
}

static enum exit_code
apply_log(const struct invocation *iv, const struct box_log *log)
{
	const struct act_keys keys = { iv->log_keys, iv->nlog_keys, iv->desks,
		iv->ndesks };
	unsigned done;
	struct err e;

	if (erase_apply_log(log, &keys, &done, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	if (done > 0)
		say(iv, "%s: %u messages were erased", log->shown, done);
	return EXIT_DONE;
}

enum exit_code
erase_apply(struct invocation *iv)
{
	enum exit_code worst = EXIT_DONE, code;
	struct boxes boxes;
	struct err e;

	if (boxes_list(iv->conf, iv->argv, iv->argc, &boxes, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	for (size_t i = 0; i < boxes.n; i++) {
		code = apply_log(iv, &boxes.logs[i]);
		worst = code != EXIT_DONE ? code : worst;
	}
	boxes_free(&boxes);
	return worst;
}
