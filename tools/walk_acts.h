/*
 * walk_acts.h - what was done on purpose to the log that a walk goes through.
 */
#ifndef WALK_ACTS_H
#define WALK_ACTS_H

#include "gehoor/act_file.h"

struct walk_acts {
	struct act_list erased; /* by index */
	struct act_list expired, restored;
};

/*
 * Reads the three files of a directory.  0, or -1 with the first thing that
 * is wrong; what could be read is there all the same.
 */
int walk_acts_read(const char *dir, const struct act_keys *keys,
    struct walk_acts *out, struct err *e);
void walk_acts_free(struct walk_acts *a);

/* The act that erased the record, or NULL. */
const struct act *walk_acts_erased(const struct walk_acts *a, uint64_t index);

/* The act that says segments up to that one are deleted, or NULL. */
const struct act *
walk_acts_expired(const struct walk_acts *a, uint32_t segment);

/* The act by which the log goes on with that segment, or NULL. */
const struct act *
walk_acts_restored(const struct walk_acts *a, uint32_t segment);

/* Records that were sworn to and lost when the log was restored. */
uint64_t walk_acts_lost(const struct act *restored);

#endif
