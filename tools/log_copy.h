/*
 * log_copy.h - a copy of one log that is a beginning of it, also while it is
 * being written.
 */
#ifndef LOG_COPY_H
#define LOG_COPY_H

#include <stdbool.h>

#include "gehoor/err.h"

/* Directories: the log and its key files, and where they go. */
struct log_paths {
	const char *from, *keys_from;
	const char *to, *keys_to; /* are there, and empty */
};

/*
 * 0, or -1.  What is copied first is about no more than what is copied after
 * it: checkpoints and leaves, then segments in rising order, then what was
 * done on purpose.  1: a segment was deleted meanwhile (gehoor expire), begin
 * again.
 */
int log_copy(const struct log_paths *p, struct err *e);

/* Whether it is the name of a checkpoint in the directory of a log. */
bool log_copy_is_checkpoint(const char *name);

#endif
