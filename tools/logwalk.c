/*
 * logwalk.c - goes through the log of one box: segments, chain and tree.
 *
 * The chain is checked at every header (logwalk_judge.c, logchain.c); this file
 * moves from segment to segment and from record to record, and keeps the
 * tree.  Behind damage the tree is begun anew from the leaves file, if that
 * gives the root which the next header signs.
 */
#include "logwalk_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/boxlog.h"
#include "segment_path.h"

/* Enters the next segment; false when there is none to enter. */
static bool
enter_segment(struct logwalk *w)
{
	enum segment_result result;
	struct err why;

	if (w->position == w->nnumbers)
		return false;
	logwalk_judge_gap(w, w->numbers[w->position]);
	if (w->finished)
		return false;
	segment_path(w->o.dir, w->numbers[w->position++], "seg", w->path,
	    sizeof(w->path));
	result = segment_reader_open(w->path, &w->reader, &why);
	if (result != SEGMENT_OK) {
		logwalk_judge_unopened(w, result, why.msg);
		return !w->finished;
	}
	w->header = *segment_reader_header(w->reader);
	memcpy(w->header_bytes, segment_reader_header_bytes(w->reader),
	    SEGMENT_HEADER_LEN);
	w->count.segments++;
	logwalk_judge_header(w, &w->header);
	if (w->finished)
		return false;
	w->place.segment = w->header.number;
	w->place.offset = SEGMENT_HEADER_LEN;
	segment_header_hash(w->header_bytes, w->place.header);
	logwalk_place(w, &w->entered);
	logwalk_judge_key_file(w, &w->header);
	logchain_enter(&w->chain, &w->header);
	return true;
}

bool
logwalk_next(struct logwalk *w, struct logwalk_record *r)
{
	enum segment_result result;
	const uint8_t *raw;
	struct err why;

	while (!w->finished) {
		if (w->reader == NULL) {
			if (enter_segment(w))
				continue;
			if (!w->finished)
				logwalk_judge_leaves(w);
			w->finished = true;
			break;
		}
		result = segment_reader_next(w->reader, &w->frame, &raw, &why);
		if (result == SEGMENT_OK) {
			logwalk_judge_record(w, raw);
			*r = (struct logwalk_record){ &w->frame, raw, w->leaf };
			return true;
		}
		logwalk_judge_left(w, result, why.msg);
	}
	return false;
}

/* Whether the segment entered is the one that was read before. */
static bool
is_same(struct logwalk *w, const struct logwalk_place *from)
{
	struct err why;

	return memcmp(w->place.header, from->header, sizeof(from->header)) ==
	    0 &&
	    segment_reader_seek(
		w->reader, from->offset, from->tree.size, &why) == SEGMENT_OK;
}

/* Goes back to where an earlier walk stopped, if the log is still that. */
static void
resume(struct logwalk *w, const struct logwalk_place *from)
{
	while (w->position < w->nnumbers &&
	    w->numbers[w->position] < from->segment)
		w->position++;
	logchain_resume(&w->chain, from->segment);
	w->tree_known = false;
	w->resuming = true;
	if (enter_segment(w) && w->reader != NULL && is_same(w, from)) {
		w->place = *from;
		w->tree = from->tree;
		w->tree_known = true;
		w->resuming = false;
		w->entered = *from;
		return;
	}
	logwalk_judge_resumed(w, from);
	w->place = *from;
	w->tree = from->tree;
	w->finished = true;
}

int
logwalk_open(
    const struct logwalk_options *o, struct logwalk **out, struct err *e)
{
	struct logwalk *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return err_set(e, "no memory");
	w->o = *o;
	snprintf(w->leaves_path, sizeof(w->leaves_path), "%s/leaves", o->dir);
	w->tree_known = true;
	merkle_init(&w->tree);
	logchain_start(&w->chain);
	if (leaves_open(o->dir, false, &w->leaves, e) == -1 ||
	    boxlog_list(o->dir, &w->numbers, &w->nnumbers, NULL, e) == -1) {
		logwalk_close(&w);
		return -1;
	}
	logwalk_load_acts(w);
	if (o->from != NULL && o->from->segment != 0)
		resume(w, o->from);
	*out = w;
	return 0;
}

const struct segment_header *
logwalk_header(const struct logwalk *w)
{
	return &w->header;
}

const uint8_t *
logwalk_header_bytes(const struct logwalk *w)
{
	return w->header_bytes;
}

const struct buf *
logwalk_key_file(const struct logwalk *w)
{
	return w->key_state == KEY_FILE_OK ? &w->key_file : NULL;
}

bool
logwalk_is_shredded(const struct logwalk *w)
{
	return w->key_state == KEY_FILE_GONE;
}

uint64_t
logwalk_first(const struct logwalk *w)
{
	char path[sizeof(w->path)];
	struct segment_reader *r = NULL;
	uint64_t first = 0;
	size_t i;

	if (w->nnumbers == 0) {
		for (i = 0; i < w->acts.expired.n; i++)
			if (w->acts.expired.acts[i].size > first)
				first = w->acts.expired.acts[i].size;
		return first;
	}
	segment_path(w->o.dir, w->numbers[0], "seg", path, sizeof(path));
	if (segment_reader_open(path, &r, NULL) == SEGMENT_OK)
		first = segment_reader_header(r)->first_index;
	segment_reader_close(&r);
	return first;
}

const struct walk_acts *
logwalk_acts(const struct logwalk *w)
{
	return &w->acts;
}

const struct merkle *
logwalk_tree(const struct logwalk *w)
{
	return w->tree_known ? &w->tree : NULL;
}

struct logwalk_count
logwalk_count(const struct logwalk *w)
{
	return w->count;
}

void
logwalk_place(const struct logwalk *w, struct logwalk_place *out)
{
	*out = w->place;
	out->tree = w->tree;
}

void
logwalk_entered(const struct logwalk *w, struct logwalk_place *out)
{
	*out = w->entered;
}

void
logwalk_close(struct logwalk **w)
{
	if (*w == NULL)
		return;
	segment_reader_close(&(*w)->reader);
	leaves_close(&(*w)->leaves);
	walk_acts_free(&(*w)->acts);
	buf_free(&(*w)->key_file);
	free((*w)->numbers);
	free(*w);
	*w = NULL;
}
