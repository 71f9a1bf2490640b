/*
 * logwalk_parts.h - what logwalk.c (which moves) and logwalk_judge.c (which
 * judges) share.
 */
#ifndef LOGWALK_PARTS_H
#define LOGWALK_PARTS_H

#include "gehoor/leaves.h"
#include "gehoor/segment_reader.h"
#include "key_file.h"
#include "logchain.h"
#include "logwalk.h"
#include "walk_acts.h"

struct logwalk {
	struct logwalk_options o;
	uint32_t *numbers;         /* of the segments there are */
	size_t nnumbers, position; /* the next to be entered */
	char leaves_path[4096];
	struct leaves *leaves;
	struct segment_reader *reader; /* NULL: between segments */
	char path[4096];               /* of the segment */
	struct segment_header header;
	uint8_t header_bytes[SEGMENT_HEADER_LEN];
	struct logchain chain; /* what the next header must say */
	struct merkle tree;
	bool tree_known;
	struct logwalk_place place; /* its tree is the one below */
	struct logwalk_place entered;
	struct frame frame;
	uint8_t leaf[HASH_LEN];
	uint64_t differ_from, differ_to; /* run of wrong leaves */
	struct logwalk_count count;
	struct buf key_file;
	enum key_file_state key_state;
	struct walk_acts acts;
	bool damaged, finished, resuming;
};

/* Reads what was done on purpose. */
void logwalk_load_acts(struct logwalk *w);

/* Each judges one thing and tells what is not as it should be. */
void logwalk_judge_header(struct logwalk *w, const struct segment_header *h);
void logwalk_judge_key_file(struct logwalk *w, const struct segment_header *h);
void logwalk_judge_gap(struct logwalk *w, uint32_t number);
void logwalk_judge_unopened(
    struct logwalk *w, enum segment_result result, const char *why);
void logwalk_judge_left(
    struct logwalk *w, enum segment_result result, const char *why);
void logwalk_judge_record(struct logwalk *w, const uint8_t *raw);
void logwalk_judge_leaves(struct logwalk *w);
void logwalk_judge_resumed(struct logwalk *w, const struct logwalk_place *from);

#endif
