/*
 * kept.h - the files of a store of checkpoints that witnesses keep: those in
 * a directory and in the directories in it.
 */
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/err.h"

struct kept {
	char **paths; /* in byte order */
	size_t n;
};

/*
 * Adds the checkpoint files of a store; no such directory is an empty store.
 * A store of more than 20 000 files is refused.  0 or -1.
 */
int kept_list(const char *dir, struct kept *k, struct err *e);

/* Whether it is the name that a witness gives to a checkpoint. */
bool kept_is_name(const char *name);

/* Adds one file. 0 or -1. */
int kept_add(struct kept *k, const char *path, struct err *e);
void kept_free(struct kept *k);

#endif
