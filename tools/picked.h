/*
 * picked.h - a message of the database that a person picked by its id, and
 * what a desk has to say about it.
 */
#ifndef PICKED_H
#define PICKED_H

#include "command.h"
#include "desk_event.h"
#include "gehoor/merkle.h"
#include "gehoor/segment.h"
#include "status.h"

struct picked {
	uint8_t leaf[HASH_LEN];
	char id[2 * HASH_LEN + 1];
	char box[BOX_NAME_MAX + 1];
	enum status status;
	unsigned publish;  /* 1 report, 2 read */
	uint32_t labelled; /* highest version of a label; 0: none */
};

/* By the first digits of its id, 8 at least.  0 or -1. */
int picked_find(
    struct sqlite3 *db, const char *id, struct picked *out, struct err *e);

/*
 * Writes the event down in the log of this desk, with the place of the
 * message, the week, and the role (NULL where the desk has only one) filled
 * in.  0 or -1.
 */
int picked_event(const struct invocation *iv, const struct picked *p,
    const char *role, struct desk_event *ev, struct err *e);

#endif
